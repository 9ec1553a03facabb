package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.RequestRefusedException;
import io.zooark.error.StaleExecutionException;
import io.zooark.restore.RestoreFiles.Tagged;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a restore whose execution is gone, or that a person wants undone, and takes its lock over.
 *
 * <p>Whether that execution is gone is not asked here but by the state machine, between {@code LOOK} and
 * {@code TAKE_OVER}: only if nobody has taken the lock since does the second succeed.
 */
public final class PlanRecovery {
    private final Ensemble ensemble;
    private final RestoreFiles files;
    private final Undoing undoing;
    private final Pause clock;

    public PlanRecovery(
            Ensemble ensemble, RestoreFiles files, Network network, Hosts hosts, Executor executor, Pause clock) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.files = requireNonNull(files, "files is null");
        this.undoing = new Undoing(ensemble, files, network, new ServerDiscovery(ensemble, hosts, executor));
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Looks, or takes the lock over.
     *
     * @throws RequestRefusedException if the input is mistyped, or names a restore that cannot be undone
     * @throws EnsembleBusyException if a restore is to be undone while another has not ended
     * @throws StaleExecutionException if somebody else has taken the lock since it was looked at
     */
    public Answer plan(Request request) {
        if (!request.input().confirm().equals(ensemble.name())) {
            throw new RequestRefusedException(
                    "confirm is '" + request.input().confirm() + "', but this machine recovers '" + ensemble.name()
                            + "'",
                    "type the ensemble's name into `confirm`: {\"confirm\": \"" + ensemble.name() + "\"}");
        }
        Optional<Tagged<Lock>> found = files.lock(ensemble.name());
        return switch (request.action()) {
            case LOOK -> look(request, found.map(Tagged::value));
            case TAKE_OVER -> takeOver(request, found.orElseThrow(PlanRecovery::overtaken));
        };
    }

    private Answer look(Request request, Optional<Lock> found) {
        if (request.input().undo() != null) {
            Lock lock = undoing.require(request.input().undo(), found);
            return new Answer(Way.UNDO, lock, null, "restore " + lock.restoreId() + " is to be undone");
        }
        if (found.isEmpty()) {
            return new Answer(Way.NOTHING, null, null, "'" + ensemble.name() + "' has never been restored");
        }
        Lock lock = found.get();
        if (lock.phase() == Phase.LEFT_CLOSED) {
            return new Answer(
                    Way.NOTHING,
                    lock,
                    null,
                    "restore " + lock.restoreId() + " left '" + ensemble.name()
                            + "' closed: read its report in restores/" + ensemble.name() + "/" + lock.restoreId()
                            + "; then restore again, or undo it with {\"confirm\": \"" + ensemble.name()
                            + "\", \"undo\": \"" + lock.restoreId() + "\"}");
        }
        if (lock.phase() == Phase.RELEASED) {
            return new Answer(Way.NOTHING, lock, null, "restore " + lock.restoreId() + " has ended, nothing is due");
        }
        return new Answer(way(lock), lock, null, "restore " + lock.restoreId() + " is in phase " + lock.phase());
    }

    private static Way way(Lock lock) {
        return switch (lock.phase()) {
            case TAKEN, CLOSING -> lock.takenOver() ? Way.LEAVE_CLOSED : Way.REOPEN;
            case MOVING, ROLLING_BACK -> lock.rollsBack() ? Way.ROLL_BACK : Way.LEAVE_CLOSED;
            case OPENING, REOPENING -> Way.OPEN;
            case RELEASED, LEFT_CLOSED -> Way.NOTHING;
        };
    }

