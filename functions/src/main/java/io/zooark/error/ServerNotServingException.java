package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** A server answered that it is not serving requests, most often because it has no quorum. */
public final class ServerNotServingException extends RestoreException {
    public ServerNotServingException(String problem, String hint) {
        this(problem, hint, null);
    }

    public ServerNotServingException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
