package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.ClientAccessException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Closes and opens the client ports in the security groups. */
public final class ClientAccess {
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
        // says. The other way round, the next run would take the closed rules for the original ones.
        files.recordRules(ensemble.name(), request.accessRecord(), request.access());
        Closing closing = new Closing(new RuleChanges(network, pause), new TemporaryRules(request.accessRecord()));
        Map<String, List<PlannedRule>> recorded = recorded(request);
        refuse(closing.look(recorded));
        closing.close();
        refuseNewcomers();
        return Answer.of(recorded.values().stream().mapToInt(List::size).sum(), List.of(), List.of());
    }

    private Answer open(Request request) {
        return new Opening(new RuleChanges(network, pause), new TemporaryRules(request.accessRecord()))
                .open(recorded(request));
    }

    /** Returns the rules that are changed, group by group. */
    private Map<String, List<PlannedRule>> recorded(Request request) {
        return files.rules(ensemble.name(), request.accessRecord()).orElse(List.of()).stream()
                .filter(PlannedRule::changes)
                .collect(Collectors.groupingBy(rule -> rule.original().group(), TreeMap::new, Collectors.toList()));
    }

    /** Somebody may have added a rule since the plan was made: it would let clients in behind our back. */
    private void refuseNewcomers() {
        // those of servers that are left out, too: what guards them is the ensemble's own
        List<AccessRule> open = new AccessPlan(ensemble, network, false).open(network.instances(ensemble.instances()));
        refuse(open.stream()
                .map(rule -> rule + " lets clients in and was not there when the restore was planned")
                .toList());
    }

    private static void refuse(List<String> conflicts) {
        if (!conflicts.isEmpty()) {
            throw new ClientAccessException(
                    String.join("; ", conflicts),
                    "someone changed the rules meanwhile: settle with them which are right, then start again");
        }
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
     * @param access what becomes of which rule; only for closing
     * @param servers the servers of the plan; only for closing
     * @param fence the number that came with the lock
     */
    public record Request(
            Action action, String accessRecord, List<PlannedRule> access, List<PlannedServer> servers, long fence) {
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
     * @param rules how many rules are closed; or how many were opened by this call
     * @param created ids of rules that were gone and had to be added again, by this call or one before it that died
     * @param conflicts rules that someone changed meanwhile, and what else is left to do; they were left as they are
     * @param complete whether there are no conflicts
     */
    public record Answer(int rules, List<String> created, List<String> conflicts, boolean complete) {
        static Answer of(int rules, List<String> created, List<String> conflicts) {
            return new Answer(rules, created, conflicts, conflicts.isEmpty());
        }
    }
}
