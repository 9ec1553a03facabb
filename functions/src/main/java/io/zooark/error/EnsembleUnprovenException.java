package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** The ensemble is not in the state that a restore must have reached, and waiting will not bring it there. */
public final class EnsembleUnprovenException extends RestoreException {
    public EnsembleUnprovenException(String problem, String hint) {
        this(problem, hint, null);
    }

    public EnsembleUnprovenException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
