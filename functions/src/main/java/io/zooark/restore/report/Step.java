package io.zooark.restore.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One state of a machine on the time line.
 *
 * @param name the state's name
 * @param entered when it was entered
 * @param ended when the next one was entered; empty while it goes on
 * @param result how it went
 * @param execution the ARN of the execution that it belongs to: the restore's own, or that of its recovery
 */
public record Step(String name, Instant entered, Optional<Instant> ended, Result result, String execution) {
    public Step {
        requireNonNull(name, "name is null");
        requireNonNull(entered, "entered is null");
        requireNonNull(ended, "ended is null");
        requireNonNull(result, "result is null");
        requireNonNull(execution, "execution is null");
    }

    /** Returns how long it took; empty while it goes on. */
    Optional<Duration> took() {
        return ended.map(end -> Duration.between(entered, end));
    }

    /** How a state went. */
    public enum Result {
        DONE,
        /** It is what ended the restore. */
        FAILED,
        /** It went on when this was written. */
        UNDERWAY,
        /** The execution was stopped or died here; what it did last is not on record. */
        UNKNOWN
    }
}
