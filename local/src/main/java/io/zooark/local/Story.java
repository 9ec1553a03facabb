package io.zooark.local;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Tells on a terminal what happens, with the seconds since it began. */
final class Story {
    private final PrintStream out;
    private final Instant began = Instant.now();

    Story(PrintStream out) {
        this.out = requireNonNull(out, "out is null");
    }

    /** Begins a chapter. */
    synchronized void chapter(String title) {
        out.printf(Locale.ROOT, "%n%s%n", title);
    }

    /** Tells one thing, with the time. */
    synchronized void tell(String line) {
        out.printf(Locale.ROOT, "%7.1f s  %s%n", elapsed().toMillis() / 1000.0, line);
    }

    /** Returns how long the story has gone on. */
    Duration elapsed() {
        return Duration.between(began, Instant.now());
    }
}
