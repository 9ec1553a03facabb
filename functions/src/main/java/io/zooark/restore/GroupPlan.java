package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.restore.AccessRule.Source;
import io.zooark.restore.AccessRule.Version;
import io.zooark.restore.PlannedRule.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides for one group what each rule that lets clients in becomes.
 *
 * <p>EC2 refuses a second rule with the same protocol, ports and source in a group, whatever its description. So what a rule
 * becomes is never what a rule beside it says, now or while clients are shut out.
 */
final class GroupPlan {
    /** Above the ports that Linux gives to clients, where nobody listens; counted down, one for each parked rule. */
    private static final int FIRST_PARKING_PORT = 65_535;

    /** EC2's quota, where nobody has had it raised; for each version of IP. */
    private static final int USUAL_QUOTA = 60;

    private final List<AccessRule> rules;
    private final Set<Integer> clientPorts;
    private final Set<Integer> taken = new HashSet<>();
    private final Set<Said> said = new HashSet<>();
    private final Map<Said, Integer> wanted = new HashMap<>();

    /**
     * @param rules all ingress rules of the group
     * @param adminPort of the servers: no rule is parked there
     */
    GroupPlan(List<AccessRule> rules, Set<Integer> clientPorts, int adminPort) {
        this.rules = List.copyOf(rules);
        this.clientPorts = requireNonNull(clientPorts, "clientPorts is null");
        taken.add(adminPort);
        taken.addAll(clientPorts);
        for (AccessRule rule : rules) {
            taken.add(rule.traffic().fromPort());
            said.add(new Said(rule.traffic(), rule.source()));
        }
    }

    /** Plans for the rules that are to be closed, some of those of the group. */
    List<PlannedRule> close(List<AccessRule> open) {
        for (AccessRule rule : open) {
            for (Traffic piece : pieces(rule)) {
                taken.add(piece.fromPort());
                wanted.merge(new Said(piece, rule.source()), 1, Integer::sum);
            }
        }
        return open.stream().map(this::close).toList();
    }

    private PlannedRule close(AccessRule rule) {
        List<Traffic> pieces = pieces(rule);
        if (rule.traffic().equals(Traffic.ALL)) {
            return new PlannedRule(rule, Fate.REPLACED, null, pieces);
        }
        Optional<Traffic> own = pieces.stream()
                .filter(piece -> nobodyElseSays(new Said(piece, rule.source())))
                .findFirst();
        if (own.isEmpty()) {
            return new PlannedRule(rule, Fate.PARKED, parkingPlace(), pieces);
        }
        List<Traffic> others =
                pieces.stream().filter(piece -> !piece.equals(own.get())).toList();
        return new PlannedRule(rule, Fate.NARROWED, own.get(), others);
    }

    private List<Traffic> pieces(AccessRule rule) {
        return rule.traffic().without(clientPorts, rule.source().kind());
    }

    private boolean nobodyElseSays(Said piece) {
        return !said.contains(piece) && Integer.valueOf(1).equals(wanted.get(piece));
    }

    private Traffic parkingPlace() {
        int port = FIRST_PARKING_PORT;
        while (!taken.add(port)) {
            port--;
        }
        return Traffic.tcp(port, port);
    }

    /** Returns what to say where the temporary rules may be more than EC2 lets the group have. */
    List<String> crowded(List<PlannedRule> planned) {
        Set<Said> temporary = new LinkedHashSet<>();
        planned.forEach(rule -> rule.beside()
                .forEach(piece -> temporary.add(new Said(piece, rule.original().source()))));
        temporary.removeAll(said);
        List<String> warnings = new ArrayList<>();
        for (Version version : Version.values()) {
            long now = count(rules.stream().map(AccessRule::source), version);
            long more = count(temporary.stream().map(Said::source), version);
            if (more > 0 && now + more > USUAL_QUOTA) {
                // not refused: the quota may have been raised, and this may be the night of the disaster
                warnings.add(
                        rules.get(0).group() + " has " + now + " rules for " + version + ", and closing needs " + more
                                + " temporary ones beside them: more than the " + USUAL_QUOTA
                                + " that EC2 allows unless the quota was raised. Where it was not, the restore ends there, with"
                                + " nothing changed");
            }
        }
        return warnings;
    }

    private static long count(Stream<Source> sources, Version version) {
        return sources.filter(source -> source.kind().versions().contains(version))
                .count();
    }

    private record Said(Traffic traffic, Source source) {}
}
