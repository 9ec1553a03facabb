package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** A snapshot could not be taken whole. The next attempt may succeed. */
public final class SnapshotFailedException extends RestoreException {
    public SnapshotFailedException(String problem, String hint) {
        this(problem, hint, null);
    }

    public SnapshotFailedException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
