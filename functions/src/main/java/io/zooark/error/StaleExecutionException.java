package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** This execution no longer holds the lock: another restore has taken over. It must not do anything more. */
public final class StaleExecutionException extends RestoreException {
    public StaleExecutionException(String problem, String hint) {
        this(problem, hint, null);
    }

    public StaleExecutionException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
