package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;

/**
 * Time as the taking of a snapshot sees it.
 *
 * @param clock what the manifest's times are read from
 * @param manifestGrace how long an invocation that has stored its bytes may take to write its manifest before it is taken
 *     for dead, and its object for an orphan
 * @param reserve how long before it is killed an invocation ends by itself, to abort its upload and say how far it came
 */
public record Timing(Clock clock, Duration manifestGrace, Duration reserve) {
    private static final Duration USUAL_GRACE = Duration.ofSeconds(20);
    private static final Duration USUAL_RESERVE = Duration.ofSeconds(20);

    public Timing {
        requireNonNull(clock, "clock is null");
        requireNonNull(manifestGrace, "manifestGrace is null");
        requireNonNull(reserve, "reserve is null");
    }

    /** Goes by a clock and a grace, and the usual reserve. */
    public Timing(Clock clock, Duration manifestGrace) {
        this(clock, manifestGrace, USUAL_RESERVE);
    }

    /** Returns what the deployed functions go by. */
    public static Timing usual() {
        return new Timing(Clock.systemUTC(), USUAL_GRACE);
    }
}
