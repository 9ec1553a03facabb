package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * The record of the restore that holds an ensemble: one object in S3, changed by compare-and-set only.
 *
 * <p>It never expires: a lock that did would let a second restore run over a half-done one.
 *
 * @param ensemble the ensemble's name
 * @param restoreId the restore that holds it, or held it last
 * @param execution its execution's ARN
 * @param fence grows by one each time the lock is taken
 * @param phase how far it has come
 * @param since when this phase began
 * @param accessRecord the restore whose {@code rules.json} holds the rules as they were before clients were shut out:
 *     an earlier one where that left the ensemble closed
 * @param epoch the epoch that every server was given: by an earlier restore, until this one has chosen its own
 */
public record Lock(
        String ensemble,
        String restoreId,
        String execution,
        long fence,
        Phase phase,
        Instant since,
        String accessRecord,
        Optional<Long> epoch) {

    public Lock {
        requireNonNull(ensemble, "ensemble is null");
        requireNonNull(restoreId, "restoreId is null");
        requireNonNull(execution, "execution is null");
        requireNonNull(phase, "phase is null");
        requireNonNull(since, "since is null");
        requireNonNull(accessRecord, "accessRecord is null");
        requireNonNull(epoch, "epoch is null");
    }

    /** Returns whether it was taken from a restore that left the ensemble closed: then there is no open state to go back to. */
    public boolean takenOver() {
        return !accessRecord.equals(restoreId);
    }

    /** Returns whether clients are shut out of what is not proven, or may be: when it is taken over, from the beginning. */
    public boolean closed() {
        return phase.closed() || (phase == Phase.TAKEN && takenOver());
    }

    /** Returns the lock in its next phase. */
    public Lock in(Phase next, Instant now) {
        return new Lock(ensemble, restoreId, execution, fence, next, now, accessRecord, epoch);
    }

    /** Returns the lock with the epoch that every server is given. */
    public Lock with(long chosenEpoch) {
        return new Lock(ensemble, restoreId, execution, fence, phase, since, accessRecord, Optional.of(chosenEpoch));
    }
}
