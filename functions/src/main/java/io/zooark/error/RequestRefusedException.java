package io.zooark.error;

import org.jspecify.annotations.Nullable;

/** A request, or a configuration, that cannot be carried out as it stands; nothing was changed. Mend it and ask again. */
public final class RequestRefusedException extends RestoreException {
    public RequestRefusedException(String problem, String hint) {
        this(problem, hint, null);
    }

    public RequestRefusedException(String problem, String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
