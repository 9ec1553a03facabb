package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** A server's AdminServer refused a command: credentials, permissions or configuration. A person has to mend it. */
public final class ServerRefusedException extends RestoreException {
    public ServerRefusedException(String problem, String hint) {
        this(problem, hint, null);
    }

    public ServerRefusedException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
