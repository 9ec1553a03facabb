package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Parallel;
import io.zooark.error.NodeCommandFailedException;
import io.zooark.error.RequestRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds every server of an ensemble by asking each host: without a quorum nobody else knows them, and observers are
 * named in zoo.cfg alone.
 */
final class ServerDiscovery {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Ensemble ensemble;
    private final Hosts hosts;
    private final Executor executor;

    ServerDiscovery(Ensemble ensemble, Hosts hosts, Executor executor) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.hosts = requireNonNull(hosts, "hosts is null");
        this.executor = requireNonNull(executor, "executor is null");
    }

    /** The servers, and what zoo.cfg says of them all. */
    record Found(
            List<PlannedServer> servers,
            List<String> members,
            List<AbsentServer> left,
            List<Disk> disks,
            Unfit unfit,
            List<String> warnings) {}

    /**
     * What a host's disk holds beside the data.
     *
     * @param freeBytes free where the data lies
     * @param aside whether what the restore asked for has set aside is there
     */
    record Disk(String instance, long freeBytes, boolean aside) {}

    /**
     * Servers that may be missing.
     *
     * @param names as a person names them
     * @param ifItAnswers what to do where the host of one answers after all
     */
    record Without(List<String> names, String ifItAnswers) {
        /** As asked for in a restore's input. */
        static Without asked(List<String> names) {
            return new Without(names, "take it out of `without`: it is restored with the others");
        }
    }

    /**
     * Asks all hosts at once.
     *
     * @param restoreId whose set-aside folders the hosts are asked for
     * @param without the servers that may be missing
     * @throws RequestRefusedException if a member has no host, a host does not answer, or they contradict each other;
     *     nothing was changed
     */
    Found find(List<Network.Instance> instances, String restoreId, Without without) {
        List<String> names = without.names();
        Map<Network.Instance, Inspection> seen = new LinkedHashMap<>();
        Map<Network.Instance, String> silent = new LinkedHashMap<>();
        inspect(instances, restoreId, seen, silent);
        if (!silent.isEmpty() && (names.isEmpty() || seen.isEmpty())) {
            throw silence(silent);
        }
        seen.forEach(this::refuseUnfit);
        List<String> members = agreedMembers(seen);
        Absentees absentees = new Absentees(without, members, silent);
        Map<Integer, Network.Instance> byId = assign(seen, members, absentees.numbers());
        List<AbsentServer> left = names.isEmpty() ? List.of() : absentees.leaveOut(byId);
        refuseUntagged(members, byId, names);
        List<PlannedServer> servers = new ArrayList<>();
        byId.forEach((id, instance) -> servers.add(
                planned(id, instance, requireNonNull(seen.get(instance), "assigned but never seen"), members)));
        List<Disk> disks = seen.entrySet().stream()
                .map(entry -> new Disk(
                        entry.getKey().id(),
                        entry.getValue().freeBytes(),
                        entry.getValue().aside()))
                .toList();
        return new Found(servers, members, left, disks, unfit(seen), warnings(servers, seen));
    }

    private static Unfit unfit(Map<Network.Instance, Inspection> seen) {
        return new Unfit(
                named(seen, inspection -> !inspection.restoreEnabled()),
                named(seen, inspection -> !inspection.placeTools()));
    }

    private static List<String> named(Map<Network.Instance, Inspection> seen, Predicate<Inspection> which) {
        return seen.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(entry -> entry.getKey().id())
                .toList();
    }

    private void refuseUntagged(List<String> members, Map<Integer, Network.Instance> byId, List<String> without) {
        Set<Integer> missing = new TreeSet<>(Membership.of(members).keySet());
        missing.removeAll(byId.keySet());
        if (!missing.isEmpty() && without.isEmpty()) {
            throw new RequestRefusedException(
                    "zoo.cfg names server " + missing + ", but no instance with tag "
                            + ensemble.instances().key() + "="
                            + ensemble.instances().value() + " is that server",
                    "tag its instance and start it: a server left out would bring the old data back when it returns. Where"
                            + " it is gone, name it in `without`");
        }
    }

    private void inspect(
            List<Network.Instance> instances,
            String restoreId,
            Map<Network.Instance, Inspection> seen,
            Map<Network.Instance, String> silent) {
        List<Network.Instance> running =
                instances.stream().filter(Network.Instance::running).toList();
        instances.stream()
                .filter(instance -> !instance.running())
                .forEach(instance -> silent.put(instance, "it is not running"));
        Parallel.ask(running, executor, instance -> attempt(instance, restoreId))
                .forEach((instance, outcome) -> {
                    outcome.inspection().ifPresent(inspection -> seen.put(instance, inspection));
                    if (outcome.inspection().isEmpty()) {
                        silent.put(instance, outcome.problem());
                    }
                });
    }

    private static RequestRefusedException silence(Map<Network.Instance, String> silent) {
        return new RequestRefusedException(
                "not every host answers: "
                        + silent.entrySet().stream()
                                .map(entry -> entry.getKey().id() + ": " + entry.getValue())
                                .collect(Collectors.joining("; ")),
                "see to the Systems Manager agent there: a server left out would bring the old data back when it returns."
                        + " Where it cannot be reached for long, stop its instance and name the server in `without`");
    }

    private Outcome attempt(Network.Instance instance, String restoreId) {
        try {
            return new Outcome(Optional.of(inspect(instance, restoreId)), "");
        } catch (NodeCommandFailedException e) {
            return new Outcome(
                    Optional.empty(),
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("no answer"));
        }
    }

    private record Outcome(Optional<Inspection> inspection, String problem) {}

    private Inspection inspect(Network.Instance instance, String restoreId) {
        Map<String, Object> answer =
                hosts.run(instance.id(), NodeAction.INSPECT, Map.of("RestoreId", restoreId), LIMIT);
        try {
            return Inspection.of(answer);
        } catch (IllegalArgumentException e) {
            throw new NodeCommandFailedException(
                    instance.id() + " answered what no inspection answers: " + e.getMessage(),
                    "deploy functions and documents of one version",
                    e);
        }
    }

    private void refuseUnfit(Network.Instance instance, Inspection seen) {
        List<String> problems = new ArrayList<>(seen.problems());
        if (seen.standalone()) {
            problems.add(
                    "it is a standalone server, which has no quorum that could prove a restore: make it an ensemble of"
                            + " one, with server.1=<host>:2888:3888 and standaloneEnabled=false in zoo.cfg, and start it again");
        }
        if (!seen.adminEnabled()) {
            problems.add("admin.enableServer is false, and a restore needs the AdminServer");
        }
        List<Integer> unknown = seen.clientPorts().stream()
                .filter(port -> !ensemble.clientPorts().contains(port))
                .toList();
        if (!unknown.isEmpty() || seen.clientPorts().isEmpty()) {
            problems.add("it takes clients on ports " + seen.clientPorts()
                    + ", but clientPorts of the configuration is " + ensemble.clientPortList());
        }
        if (!problems.isEmpty()) {
            throw new RequestRefusedException(
                    "host " + instance.id() + " (" + instance.privateAddress() + "): " + String.join("; ", problems),
                    "mend this on the host or in the ensemble's configuration, then start again; nothing was changed");
        }
    }

    private static List<String> agreedMembers(Map<Network.Instance, Inspection> seen) {
        Map<Map<Integer, String>, List<String>> opinions = new LinkedHashMap<>();
        seen.forEach((instance, inspection) -> opinions.computeIfAbsent(
                        Membership.of(inspection.members()), ignored -> new ArrayList<>())
                .add(instance.id()));
        if (opinions.size() != 1) {
            throw new RequestRefusedException(
                    "the hosts do not agree on the members of the ensemble: " + opinions,
                    "make server.N the same in every zoo.cfg (or dynamic configuration file), then start again");
        }
        // where a host was down during a change, the servers go by the later version
        return seen.values().stream()
                .map(Inspection::members)
                .max(Comparator.comparing(Membership::version))
                .orElseThrow();
    }

    /** A lost disk takes {@code myid} with it: then the address decides, and what the others have is taken. */
    private Map<Integer, Network.Instance> assign(
            Map<Network.Instance, Inspection> seen, List<String> members, Set<Integer> absent) {
        Map<Integer, Network.Instance> byId = new TreeMap<>();
        seen.forEach((instance, inspection) -> inspection.serverId().ifPresent(id -> put(byId, id, instance)));
        seen.forEach((instance, inspection) -> {
            if (inspection.serverId().isEmpty()) {
                List<Integer> candidates = inspection.candidateIds().stream()
                        .filter(id -> !byId.containsKey(id) && !absent.contains(id))
                        .toList();
                if (candidates.size() != 1) {
                    throw new RequestRefusedException(
                            "host " + instance.id() + " has lost its myid, and its address fits servers " + candidates
                                    + " of " + members,
                            "write myid into its dataDir by hand, then start again; nothing was changed");
                }
                put(byId, candidates.get(0), instance);
            }
        });
        return byId;
    }

    private static void put(Map<Integer, Network.Instance> byId, int id, Network.Instance instance) {
        Network.Instance other = byId.putIfAbsent(id, instance);
        if (other != null) {
            throw new RequestRefusedException(
                    other.id() + " and " + instance.id() + " both say that they are server " + id,
                    "correct myid on the one that is wrong, or take the ensemble's tag off it; then start again");
        }
    }

    private static PlannedServer planned(int id, Network.Instance instance, Inspection seen, List<String> members) {
        boolean observer = members.stream()
                .filter(line -> Membership.of(List.of(line)).containsKey(id))
                .anyMatch(Membership::observer);
        return new PlannedServer(
                id,
                instance.id(),
                instance.privateAddress(),
                seen.adminPort(),
                seen.clientPorts().get(0),
                observer,
                seen.process() > 0,
                seen.epoch());
    }

    private static List<String> warnings(List<PlannedServer> servers, Map<Network.Instance, Inspection> seen) {
        List<String> warnings = new ArrayList<>();
        String down = servers.stream()
                .filter(server -> !server.running())
                .map(PlannedServer::toString)
                .collect(Collectors.joining(", "));
        if (!down.isEmpty()) {
            warnings.add("not running now: " + down);
        }
        seen.forEach((instance, inspection) ->
                inspection.notes().forEach(note -> warnings.add(instance.id() + ": " + note)));
        return warnings;
    }
}
