package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

/** A request that an AWS service refuses, with what the service says; each protocol writes it in its own form. */
public final class AwsError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final int status;

    /**
     * @param code what the SDK shows as error code, such as {@code InvalidInstanceId}
     * @param status the HTTP status: 4xx blames the caller, 5xx makes SDKs try again
     */
    public AwsError(String code, int status, String message) {
        super(requireNonNull(message, "message is null"));
        this.code = requireNonNull(code, "code is null");
        this.status = status;
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status must be from 400 to 599, got " + status);
        }
    }

    /** Returns a refusal that blames the request: status 400. */
    public static AwsError refused(String code, String message) {
        return new AwsError(code, 400, message);
    }

    /** Returns the error code. */
    public String code() {
        return code;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the message; never null, unlike other exceptions'. */
    public String text() {
        return requireNonNull(getMessage());
    }
}
