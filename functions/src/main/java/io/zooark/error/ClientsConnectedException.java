package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** Clients are still connected to a server after the cut. Nothing was moved. */
public final class ClientsConnectedException extends RestoreException {
    public ClientsConnectedException(String problem, String hint) {
        this(problem, hint, null);
    }

    public ClientsConnectedException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
