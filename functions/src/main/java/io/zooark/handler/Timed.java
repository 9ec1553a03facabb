package io.zooark.handler;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/**
 * An answer and when it was given. Step Functions tells its states when they begin, and not when the one before has ended:
 * a report of a failed restore needs both.
 *
 * @param answer whose fields become those of the whole
 */
record Timed<T>(@JsonUnwrapped T answer, Instant answeredAt) {
    static <T> Timed<T> answer(T answer) {
        return new Timed<>(answer, Instant.now());
    }
}
