package io.zooark.local.stepfunctions;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a state reports when it fails: the error name that Retry and Catch compare, and a cause for people. */
final class StateFailure extends RuntimeException {
    static final String TIMEOUT = "States.Timeout";
    static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
    static final String RUNTIME = "States.Runtime";

    /** The service cuts a cause that is longer than this. */
    private static final int LONGEST_CAUSE = 32_768;

    private final String error;
    private final boolean located;

    StateFailure(String error, @Nullable String cause) {
        this(error, cause, true);
    }

    private StateFailure(String error, @Nullable String cause, boolean located) {
        super(cause == null || cause.length() <= LONGEST_CAUSE ? cause : cause.substring(0, LONGEST_CAUSE));
        this.error = requireNonNull(error, "error is null");
        this.located = located;
    }

    /** Returns what ends an execution whatever its Retry and Catch say: data that the definition did not expect. */
    static StateFailure runtime(String problem) {
        return new StateFailure(RUNTIME, problem, false);
    }

    static StateFailure tooLarge(String producer) {
        return new StateFailure(
                DATA_LIMIT_EXCEEDED,
                "The state/task '" + producer
                        + "' returned a result with a size exceeding the maximum number of bytes service limit.");
    }

    /** Returns this failure with the place in its cause that the service adds to {@code States.Runtime}. */
    StateFailure in(String state, long enteredEvent) {
        if (located) {
            return this;
        }
        String place = "An error occurred while executing the state '%s' (entered at the event id #%d). "
                .formatted(state, enteredEvent);
        return new StateFailure(error, place + getMessage(), true);
    }

    String error() {
        return error;
    }

    Optional<String> cause() {
        return Optional.ofNullable(getMessage());
    }
}
