package io.zooark.error;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A backup or a restore that cannot go on, said in words an operator can act on.
 *
 * <p>The Lambda runtime reports the class name of what a handler throws, and Step Functions compares that name letter
 * by letter with the {@code ErrorEquals} lists in {@code statemachine/}; it knows no superclasses. The names of the
 * subclasses are therefore an interface: one for each different next step, never nested, never renamed without the
 * state machine.
 */
public abstract sealed class RestoreException extends RuntimeException
        permits ClientAccessException,
                ClientsConnectedException,
                EnsembleBusyException,
                EnsembleNotReadyException,
                EnsembleUnprovenException,
                NodeCommandFailedException,
                RequestRefusedException,
                ServerNotServingException,
                ServerRateLimitedException,
                ServerRefusedException,
                ServerUnreachableException,
                SnapshotFailedException,
                SnapshotUnusableException,
                StaleExecutionException,
                StorageRefusedException {

    protected RestoreException(String problem, String hint, @Nullable Throwable cause) {
        super(requireNonNull(problem, "problem is null") + "\nHINT: " + requireNonNull(hint, "hint is null"), cause);
    }
}
