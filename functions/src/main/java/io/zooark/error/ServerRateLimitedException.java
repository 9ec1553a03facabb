package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** A server has spent its allowance of snapshots or restores. The same call succeeds after the limiter's interval. */
public final class ServerRateLimitedException extends RestoreException {
    public ServerRateLimitedException(String problem, String hint) {
        this(problem, hint, null);
    }

    public ServerRateLimitedException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
