package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.RequestRefusedException;
import io.zooark.error.StaleExecutionException;
import io.zooark.restore.RestoreFiles.Tagged;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
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
    private final Network network;
    private final ServerDiscovery discovery;
    private final Pause clock;

    public PlanRecovery(
            Ensemble ensemble, RestoreFiles files, Network network, Hosts hosts, Executor executor, Pause clock) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.files = requireNonNull(files, "files is null");
        this.network = requireNonNull(network, "network is null");
        this.discovery = new ServerDiscovery(ensemble, hosts, executor);
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
            Lock lock = requireUndoable(request.input().undo(), found);
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

    private Lock requireUndoable(String restoreId, Optional<Lock> found) {
        Lock lock = found.filter(held -> held.restoreId().equals(restoreId)
                        || (held.undoing() && held.chain().contains(restoreId)))
                .orElseThrow(
                        () -> new RequestRefusedException(
                                "undo is '" + restoreId + "', and the last restore of '" + ensemble.name() + "' is "
                                        + found.map(Lock::restoreId).orElse("none"),
                                "only the last restore can be undone: what came after it would be lost unseen; nothing was changed"));
        if (!lock.phase().ended()) {
            throw new EnsembleBusyException(
                    "restore " + restoreId + " has not ended (phase " + lock.phase() + " since " + lock.since() + ")",
                    "wait for " + lock.execution() + "; nothing was changed");
        }
        boolean moved = lock.phase() == Phase.LEFT_CLOSED
                || lock.outcome()
                        .filter(how -> how == Outcome.RESTORED
                                || how == Outcome.RESTORED_NOT_FULLY_OPEN
                                // an undoing that was called off: what it was to undo is still there
                                || (lock.undoing() && how == Outcome.NOTHING_CHANGED))
                        .isPresent();
        if (!moved) {
            throw new RequestRefusedException(
                    "restore " + restoreId + " ended as "
                            + lock.outcome().map(String::valueOf).orElse("nothing known")
                            + ": the data of before is in its place",
                    "nothing was changed, and nothing has to be");
        }
        if (!lock.served()) {
            throw new RequestRefusedException(
                    "before restore " + restoreId + " the ensemble had no quorum: its old data could not be proven",
                    "what is left of it lies in set-aside/" + lock.chain().get(0)
                            + "/before on each server; follow 'Put the old data back by hand' in statemachine/README.md");
        }
        return lock;
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
        return answer(replace(before.recoveredBy(execution, clock.now()), found), request);
    }

    private Answer undo(Request request, Tagged<Lock> found) {
        Lock before = requireUndoable(requireNonNull(request.input().undo()), Optional.of(found.value()));
        String undoId = requireNonNull(request.restoreId(), "restoreId is null");
        if (before.chain().contains(undoId)
                || files.rules(ensemble.name(), undoId).isPresent()
                || files.report(ensemble.name(), undoId).isPresent()) {
            throw new RequestRefusedException(
                    "a restore or an undoing of '" + ensemble.name() + "' was called " + undoId + " before",
                    "start the execution with another name, or without one; nothing was changed");
        }
        RestorePlan plan = undoPlan(before, undoId, request.input().sharedGroups());
        // before the lock: whoever recovers an undoing that dies right after it has taken the lock needs its plan
        files.write(ensemble.name(), undoId, "plan.json", plan);
        Lock lock = replace(before.undoneBy(undoId, requireNonNull(request.execution()), clock.now()), found);
        return new Answer(Way.UNDO, lock, plan, "restore " + before.restoreId() + " is being undone");
    }

    /** The restore's own plan, with the hosts and the rules of now, under the undoing's name. */
    private RestorePlan undoPlan(Lock before, String undoId, boolean sharedGroups) {
        RestorePlan restored = planOf(before.restoreId());
        RestorePlan first = planOf(before.chain().get(0));
        List<Network.Instance> instances = network.instances(ensemble.instances());
        ServerDiscovery.Found now = discovery.find(
                instances,
                undoId,
                restored.left().stream()
                        .map(server -> String.valueOf(server.id()))
                        .toList());
        List<PlannedRule> access = before.phase() == Phase.LEFT_CLOSED
                ? files.rules(ensemble.name(), before.accessRecord()).orElse(List.of())
                : new AccessPlan(ensemble, network, sharedGroups)
                        .decide(instances)
                        .rules();
        List<PlannedServer> servers = asTheyRan(now.servers(), first);
        return restored.undoneAs(undoId, servers, access, now.warnings());
    }

    private Answer answer(Lock lock, Request request) {
        RestorePlan plan = planOf(lock.restoreId());
        if (!lock.undoing() && lock.chain().size() > 1) {
            plan = plan.of(asTheyRan(plan.servers(), planOf(lock.chain().get(0))));
        }
        boolean undo = request.input().undo() != null;
        return new Answer(
                undo ? Way.UNDO : way(lock), lock, plan, "restore " + lock.restoreId() + " was in " + lock.phase());
    }

    /**
     * Those alone are started on the data of before that ran when the first restore of the chain was planned: others have
     * nothing of their own to go back to, or something old.
     */
    private static List<PlannedServer> asTheyRan(List<PlannedServer> servers, RestorePlan first) {
        Map<Integer, Boolean> ran = first.servers().stream()
                .collect(Collectors.toMap(PlannedServer::id, PlannedServer::running, (one, other) -> one));
        return servers.stream()
                .map(server -> server.withRunning(ran.getOrDefault(server.id(), false)))
                .toList();
    }

    private RestorePlan planOf(String restoreId) {
        return files.plan(ensemble.name(), restoreId)
                .orElseThrow(() -> new RequestRefusedException(
                        "restores/" + ensemble.name() + "/" + restoreId + "/plan.json is not there",
                        "follow 'An execution was stopped' in statemachine/README.md by hand"));
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
