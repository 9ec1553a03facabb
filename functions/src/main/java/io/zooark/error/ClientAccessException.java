package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** The rules of a security group are not what the record says, so they were left as they are. */
public final class ClientAccessException extends RestoreException {
    public ClientAccessException(String problem, String hint) {
        this(problem, hint, null);
    }

    public ClientAccessException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
