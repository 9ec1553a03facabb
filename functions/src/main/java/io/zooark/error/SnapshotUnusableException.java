package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** The snapshot is missing, damaged, torn or unproven. Choose another one. */
public final class SnapshotUnusableException extends RestoreException {
    public SnapshotUnusableException(String problem, String hint) {
        this(problem, hint, null);
    }

    public SnapshotUnusableException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
