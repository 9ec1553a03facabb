package io.zooark.local.cloud;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.ClientAccessException;
import io.zooark.restore.AccessRule;
import io.zooark.restore.Network;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The local cloud's EC2 without a wire between, so that thousands of histories fit into a test. It can be slow to show what
 * was changed, and the caller can die before or after any of its changes.
 */
final class DirectNetwork implements Network {
    private final Ec2 ec2;
    private final Runnable afterEachChange;
    private final Map<String, Stale> stale = new HashMap<>();
    private Fault fault = Fault.NONE;
    private int slow;
    private int changes;

    /** @param afterEachChange called when EC2 has made a change, before the caller learns of it */
    DirectNetwork(Ec2 ec2, Runnable afterEachChange) {
        this.ec2 = ec2;
        this.afterEachChange = afterEachChange;
    }

    /**
     * Begins the next run of a function: what was changed before has shown by now.
     *
     * @param slow how many looks at a group after each change show what was before it
     */
    void begin(Fault next, int slow) {
        this.fault = next;
        this.slow = slow;
        changes = 0;
        stale.clear();
    }

    @Override
    public List<Instance> instances(Ensemble.Tag tag) {
        return ec2.instances().stream()
                .map(found -> new Instance(
                        found.id(),
                        ec2.interfacesOf(found.id()).get(0).addresses().get(0),
                        each(found.id(), card -> List.of(card.id())),
                        each(found.id(), NetworkInterface::groups),
                        true))
                .toList();
    }

    private Set<String> each(String instance, Function<NetworkInterface, List<String>> values) {
        return ec2.interfacesOf(instance).stream()
                .flatMap(card -> values.apply(card).stream())
                .collect(Collectors.toSet());
    }

    @Override
    public List<AccessRule> ingressRules(String group) {
        Stale before = stale.get(group);
        if (before != null && before.looks > 0) {
            stale.put(group, new Stale(before.rules, before.looks - 1));
            return before.rules;
        }
        return now(group);
    }

    private List<AccessRule> now(String group) {
        return ec2.ingress(group).stream().map(DirectNetwork::rule).toList();
    }

    private static AccessRule rule(SecurityGroupRule rule) {
        Permission says = rule.permission();
        return new AccessRule(
                rule.id(),
                rule.groupId(),
                new io.zooark.restore.Traffic(
                        says.traffic().protocol(),
                        says.traffic().fromPort(),
                        says.traffic().toPort()),
                source(says.source()),
                says.description(),
                rule.tags());
    }

    private static AccessRule.Source source(RuleSource source) {
        if (source instanceof RuleSource.CidrIpv4 v4) {
            return new AccessRule.Source(AccessRule.Kind.IPV4, v4.block());
        }
        if (source instanceof RuleSource.CidrIpv6 v6) {
            return new AccessRule.Source(AccessRule.Kind.IPV6, v6.block());
        }
        return source instanceof RuleSource.PrefixList list
                ? new AccessRule.Source(AccessRule.Kind.PREFIX_LIST, list.id())
                : new AccessRule.Source(AccessRule.Kind.GROUP, ((RuleSource.Group) source).id());
    }

    private static Permission permission(AccessRule rule) {
        String value = rule.source().value();
        RuleSource source = switch (rule.source().kind()) {
            case IPV4, IPV6 -> RuleSource.cidr(value);
            case PREFIX_LIST -> new RuleSource.PrefixList(value);
            case GROUP -> new RuleSource.Group(value);
        };
        Traffic traffic = new Traffic(
                rule.traffic().protocol(),
                rule.traffic().fromPort(),
                rule.traffic().toPort());
        return new Permission(traffic, source, rule.description());
    }

    @Override
    public Set<String> interfacesOf(String group) {
        return ec2.interfaces().stream()
                .filter(card -> card.groups().contains(group))
                .map(NetworkInterface::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Override
    public void modify(String group, List<AccessRule> rules) {
        Map<String, Permission> permissions = new LinkedHashMap<>();
        rules.forEach(rule -> permissions.put(rule.id(), permission(rule)));
        change(group, "none", () -> ec2.modify(group, permissions));
    }

    @Override
    public boolean authorize(String group, List<AccessRule> rules) {
        return change(
                group,
                "InvalidPermission.Duplicate",
                () -> ec2.authorize(
                        group,
                        rules.stream().map(DirectNetwork::permission).toList(),
                        rules.get(0).tags()));
    }

    @Override
    public boolean revoke(String group, List<String> ids) {
        return change(
                group, "InvalidSecurityGroupRuleId.NotFound", () -> ec2.groups().revoke(group, ids));
    }

    private boolean change(String group, String doneAlready, Runnable change) {
        changes++;
        if (changes == fault.call() && !fault.after()) {
            throw new Died();
        }
        List<AccessRule> before = now(group);
        try {
            change.run();
        } catch (AwsError e) {
            if (e.code().equals(doneAlready)) {
                return false;
            }
            throw new ClientAccessException(e.code(), "a test's", e);
        }
        stale.put(group, new Stale(before, slow));
        afterEachChange.run();
        if (changes == fault.call()) {
            throw new Died();
        }
        return true;
    }

    /**
     * When the function dies.
     *
     * @param call at which of its changes, the first is 1
     * @param after whether EC2 has made the change by then
     */
    record Fault(int call, boolean after) {
        static final Fault NONE = new Fault(0, false);
    }

    /** The end of a function that was killed. */
    static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private record Stale(List<AccessRule> rules, int looks) {}
}
