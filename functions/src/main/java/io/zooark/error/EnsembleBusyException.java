package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** Another restore of the same ensemble holds the lock. Wait for it, or end it first. */
public final class EnsembleBusyException extends RestoreException {
    public EnsembleBusyException(String problem, String hint) {
        this(problem, hint, null);
    }

    public EnsembleBusyException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
