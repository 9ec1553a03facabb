package io.zooark.invocation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** The moment at which an invocation is killed. */
public final class Deadline {
    private final long nanoTime;
    private final boolean exists;

    private Deadline(long nanoTime, boolean exists) {
        this.nanoTime = nanoTime;
        this.exists = exists;
    }

    /** Returns the deadline that lies so far ahead. */
    public static Deadline in(Duration remaining) {
        return new Deadline(
                System.nanoTime()
                        + requireNonNull(remaining, "remaining is null").toNanos(),
                true);
    }

    /** Returns the deadline of what nobody kills. */
    public static Deadline never() {
        return new Deadline(0, false);
    }

    /** Returns whether there is one. */
    public boolean exists() {
        return exists;
    }

    /** Returns the time that is left; zero once it has passed, and very long where there is none. */
    public Duration remaining() {
        return exists ? Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())) : Duration.ofDays(365);
    }
}
