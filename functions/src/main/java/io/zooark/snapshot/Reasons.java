package io.zooark.snapshot;

import io.zooark.error.RestoreException;
import io.zooark.error.ServerNotServingException;
import io.zooark.error.ServerRateLimitedException;
import io.zooark.error.ServerRefusedException;
import io.zooark.error.ServerUnreachableException;
import io.zooark.error.SnapshotFailedException;

/** The words of errors, as they are told again among others. */
final class Reasons {
    private static final String HINT = "\nHINT: ";

    private Reasons() {}

    /** Returns what went wrong, without what to do. */
    static String of(RestoreException e) {
        return message(e).lines().findFirst().orElse("failed");
    }

    /** Returns what went wrong, and for what a person has to mend also how: no later message would say it. */
    static String withRemedy(RestoreException e) {
        return e instanceof ServerRefusedException ? message(e).replace(HINT, ": ") : of(e);
    }

    /** Returns an error of the same class, by which Step Functions goes, and with the same hint, that says more. */
    static RestoreException like(RestoreException e, String problem) {
        String message = message(e);
        int at = message.indexOf(HINT);
        String hint = at < 0 ? "look at the error's cause" : message.substring(at + HINT.length());
        if (e instanceof ServerNotServingException) {
            return new ServerNotServingException(problem, hint, e);
        }
        if (e instanceof ServerRateLimitedException) {
            return new ServerRateLimitedException(problem, hint, e);
        }
        if (e instanceof ServerRefusedException) {
            return new ServerRefusedException(problem, hint, e);
        }
        if (e instanceof ServerUnreachableException) {
            return new ServerUnreachableException(problem, hint, e);
        }
        return new SnapshotFailedException(problem, hint, e);
    }

    private static String message(RestoreException e) {
        return String.valueOf(e.getMessage());
    }
}
