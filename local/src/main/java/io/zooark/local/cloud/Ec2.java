package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The EC2 of the local cloud, kept in memory: instances, their interfaces, and the security groups that decide who gets
 * in.
 */
public final class Ec2 {
    private final SecurityGroups groups = new SecurityGroups();
    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private final Map<String, NetworkInterface> interfaces = new LinkedHashMap<>();
    private final Map<String, List<Cidr>> prefixLists = new ConcurrentHashMap<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    /**
     * What one rule lets in.
     *
     * @param sources addresses and blocks of addresses, of either version
     */
    public record Opening(Traffic traffic, List<String> sources) {
        public Opening {
            requireNonNull(traffic, "traffic is null");
            sources = List.copyOf(sources);
        }
    }

    /** Adds an instance, or replaces it: to stop it, say. */
    public synchronized void put(Instance instance) {
        instances.put(instance.id(), instance);
    }

    /** Adds a network interface, or replaces it: to give it other groups, say. */
    public void put(NetworkInterface networkInterface) {
        networkInterface.groups().forEach(groups::get);
        networkInterface.addresses().forEach(Cidr::address);
        synchronized (this) {
            interfaces.put(networkInterface.id(), networkInterface);
        }
        changed();
    }

    /** Adds a security group that lets nothing in. */
    public void add(SecurityGroup group) {
        groups.add(requireNonNull(group, "group is null"));
    }

    /** Defines a managed prefix list, which rules name as their source. */
    public void definePrefixList(String id, List<String> blocks) {
        prefixLists.put(id, blocks.stream().map(Cidr::of).toList());
    }

    /** Adds ingress rules to a group, as {@code AuthorizeSecurityGroupIngress} does. */
    public List<SecurityGroupRule> authorize(String groupId, Permission... permissions) {
        return authorize(groupId, List.of(permissions), Map.of());
    }

    /** Removes an ingress rule from a group, as {@code RevokeSecurityGroupIngress} does. */
    public void revoke(SecurityGroupRule rule) {
        revoke(rule.groupId(), List.of(rule.id()));
    }

    /** Returns the ingress rules of a group, in the order of their making. */
    public List<SecurityGroupRule> ingress(String groupId) {
        return groups.ingress(groupId);
    }

    /**
     * Returns whether a new TCP connection may be opened. Established ones are none of the groups' business: as in AWS,
     * they live on whatever the rules become.
     *
     * @param instanceId the instance that is connected to
     * @param sourceAddress where the connection comes from, a literal address
     * @param sourceGroup a group that the source counts as a member of, besides those of the interface that has the
     *     address
     */
    public boolean admits(String instanceId, String sourceAddress, Optional<String> sourceGroup, int port) {
        InetAddress source = Cidr.address(sourceAddress);
        Set<String> memberOf = interfaces().stream()
                .filter(candidate ->
                        candidate.addresses().stream().map(Cidr::address).anyMatch(source::equals))
                .flatMap(candidate -> candidate.groups().stream())
                .collect(Collectors.toSet());
        sourceGroup.ifPresent(memberOf::add);
        return interfaces().stream()
                .filter(candidate -> candidate.of(instanceId))
                .flatMap(candidate -> candidate.groups().stream())
                .flatMap(group -> groups.ingress(group).stream())
                .map(SecurityGroupRule::permission)
                .anyMatch(rule -> rule.traffic().admits(port) && matches(rule.source(), source, memberOf));
    }

    /**
     * Returns what may be opened to an instance, as its groups have it now: for a real packet filter. Two rules may say the
     * same.
     */
    public List<Opening> openings(String instanceId) {
        return interfacesOf(instanceId).stream()
                .flatMap(candidate -> candidate.groups().stream())
                .flatMap(group -> groups.ingress(group).stream())
                .map(SecurityGroupRule::permission)
                .map(rule -> new Opening(rule.traffic(), sources(rule.source())))
                .toList();
    }

    /**
     * Has something done after each change of rules and interfaces, before the call that made the change is answered; what it
     * throws is that call's failure.
     */
    public void onChange(Runnable action) {
        watchers.add(requireNonNull(action, "action is null"));
    }

    synchronized List<Instance> instances() {
        return List.copyOf(instances.values());
    }

    synchronized List<NetworkInterface> interfaces() {
        return List.copyOf(interfaces.values());
    }

    /** Returns the interfaces of an instance, the primary one first. */
    List<NetworkInterface> interfacesOf(String instanceId) {
        return interfaces().stream()
                .filter(candidate -> candidate.of(instanceId))
                .toList();
    }

    SecurityGroups groups() {
        return groups;
    }

    List<SecurityGroupRule> authorize(String groupId, List<Permission> permissions, Map<String, String> tags) {
        permissions.forEach(permission -> refuseUnknownList(permission.source()));
        List<SecurityGroupRule> added = groups.authorize(groupId, permissions, tags);
        changed();
        return added;
    }

    List<SecurityGroupRule> revoke(String groupId, List<String> ruleIds) {
        List<SecurityGroupRule> revoked = groups.revoke(groupId, ruleIds);
        changed();
        return revoked;
    }

    /** Removes ingress rules by what they let through. */
    List<SecurityGroupRule> revokeSame(String groupId, List<Permission> permissions) {
        List<SecurityGroupRule> revoked = groups.revokeSame(groupId, permissions);
        changed();
        return revoked;
    }

    void modify(String groupId, Map<String, Permission> changes) {
        changes.values().forEach(permission -> refuseUnknownList(permission.source()));
        groups.modify(groupId, changes);
        changed();
    }

    /** Called without a lock: whoever watches asks for the rules, and may have a lock of its own. */
    private void changed() {
        watchers.forEach(Runnable::run);
    }

    private void refuseUnknownList(RuleSource source) {
        if (source instanceof RuleSource.PrefixList list && !prefixLists.containsKey(list.id())) {
            throw AwsError.refused(
                    "InvalidPrefixListId.NotFound", "The prefix list ID '" + list.id() + "' does not exist");
        }
    }

    private boolean matches(RuleSource rule, InetAddress source, Set<String> memberOf) {
        return rule instanceof RuleSource.Group group
                ? memberOf.contains(group.id())
                : blocks(rule).anyMatch(block -> block.contains(source));
    }

    private List<String> sources(RuleSource rule) {
        return rule instanceof RuleSource.Group group
                ? interfaces().stream()
                        .filter(candidate -> candidate.groups().contains(group.id()))
                        .flatMap(candidate -> candidate.addresses().stream())
                        .toList()
                : blocks(rule).map(Cidr::toString).toList();
    }

    private Stream<Cidr> blocks(RuleSource rule) {
        if (rule instanceof RuleSource.CidrIpv4 v4) {
            return Stream.of(Cidr.of(v4.block()));
        }
        if (rule instanceof RuleSource.CidrIpv6 v6) {
            return Stream.of(Cidr.of(v6.block()));
        }
        return rule instanceof RuleSource.PrefixList list
                ? prefixLists.getOrDefault(list.id(), List.of()).stream()
                : Stream.of();
    }
}
