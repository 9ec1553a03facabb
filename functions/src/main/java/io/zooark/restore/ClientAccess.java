package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.ClientAccessException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Closes and opens the client ports in the security groups. */
public final class ClientAccess {
    /** EC2 is eventually consistent: how long a change may take to show. */
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final Ensemble ensemble;
    private final Network network;
    private final RestoreFiles files;
    private final Pause pause;

    public ClientAccess(Ensemble ensemble, Network network, RestoreFiles files, Pause pause) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.network = requireNonNull(network, "network is null");
        this.files = requireNonNull(files, "files is null");
        this.pause = requireNonNull(pause, "pause is null");
    }

    /** Does what is asked; doing it again changes nothing more. */
    public Answer change(Request request) {
        return switch (request.action()) {
            case CLOSE -> close(request);
            case OPEN -> open(request);
        };
    }

    private Answer close(Request request) {
        // First the record, then the change: a crash between the two leaves a record of rules that still are as it
        // says.
        // The other way round, the next run would take the parked rules for the original ones.
        files.recordRules(ensemble.name(), request.accessRecord(), request.access());
        List<ParkedRule> recorded = recorded(request);
        converge(recorded, ParkedRule::original, ParkedRule::parked, true);
        refuseNewcomers(request);
        return Answer.of(recorded.size(), List.of(), List.of());
    }

    private Answer open(Request request) {
        return converge(recorded(request), ParkedRule::parked, ParkedRule::original, false);
    }

    private List<ParkedRule> recorded(Request request) {
        return files.rules(ensemble.name(), request.accessRecord()).orElse(List.of());
    }

    /** Brings each rule from one of its two forms to the other, and leaves alone what has neither. */
    private Answer converge(
            List<ParkedRule> recorded,
            Function<ParkedRule, AccessRule> from,
            Function<ParkedRule, AccessRule> to,
            boolean closing) {
        List<String> conflicts = new ArrayList<>();
        List<String> created = new ArrayList<>();
        int changed = 0;
        for (String group : groups(recorded)) {
            Map<String, AccessRule> live = live(group);
            List<AccessRule> changes = new ArrayList<>();
            for (ParkedRule rule : of(group, recorded)) {
                AccessRule now = live.get(rule.original().id());
                if (now == null && !closing && notBackAlready(live, rule.original())) {
                    created.add(network.authorize(rule.original()));
                } else if (now != null && now.sameAs(from.apply(rule))) {
                    changes.add(to.apply(rule));
                } else if (now != null && !now.sameAs(to.apply(rule))) {
                    conflicts.add(now + " was " + rule.original() + " when the restore began");
                }
            }
            if (closing && !conflicts.isEmpty()) {
                throw conflict(conflicts);
            }
            if (!changes.isEmpty()) {
                network.modify(group, changes);
                awaitSeen(group, changes);
                changed += changes.size();
            }
        }
        return Answer.of(changed, created, conflicts);
    }

    /** A rule that was gone and was added again has another id: found by what it says. */
    private static boolean notBackAlready(Map<String, AccessRule> live, AccessRule original) {
        return live.values().stream()
                .noneMatch(rule -> rule.protocol().equals(original.protocol())
                        && rule.fromPort() == original.fromPort()
                        && rule.toPort() == original.toPort()
                        && rule.source().equals(original.source()));
    }

    private void awaitSeen(String group, List<AccessRule> changes) {
        Instant end = pause.now().plus(SETTLING);
        Map<String, AccessRule> live = live(group);
        while (!changes.stream().allMatch(rule -> rule.equals(live.get(rule.id())))) {
            if (pause.now().isAfter(end)) {
                throw new ClientAccessException(
                        "EC2 does not show the changed rules of " + group + " after " + SETTLING.toSeconds() + " s",
                        "look at the group in the console; running the same step again is safe");
            }
            pause.brief();
            live.clear();
            live.putAll(live(group));
        }
    }

    /** Somebody may have added a rule since the plan was made: it would let clients in behind our back. */
    private void refuseNewcomers(Request request) {
        Set<String> instances =
                request.servers().stream().map(PlannedServer::instance).collect(Collectors.toSet());
        List<ParkedRule> open = new AccessPlan(ensemble, network)
                .of(network.instances(ensemble.instances()).stream()
                        .filter(instance -> instances.contains(instance.id()))
                        .toList());
        if (!open.isEmpty()) {
            throw conflict(open.stream()
                    .map(rule -> rule.original() + " lets clients in and was not there when the restore was planned")
                    .toList());
        }
    }

    private static ClientAccessException conflict(List<String> conflicts) {
        return new ClientAccessException(
                String.join("; ", conflicts),
                "someone changed the rules meanwhile: settle with them which are right, then start again");
    }

    private Map<String, AccessRule> live(String group) {
        Map<String, AccessRule> rules = new LinkedHashMap<>();
        network.ingressRules(group).forEach(rule -> rules.put(rule.id(), rule));
        return rules;
    }

    private static Set<String> groups(List<ParkedRule> rules) {
        return rules.stream().map(rule -> rule.original().group()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<ParkedRule> of(String group, List<ParkedRule> rules) {
        return rules.stream()
                .filter(rule -> rule.original().group().equals(group))
                .toList();
    }

    /** What to do with the client ports. */
    public enum Action {
        CLOSE,
        OPEN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is asked for.
     *
     * @param accessRecord the restore under whose name the original rules are written down
     * @param access the rules to park; only for closing
     * @param servers the servers of the plan; only for closing
     */
    public record Request(Action action, String accessRecord, List<ParkedRule> access, List<PlannedServer> servers) {
        public Request {
            requireNonNull(action, "action is null");
            requireNonNull(accessRecord, "accessRecord is null");
            access = List.copyOf(Optional.ofNullable(access).orElse(List.of()));
            servers = List.copyOf(Optional.ofNullable(servers).orElse(List.of()));
        }
    }

    /**
     * What was done.
     *
     * @param rules how many rules have now the form that was asked for, by this call
     * @param created ids of rules that were gone and had to be added again
     * @param conflicts rules that someone changed meanwhile; they were left as they are
     * @param complete whether there are no conflicts
     */
    public record Answer(int rules, List<String> created, List<String> conflicts, boolean complete) {
        static Answer of(int rules, List<String> created, List<String> conflicts) {
            return new Answer(rules, created, conflicts, conflicts.isEmpty());
        }
    }
}
