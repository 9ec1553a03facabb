package io.zooark.restore.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The states of a restore and of its recovery, and the time in which no client was in.
 *
 * @param steps in the order in which they were entered
 * @param shutOutFrom when closing began; by an earlier restore, where that left the ensemble closed
 * @param letInAt when clients were let in again; empty where they were not
 */
public record TimeLine(List<Step> steps, Optional<Instant> shutOutFrom, Optional<Instant> letInAt) {
    static final TimeLine EMPTY = new TimeLine(List.of(), Optional.empty(), Optional.empty());

    public TimeLine {
        steps = List.copyOf(steps);
        requireNonNull(shutOutFrom, "shutOutFrom is null");
        requireNonNull(letInAt, "letInAt is null");
    }

    /** Returns how long clients were shut out; empty where they were not, or still are. */
    Optional<Duration> shutOut() {
        return shutOutFrom.flatMap(from -> letInAt.map(until -> Duration.between(from, until)));
    }

    /** Returns the last state that failed. */
    Optional<Step> failed() {
        return steps.stream()
                .filter(step -> step.result() == Step.Result.FAILED)
                .reduce((one, later) -> later);
    }
}
