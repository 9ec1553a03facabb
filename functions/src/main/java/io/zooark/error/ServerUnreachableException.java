package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** A server did not answer in time. The same call may be made again. */
public final class ServerUnreachableException extends RestoreException {
    public ServerUnreachableException(String problem, String hint) {
        this(problem, hint, null);
    }

    public ServerUnreachableException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
