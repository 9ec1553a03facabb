package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.RequestRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the rules that let clients in, and decides where each is parked.
 *
 * <p>Changing a rule stops new connections only: EC2 goes on tracking an established one for days, and ZooKeeper's
 * clients are never idle. Established ones are cut on the hosts.
 */
final class AccessPlan {
    /** Above the ports that Linux gives to clients, where nobody listens; counted down, one for each rule of a group. */
    private static final int FIRST_PARKING_PORT = 65_535;

    private final Ensemble ensemble;
    private final Network network;

    AccessPlan(Ensemble ensemble, Network network) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.network = requireNonNull(network, "network is null");
    }

    /**
     * Returns the rules to park, as they are now.
     *
     * @throws RequestRefusedException if a rule cannot be parked without touching other traffic, or a group guards
     *     other machines too; nothing was changed
     */
    List<ParkedRule> of(List<Network.Instance> instances) {
        Set<String> ours =
                instances.stream().flatMap(i -> i.interfaces().stream()).collect(Collectors.toSet());
        Set<String> groups =
                instances.stream().flatMap(i -> i.groups().stream()).collect(Collectors.toCollection(TreeSet::new));
        List<ParkedRule> parked = new ArrayList<>();
        for (String group : groups) {
            List<AccessRule> rules = network.ingressRules(group);
            List<AccessRule> open = rules.stream()
                    .filter(rule -> rule.covers(ensemble.clientPorts()) && !exempt(rule, ours))
                    .toList();
            if (!open.isEmpty()) {
                refuseForeign(group, ours);
                parked.addAll(park(rules, open));
            }
        }
        return parked;
    }

    private List<ParkedRule> park(List<AccessRule> all, List<AccessRule> open) {
        Set<Integer> taken = all.stream().map(AccessRule::fromPort).collect(Collectors.toSet());
        List<ParkedRule> parked = new ArrayList<>();
        int port = FIRST_PARKING_PORT;
        for (AccessRule rule : open) {
            if (!rule.within(ensemble.clientPorts())) {
                throw new RequestRefusedException(
                        "rule " + rule + " lets clients in together with other traffic",
                        "split it by hand into one rule for the client ports " + ensemble.clientPortList()
                                + " and others for the rest, then start again; nothing was changed");
            }
            while (taken.contains(port)) {
                port--;
            }
            parked.add(new ParkedRule(rule, rule.movedTo(port, port)));
            port--;
        }
        return parked;
    }

    /** The functions must get in, and the servers must reach each other: brokers beside them are cut on the host. */
    private boolean exempt(AccessRule rule, Set<String> ours) {
        if (rule.source().kind() != AccessRule.Kind.GROUP) {
            return false;
        }
        String source = rule.source().value();
        return source.equals(ensemble.functions().securityGroup()) || onlyOurs(network.interfacesOf(source), ours);
    }

    private static boolean onlyOurs(Set<String> members, Set<String> ours) {
        return !members.isEmpty() && ours.containsAll(members);
    }

    private void refuseForeign(String group, Set<String> ours) {
        Set<String> foreign = new TreeSet<>(network.interfacesOf(group));
        foreign.removeAll(ours);
        if (!foreign.isEmpty()) {
            throw new RequestRefusedException(
                    "security group " + group + " also guards " + String.join(", ", foreign)
                            + ", which do not belong to '" + ensemble.name()
                            + "': closing it would shut their ports too",
                    "give the servers of '" + ensemble.name()
                            + "' a group of their own, then start again; nothing was changed");
        }
    }
}
