package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.RequestRefusedException;
import io.zooark.restore.PlannedRule.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the rules that let clients in, and decides what becomes of each.
 *
 * <p>Changing a rule stops new connections only: EC2 goes on tracking an established one for days, and ZooKeeper's
 * clients are never idle. Established ones are cut on the hosts.
 */
public final class AccessPlan {
    private final Ensemble ensemble;
    private final Network network;
    private final boolean sharedGroups;

    /** @param sharedGroups whether groups may be closed that other interfaces have too */
    public AccessPlan(Ensemble ensemble, Network network, boolean sharedGroups) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.network = requireNonNull(network, "network is null");
        this.sharedGroups = sharedGroups;
    }

    /**
     * Returns what becomes of each rule of the instances' groups, as they are now.
     *
     * @throws RequestRefusedException if a group that would be closed guards other machines too, or there is more to
     *     change than a plan can carry; nothing was changed
     */
    public Decision decide(List<Network.Instance> instances) {
        Set<String> ours = interfaces(instances);
        List<PlannedRule> planned = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (String group : groups(instances)) {
            List<AccessRule> rules = network.ingressRules(group);
            List<AccessRule> open = new ArrayList<>();
            for (AccessRule rule : rules) {
                leftAlone(rule, ours)
                        .ifPresentOrElse(why -> planned.add(PlannedRule.left(rule, why)), () -> open.add(rule));
            }
            if (!open.isEmpty()) {
                warnings.addAll(guardForeign(group, ours));
                GroupPlan plan = new GroupPlan(
                        rules, ensemble.clientPorts(), ensemble.admin().port());
                List<PlannedRule> closed = plan.close(open);
                warnings.addAll(plan.crowded(closed));
                planned.addAll(closed);
            }
        }
        return new Decision(planned, warnings).fitting();
    }

    /** Returns the rules that let somebody reach a client port who is neither a server nor one of the functions. */
    List<AccessRule> open(List<Network.Instance> instances) {
        Set<String> ours = interfaces(instances);
        return groups(instances).stream()
                .flatMap(group -> network.ingressRules(group).stream())
                .filter(rule -> leftAlone(rule, ours).isEmpty())
                .toList();
    }

    /** The functions must get in, and the servers must reach each other: brokers beside them are cut on the host. */
    private Optional<Fate> leftAlone(AccessRule rule, Set<String> ours) {
        if (!rule.traffic().reaches(ensemble.clientPorts())) {
            return Optional.of(Fate.UNCONCERNED);
        }
        if (rule.source().kind() != AccessRule.Kind.GROUP) {
            return Optional.empty();
        }
        String source = rule.source().value();
        if (source.equals(ensemble.functions().securityGroup())) {
            return Optional.of(Fate.LEFT_TO_FUNCTIONS);
        }
        Set<String> members = network.interfacesOf(source);
        // an empty group is not exempt: whoever is put into it meanwhile would get in
        return !members.isEmpty() && ours.containsAll(members) ? Optional.of(Fate.LEFT_TO_SERVERS) : Optional.empty();
    }

    private List<String> guardForeign(String group, Set<String> ours) {
        Set<String> foreign = new TreeSet<>(network.interfacesOf(group));
        foreign.removeAll(ours);
        if (foreign.isEmpty()) {
            return List.of();
        }
        String guards = "security group " + group + " also guards " + String.join(", ", foreign)
                + ", which do not belong to '" + ensemble.name() + "': closing it ";
        if (!sharedGroups) {
            throw new RequestRefusedException(
                    guards + "would shut their ports " + ensemble.clientPortList() + " too",
                    "give the servers of '" + ensemble.name() + "' a group of their own, or say that it may be:"
                            + " \"sharedGroups\": true; nothing was changed");
        }
        return List.of(guards + "shuts their ports " + ensemble.clientPortList() + " too, as was asked for");
    }

    private static Set<String> interfaces(List<Network.Instance> instances) {
        return instances.stream().flatMap(i -> i.interfaces().stream()).collect(Collectors.toSet());
    }

    private static Set<String> groups(List<Network.Instance> instances) {
        return instances.stream().flatMap(i -> i.groups().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * What becomes of each rule.
     *
     * @param rules those that are left alone, too
     * @param warnings what a person should know before going on
     */
    public record Decision(List<PlannedRule> rules, List<String> warnings) {
        /** Step Functions hands on 256 KiB at the most, and the rules are not all that a plan has in it. */
        private static final int MOST_RULES = 100;

        private static final int MOST_CHARACTERS = 64_000;

        public Decision {
            rules = List.copyOf(rules);
            warnings = List.copyOf(warnings);
        }

        private Decision fitting() {
            if (fits(rules)) {
                return this;
            }
            List<PlannedRule> concerned = rules.stream()
                    .filter(rule -> rule.fate() != Fate.UNCONCERNED)
                    .toList();
            if (!fits(concerned)) {
                throw new RequestRefusedException(
                        concerned.size()
                                + " rules let clients, servers or functions in: with their descriptions and tags"
                                + " more than a plan can carry, which is " + MOST_RULES + " rules and "
                                + MOST_CHARACTERS + " characters",
                        "merge them, with a prefix list perhaps, or take tags off them; nothing was changed");
            }
            List<String> more = new ArrayList<>(warnings);
            more.add((rules.size() - concerned.size())
                    + " rules that reach no client port are left alone, and are not listed for want of room");
            return new Decision(concerned, more);
        }

        private static boolean fits(List<PlannedRule> rules) {
            return rules.size() <= MOST_RULES
                    && rules.stream()
                                    .mapToInt(rule -> characters(rule.original()))
                                    .sum()
                            <= MOST_CHARACTERS;
        }

        private static int characters(AccessRule rule) {
            return rule.description().length()
                    + rule.tags().entrySet().stream()
                            .mapToInt(tag ->
                                    tag.getKey().length() + tag.getValue().length())
                            .sum();
        }
    }
}
