package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** S3 refused or failed an operation after the SDK's own retries. */
public final class StorageRefusedException extends RestoreException {
    public StorageRefusedException(String problem, String hint) {
        this(problem, hint, null);
    }

    public StorageRefusedException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
