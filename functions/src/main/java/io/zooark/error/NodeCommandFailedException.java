package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** A document of ours failed on a host, or gave no answer. */
public final class NodeCommandFailedException extends RestoreException {
    public NodeCommandFailedException(String problem, String hint) {
        this(problem, hint, null);
    }

    public NodeCommandFailedException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
