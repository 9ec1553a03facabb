package io.zooark.local.stepfunctions;

import static java.util.Objects.requireNonNull;

/** A call that the service answers with an error of its API. */
public final class StepFunctionsException extends RuntimeException {
    private static final int BAD_REQUEST = 400;

    private final String code;

    StepFunctionsException(String code, String message) {
        super(message);
        this.code = requireNonNull(code, "code is null");
    }

    /** Returns the error's name in the API, such as {@code ExecutionDoesNotExist}. */
    public String code() {
        return code;
    }

    /** Returns the HTTP status; every error that a caller can cause is 400. */
    public int status() {
        return BAD_REQUEST;
    }
}
