package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.error.StaleExecutionException;
import io.zooark.restore.RestoreFiles.Tagged;
import java.util.Set;

/**
 * Stands before every step that changes something: an execution that was overtaken, and a function or a redrive that
 * comes late, do nothing more.
 *
 * <p>Between its look and the step lies a moment; what acts on hosts is fenced there once more, by the {@code Order} of
 * its document.
 */
public final class Fence {
    private final RestoreFiles files;

    public Fence(RestoreFiles files) {
        this.files = requireNonNull(files, "files is null");
    }

    /**
     * Looks at the ensemble's lock.
     *
     * @param fence the number that the caller's execution was given with the lock
     * @param phases those in which the step has its place
     * @return the lock
     * @throws StaleExecutionException if the lock was taken by somebody else since, or has left these phases
     */
    public Lock require(String ensemble, long fence, Set<Phase> phases) {
        Lock lock = files.lock(ensemble).map(Tagged::value).orElse(null);
        if (lock == null || lock.fence() != fence) {
            throw new StaleExecutionException(
                    "this step holds fence " + fence + " of '" + ensemble + "', and "
                            + (lock == null
                                    ? "there is no lock"
                                    : "the lock was taken with fence " + lock.fence() + " by " + lock.execution()),
                    "nothing was done; follow the execution that holds the lock");
        }
        if (!phases.contains(lock.phase())) {
            throw new StaleExecutionException(
                    "restore " + lock.restoreId() + " is in phase " + lock.phase() + " since " + lock.since()
                            + ", and this step belongs to " + phases,
                    "nothing was done; start a new execution instead of redriving an old one");
        }
        return lock;
    }
}
