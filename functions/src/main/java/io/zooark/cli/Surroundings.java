package io.zooark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a run of the tool has around it.
 *
 * @param in standard input
 * @param out takes answers
 * @param err takes everything else
 * @param environment the environment variables
 * @param clock by which ages are told
 * @param watched tells whether a person watches standard error; asked only when there is something to show
 */
public record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Clock clock,
        BooleanSupplier watched) {

    public Surroundings {
        requireNonNull(in, "in is null");
        requireNonNull(out, "out is null");
        requireNonNull(err, "err is null");
        environment = Map.copyOf(environment);
        requireNonNull(clock, "clock is null");
        requireNonNull(watched, "watched is null");
    }

    /** Returns those of this process. */
    static Surroundings ofProcess() {
        // not System.out: its charset is that of the locale, and JSON is UTF-8
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        return new Surroundings(
                System.in, out, System.err, System.getenv(), Clock.systemUTC(), Terminal::isStandardError);
    }
}
