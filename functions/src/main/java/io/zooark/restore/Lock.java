package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.restore.RestoreOptions.OnFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The record of the restore that holds an ensemble: one object in S3, changed by compare-and-set only.
 *
 * <p>It never expires: a lock that did would let a second restore run over a half-done one.
 *
 * @param ensemble the ensemble's name
 * @param restoreId the restore that holds it, or held it last
 * @param execution the ARN of the execution that acts for it: the restore's own, or that of its recovery
 * @param fence grows by one each time the lock is taken or taken over; whoever comes with a lower one is stale
 * @param phase how far it has come
 * @param since when this phase began
 * @param accessRecord the restore whose {@code rules.json} holds the rules as they were before clients were shut out:
 *     an earlier one where that left the ensemble closed
 * @param epoch the epoch that every server was given: by an earlier restore, until this one has chosen its own
 * @param chain the restores whose set-aside folders hold the data of before, oldest first: more than one where a restore
 *     took over a closed ensemble
 * @param served whether the ensemble had a quorum before its data was moved: only then there is something to go back to
 * @param onFailure what becomes of the ensemble when this restore fails after data was moved
 * @param undoing whether it puts back what an earlier restore set aside
 * @param recoveries how many recoveries have taken it over so far
 * @param outcome how it ended; empty before
 * @param closedSince when clients were shut out, by an earlier restore where that left the ensemble closed; empty where they
 *     were not
 */
