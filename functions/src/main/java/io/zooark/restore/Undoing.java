package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.RequestRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the last restore can be undone, and the plan of it. */
final class Undoing {
    private final Ensemble ensemble;
    private final RestoreFiles files;
    private final Network network;
    private final ServerDiscovery discovery;

    Undoing(Ensemble ensemble, RestoreFiles files, Network network, ServerDiscovery discovery) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.files = requireNonNull(files, "files is null");
        this.network = requireNonNull(network, "network is null");
        this.discovery = requireNonNull(discovery, "discovery is null");
    }

    /**
     * Returns the lock of the restore that is to be undone.
     *
     * @throws RequestRefusedException if it is not the last one, changed nothing, or had no quorum to go back to
     * @throws EnsembleBusyException if it has not ended
     */
    Lock require(String restoreId, Optional<Lock> found) {
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

    /** The restore's own plan, with the hosts and the rules of now, under the undoing's name. */
    RestorePlan plan(Lock before, String undoId, boolean sharedGroups) {
        RestorePlan restored = planOf(before.restoreId());
        RestorePlan first = planOf(before.chain().get(0));
        List<Network.Instance> instances = network.instances(ensemble.instances());
        // a host that has lost what was set aside is better found out now, while clients are in
        String aside = before.chain().get(0);
        ServerDiscovery.Found now = discovery.find(instances, aside, leftOut(restored));
        if (before.phase() == Phase.RELEASED && before.chain().size() == (before.undoing() ? 2 : 1)) {
            refuseLost(aside, now.disks());
        }
        List<PlannedRule> access = before.phase() == Phase.LEFT_CLOSED
                ? files.rules(ensemble.name(), before.accessRecord()).orElse(List.of())
                : new AccessPlan(ensemble, network, sharedGroups)
                        .decide(instances)
                        .rules();
        List<PlannedServer> servers = asTheyRan(now.servers(), first);
        return restored.undoneAs(undoId, servers, access, now.warnings());
    }

    private static ServerDiscovery.Without leftOut(RestorePlan restored) {
        return new ServerDiscovery.Without(
                restored.left().stream()
                        .map(server -> String.valueOf(server.id()))
                        .toList(),
                "the restore left it out, and so it has no data of before to go back to: stop its instance, undo, then let it"
                        + " rejoin as statemachine/README.md says");
    }

    private static void refuseLost(String restoreId, List<ServerDiscovery.Disk> disks) {
        List<String> lost = disks.stream()
                .filter(disk -> !disk.aside())
                .map(ServerDiscovery.Disk::instance)
                .sorted()
                .toList();
        if (!lost.isEmpty()) {
            throw new RequestRefusedException(
                    "what restore " + restoreId + " set aside is not on " + lost
                            + ": pruned, or the disk or the instance is another one",
                    "it cannot be undone any more: restore a snapshot from before it instead; nothing was changed");
        }
    }

    /**
     * Those alone are started on the data of before that ran when the first restore of the chain was planned: others have
     * nothing of their own to go back to, or something old.
     */
    static List<PlannedServer> asTheyRan(List<PlannedServer> servers, RestorePlan first) {
        Map<Integer, Boolean> ran = first.servers().stream()
                .collect(Collectors.toMap(PlannedServer::id, PlannedServer::running, (one, other) -> one));
        return servers.stream()
                .map(server -> server.withRunning(ran.getOrDefault(server.id(), false)))
                .toList();
    }

    /** Returns the plan on record.
     *
     * @throws RequestRefusedException if there is none
     */
    RestorePlan planOf(String restoreId) {
        return files.plan(ensemble.name(), restoreId)
                .orElseThrow(() -> new RequestRefusedException(
                        "restores/" + ensemble.name() + "/" + restoreId + "/plan.json is not there",
                        "follow 'An execution was stopped' in statemachine/README.md by hand"));
    }
}
