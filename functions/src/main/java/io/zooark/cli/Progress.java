package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Shows how far the reading of snapshots has come, on one line that is written over and again; nothing of it stays.
 *
 * <p>It is silent in the first second, and where nobody watches.
 */
final class Progress {
    private static final long SILENCE = Duration.ofSeconds(1).toNanos();
    private static final long PERIOD = Duration.ofMillis(250).toNanos();
    private static final double NANOS = 1e9;
    private static final double PERCENT = 100;

    private final PrintStream err;
    private final BooleanSupplier watched;
    private final LongSupplier nanoTime;
    private final List<OpenSnapshot> followed = new ArrayList<>();

    private long begun;
    private long next;
    private long bytes;
    private int shown;
    private boolean asked;
    private boolean silent;

    Progress(PrintStream err, BooleanSupplier watched) {
        this(err, watched, System::nanoTime);
    }

    Progress(PrintStream err, BooleanSupplier watched, LongSupplier nanoTime) {
        this.err = requireNonNull(err, "err is null");
        this.watched = requireNonNull(watched, "watched is null");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    }

    /** Returns the snapshot's bytes; reading them moves the line. */
    InputStream follow(OpenSnapshot snapshot) {
        if (followed.isEmpty()) {
            begun = nanoTime.getAsLong();
            next = begun + SILENCE;
        }
        followed.add(snapshot);
        return new FollowedStream(snapshot.name(), snapshot.bytes(), this);
    }

    /** Takes note of bytes that were read. */
    void read(long count) {
        bytes += count;
        long now = nanoTime.getAsLong();
        if (silent || now < next) {
            return;
        }
        if (!asked) {
            asked = true;
            silent = !watched.getAsBoolean();
        }
        next = now + PERIOD;
        if (!silent) {
            show(line(now));
        }
    }

    /** Takes the line away, so that what is printed next stands alone. */
    void clear() {
        if (shown > 0) {
            show("");
            err.print('\r');
            err.flush();
            shown = 0;
        }
    }

    private void show(String line) {
        err.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        err.flush();
        shown = line.length();
    }

    private String line(long now) {
        double seconds = (now - begun) / NANOS;
        String line = Sizes.bytes(bytes) + ", " + Sizes.bytes((long) (bytes / seconds)) + "/s";
        boolean known = followed.stream().allMatch(snapshot -> snapshot.size().isPresent());
        long all = followed.stream()
                .mapToLong(snapshot -> snapshot.size().orElse(0))
                .sum();
        return known && all > 0
                ? line + String.format(Locale.ROOT, ", %.0f %% of %s", PERCENT * bytes / all, Sizes.bytes(all))
                : line;
    }
}