public record Lock(
        String ensemble,
        String restoreId,
        String execution,
        long fence,
        Phase phase,
        Instant since,
        String accessRecord,
        Optional<Long> epoch,
        List<String> chain,
        boolean served,
        OnFailure onFailure,
        boolean undoing,
        int recoveries,
        Optional<Outcome> outcome,
        Optional<Instant> closedSince) {
    private static final int MOST_RECOVERIES = 3;

    public Lock {
        requireNonNull(ensemble, "ensemble is null");
        requireNonNull(restoreId, "restoreId is null");
        requireNonNull(execution, "execution is null");
        requireNonNull(phase, "phase is null");
        requireNonNull(since, "since is null");
        requireNonNull(accessRecord, "accessRecord is null");
        requireNonNull(epoch, "epoch is null");
        // a lock of an earlier version has neither: its restore knew no recovery, and a person decides
        chain = chain == null ? List.of(restoreId) : List.copyOf(chain);
        onFailure = onFailure == null ? OnFailure.STAY_CLOSED : onFailure;
        requireNonNull(outcome, "outcome is null");
        closedSince = closedSince == null ? Optional.empty() : closedSince;
    }

    /** Returns the lock of a restore that begins; {@code last} is what its predecessor has left. */
    static Lock taken(RestorePlan plan, String execution, Optional<Lock> last, Instant now) {
        Optional<Lock> closed = last.filter(lock -> lock.phase() == Phase.LEFT_CLOSED);
        List<String> chain = new ArrayList<>(closed.map(Lock::chain).orElse(List.of()));
        chain.add(plan.restoreId());
        return new Lock(
                plan.ensemble(),
                plan.restoreId(),
                execution,
                last.map(Lock::fence).orElse(0L) + 1,
                Phase.TAKEN,
                now,
                // an ensemble that was left closed has its original rules in the record of the restore that closed it
                closed.map(Lock::accessRecord).orElse(plan.restoreId()),
                last.flatMap(Lock::epoch),
                chain,
                closed.map(Lock::served).orElse(false),
                plan.options().onFailure(),
                false,
                0,
                Optional.empty(),
                closed.map(Lock::shutOutFrom));
    }

    /** Returns the lock of one that puts back what this one has set aside. */
    Lock undoneBy(String undoId, String by, Instant now) {
        // its own too: what it leaves half done on a host is ended by the next one
        List<String> links = new ArrayList<>(chain);
        links.add(undoId);
        return new Lock(
                ensemble,
                undoId,
                by,
                fence + 1,
                // closed already, with nothing good to go back to: what is there now is what is to be undone
                phase == Phase.LEFT_CLOSED ? Phase.MOVING : Phase.TAKEN,
                now,
                phase == Phase.LEFT_CLOSED ? accessRecord : undoId,
                epoch,
                links,
                served,
                OnFailure.STAY_CLOSED,
                true,
                0,
                Optional.empty(),
                phase == Phase.LEFT_CLOSED ? Optional.of(shutOutFrom()) : Optional.empty());
    }

    /** Returns the lock taken over by a recovery: whoever acted for it before is stale from now on. */
    Lock recoveredBy(String by, Instant now) {
        return new Lock(
                ensemble,
                restoreId,
                by,
                fence + 1,
                // begun anew, with an epoch of its own: the servers may have elected a leader since the last one
                phase == Phase.ROLLING_BACK ? Phase.MOVING : phase,
                now,
                accessRecord,
                epoch,
                chain,
                served,
                onFailure,
                undoing,
                recoveries + 1,
                Optional.empty(),
                closedSince);
    }

    /** Returns whether it was taken from a restore that left the ensemble closed: then there is no open state to go back to. */
    public boolean takenOver() {
        return !accessRecord.equals(restoreId);
    }

    /** Returns whether clients are shut out of what is not proven, or may be: when it is taken over, from the beginning. */
    public boolean closed() {
        return phase.closed() || (phase == Phase.TAKEN && takenOver());
    }

    /** Returns since when clients are shut out; of a lock of an earlier version, that its phase began is all that is known. */
    private Instant shutOutFrom() {
        return closedSince.orElse(since);
    }

    /** Returns for how long clients are shut out by now; zero where they are in. */
    public Duration closedFor(Instant now) {
        boolean shut = phase != Phase.RELEASED && (closedSince.isPresent() || closed());
        Duration past = Duration.between(shutOutFrom(), now);
        return shut && !past.isNegative() ? past : Duration.ZERO;
    }

    /** Returns for how long clients had been shut out when they were let in again; empty before, and where they were not. */
    public Optional<Duration> shutOut() {
        return phase == Phase.RELEASED ? closedSince.map(closed -> Duration.between(closed, since)) : Optional.empty();
    }

    /** Returns whether a recovery puts the old data back, once data was moved. */
    boolean rollsBack() {
        return undoing || (served && onFailure == OnFailure.ROLL_BACK);
    }

    /**
     * Returns whether another recovery may put the old data back where one has failed to: a host that starts anew is back
     * after a while, and what has failed so often needs a person.
     */
    boolean triesAgain() {
        return rollsBack() && recoveries < MOST_RECOVERIES;
    }

    /** Returns the lock in its next phase. */
    public Lock in(Phase next, Instant now) {
        Optional<Instant> closed = next == Phase.CLOSING ? Optional.of(closedSince.orElse(now)) : closedSince;
        return with(next, now, epoch, served, outcome).closedSince(closed);
    }

    /** Returns the lock with the epoch that every server is given. */
    public Lock with(long chosenEpoch) {
        return with(phase, since, Optional.of(chosenEpoch), served, outcome);
    }

    /** Returns the lock with what is known of the time before data was moved. */
    Lock served(boolean quorum) {
        // what a restore that took over finds is the work of the one before it
        return with(phase, since, epoch, takenOver() ? served : quorum, outcome);
    }

    /** Returns the lock of one that has ended so. */
    Lock ended(Outcome how) {
        return with(phase, since, epoch, served, Optional.of(how));
    }

    private Lock with(Phase next, Instant at, Optional<Long> given, boolean quorum, Optional<Outcome> how) {
        return new Lock(
                ensemble,
                restoreId,
                execution,
                fence,
                next,
                at,
                accessRecord,
                given,
                chain,
                quorum,
                onFailure,
                undoing,
                recoveries,
                how,
                closedSince);
    }

    private Lock closedSince(Optional<Instant> at) {
        return new Lock(
                ensemble,
                restoreId,
                execution,
                fence,
                phase,
                since,
                accessRecord,
                epoch,
                chain,
                served,
                onFailure,
                undoing,
                recoveries,
                outcome,
                at);
    }
}
