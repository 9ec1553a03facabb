package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** The ensemble is not yet in the state that was waited for. The same call may be made again. */
public final class EnsembleNotReadyException extends RestoreException {
    public EnsembleNotReadyException(String problem, String hint) {
        this(problem, hint, null);
    }

    public EnsembleNotReadyException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
