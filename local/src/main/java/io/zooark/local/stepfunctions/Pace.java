package io.zooark.local.stepfunctions;

import java.time.Duration;

/** How long the pauses of a definition (Wait, and the intervals of Retry) really last; time-outs always last in full. */
@FunctionalInterface
public interface Pace {

    /** Every pause lasts as long as it would in AWS. */
    Pace REAL = asked -> asked;

    /** Returns how long to pause really. */
    Duration really(Duration asked);

    /** Returns a pace at which pauses last a part of their time: at 0.1 a minute takes six seconds. */
    static Pace scaled(double factor) {
        if (!(factor >= 0)) {
            throw new IllegalArgumentException("factor must be zero or positive, got " + factor);
        }
        return asked -> Duration.ofMillis(Math.round(asked.toMillis() * factor));
    }
}