    private Answer takeOver(Request request, Tagged<Lock> found) {
        Lock before = found.value();
        String execution = requireNonNull(request.execution(), "execution is null");
        if (before.execution().equals(execution)) {
            // done by an earlier call whose answer was lost
            return answer(before, request);
        }
        if (request.fence() == null || before.fence() != request.fence()) {
            throw overtaken();
        }
        if (request.input().undo() != null) {
            return undo(request, found);
        }
        if (before.phase().ended()) {
            throw overtaken();
        }
        // before the lock is taken: without a plan nobody can go on, and a person should see the lock as it was left
        undoing.planOf(before.restoreId());
        undoing.planOf(before.chain().get(0));
        return answer(replace(before.recoveredBy(execution, clock.now()), found), request);
    }

    private Answer undo(Request request, Tagged<Lock> found) {
        Lock before = undoing.require(requireNonNull(request.input().undo()), Optional.of(found.value()));
        String undoId = requireNonNull(request.restoreId(), "restoreId is null");
        if (before.chain().contains(undoId)
                || files.rules(ensemble.name(), undoId).isPresent()
                || files.report(ensemble.name(), undoId).isPresent()) {
            throw new RequestRefusedException(
                    "a restore or an undoing of '" + ensemble.name() + "' was called " + undoId + " before",
                    "start the execution with another name, or without one; nothing was changed");
        }
        RestorePlan plan = undoing.plan(before, undoId, request.input().sharedGroups());
        // before the lock: whoever recovers an undoing that dies right after it has taken the lock needs its plan
        files.write(ensemble.name(), undoId, "plan.json", plan);
        Lock lock = replace(before.undoneBy(undoId, requireNonNull(request.execution()), clock.now()), found);
        return new Answer(Way.UNDO, lock, plan, "restore " + before.restoreId() + " is being undone");
    }

    private Answer answer(Lock lock, Request request) {
        RestorePlan plan = undoing.planOf(lock.restoreId());
        if (!lock.undoing() && lock.chain().size() > 1) {
            plan = plan.of(Undoing.asTheyRan(
                    plan.servers(), undoing.planOf(lock.chain().get(0))));
        }
        boolean undo = request.input().undo() != null;
        return new Answer(
                undo ? Way.UNDO : way(lock), lock, plan, "restore " + lock.restoreId() + " was in " + lock.phase());
    }

    private Lock replace(Lock next, Tagged<Lock> found) {
        if (!files.replaceLock(next, found.etag())) {
            throw overtaken();
        }
        return next;
    }

    private static StaleExecutionException overtaken() {
        return new StaleExecutionException(
                "the lock was taken by somebody else meanwhile",
                "this execution does nothing; follow the one that has it");
    }

    /** What to do with the record. */
    public enum Action {
        LOOK,
        TAKE_OVER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What is due. */
    public enum Way {
        /** The last restore has ended, or there is none. */
        NOTHING,
        /** Nothing was moved: start the servers that ran, let clients in, release. */
        REOPEN,
        /** Data was moved: put the old data back, prove it, let clients in. */
        ROLL_BACK,
        /** What is served is proven: let clients in, release. */
        OPEN,
        /** There is nothing good to go back to, or a person wants to decide. */
        LEAVE_CLOSED,
        /** A restore that has ended is undone. */
        UNDO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What is asked for.
     *
     * @param input what the execution was started with
     * @param execution the recovering execution's ARN; for {@code take-over}
     * @param restoreId the recovering execution's name, under which an undoing is recorded; for {@code take-over}
     * @param fence that of the lock that was looked at; for {@code take-over}
     */
    public record Request(
            Action action,
            RecoveryInput input,
            @Nullable String execution,
            @Nullable String restoreId,
            @Nullable Long fence) {
        public Request {
            requireNonNull(action, "action is null");
            requireNonNull(input, "input is null");
        }
    }

    /**
     * What was found, or done.
     *
     * @param way what is due
     * @param lock the lock as it is now; null where there is none
     * @param plan the plan of what is recovered; null before the lock is taken over
     * @param summary for a person
     */
    public record Answer(
            Way way, @Nullable Lock lock, @Nullable RestorePlan plan, String summary) {}
}
