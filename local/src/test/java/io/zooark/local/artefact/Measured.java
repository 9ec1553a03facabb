package io.zooark.local.artefact;

import static java.util.Objects.requireNonNull;

import io.zooark.local.artefact.ExecutionEnvironment.Usage;
import io.zooark.statemachine.FunctionSize;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What one environment of a function was seen to need.
 *
 * @param name of the function, and what it did
 * @param size what it is deployed with
 * @param made until the function was made
 * @param first until its first answer
 * @param again from an event to its answer, once it is warm; empty where that was not measured
 * @param peak the most MiB that its process had in RAM
 */
public record Measured(String name, FunctionSize size, Usage made, Usage first, Optional<Duration> again, long peak) {
    /**
     * A function has at least so many times the memory that it was seen to need: trees are larger elsewhere, and Lambda's own
     * part of the environment is not in the process.
     */
    public static final int MARGIN = 2;

    /** Above {@link #line()}. */
    public static final String HEAD = String.format(
                    "%-26s %6s  %8s %8s  %8s %8s  %8s  %7s %7s %7s",
                    "", "", "made", "of CPU", "first", "of CPU", "again", "all of", "it with", "peak")
            + System.lineSeparator()
            + String.format(
                    "%-26s %6s  %8s %8s  %8s %8s  %8s  %7s %7s %7s",
                    "function", "has MB", "ms", "ms", "answer", "ms", "ms", "512 MB", "its MB", "MB");

    public Measured {
        requireNonNull(name, "name is null");
        requireNonNull(size, "size is null");
        requireNonNull(made, "made is null");
        requireNonNull(first, "first is null");
        requireNonNull(again, "again is null");
    }

    static Measured of(String function, String doing, ExecutionEnvironment environment, Optional<Duration> again)
            throws IOException {
        return new Measured(
                doing.isEmpty() ? function : function + ", " + doing,
                FunctionSize.of(function),
                environment.untilReady(),
                environment.untilFirstAnswer(),
                again,
                environment.peakMegabytes());
    }

    /** Returns whether the function is given enough for what it needs. */
    public boolean fits() {
        return peak * MARGIN <= size.memory();
    }

    /** Returns how long its first answer takes with a share of a processor, from the first moment on. */
    private long firstWith(double processors) {
        return Math.round(first.processor().toMillis() / processors);
    }

    public String line() {
        return String.format(
                Locale.ROOT,
                "%-26s %6d  %8d %8d  %8d %8d  %8s  %7d %7d %7d%s",
                name,
                size.memory(),
                made.time().toMillis(),
                made.processor().toMillis(),
                first.time().toMillis(),
                first.processor().toMillis(),
                again.map(time -> String.valueOf(time.toMillis())).orElse("–"),
                firstWith(FunctionSize.processors(512)),
                firstWith(size.processors()),
                peak,
                fits() ? "" : "  TOO LITTLE");
    }
}
