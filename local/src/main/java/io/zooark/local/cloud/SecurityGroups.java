package io.zooark.local.cloud;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** The security groups of the local cloud and their rules; each change happens wholly or not at all. */
final class SecurityGroups {
    /** EC2's default quota, for each direction and each version of IP; a group or a list counts for both. */
    private static final int MOST_RULES = 60;

    private final Map<String, SecurityGroup> groups = new LinkedHashMap<>();
    private final Map<String, SecurityGroupRule> rules = new LinkedHashMap<>();
    private final Random ids = new Random();

    /** Adds a group, with the rule that EC2 gives each new one: all traffic may leave. */
    synchronized void add(SecurityGroup group) {
        if (groups.putIfAbsent(group.id(), group) != null) {
            throw AwsError.refused("InvalidGroup.Duplicate", "The security group '" + group.id() + "' already exists");
        }
        Permission everywhere = new Permission(Traffic.all(), new RuleSource.CidrIpv4("0.0.0.0/0"), "");
        put(new SecurityGroupRule(newId(), group.id(), true, everywhere, Map.of()));
    }

    synchronized List<SecurityGroup> all() {
        return List.copyOf(groups.values());
    }

    synchronized List<SecurityGroupRule> rules() {
        return List.copyOf(rules.values());
    }

    synchronized SecurityGroup get(String id) {
        SecurityGroup group = groups.get(id);
        if (group == null) {
            throw AwsError.refused("InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
        }
        return group;
    }

    /** Returns the rules about incoming traffic of a group. */
    synchronized List<SecurityGroupRule> ingress(String groupId) {
        get(groupId);
        return rules.values().stream()
                .filter(rule -> rule.groupId().equals(groupId) && !rule.egress())
                .toList();
    }

    /** Adds ingress rules with new ids. */
    synchronized List<SecurityGroupRule> authorize(
            String groupId, List<Permission> permissions, Map<String, String> tags) {
        List<SecurityGroupRule> added = permissions.stream()
                .map(permission -> new SecurityGroupRule(newId(), groupId, false, permission, tags))
                .toList();
        List<SecurityGroupRule> all = new ArrayList<>(ingress(groupId));
        all.addAll(added);
        refuseDangling(permissions);
        refuseDuplicates(all);
        if (crowded(all, RuleSource.CidrIpv6.class) || crowded(all, RuleSource.CidrIpv4.class)) {
            throw AwsError.refused(
                    "RulesPerSecurityGroupLimitExceeded",
                    "The maximum number of rules per security group has been reached.");
        }
        added.forEach(this::put);
        return added;
    }

    private static boolean crowded(List<SecurityGroupRule> rules, Class<? extends RuleSource> otherVersion) {
        return rules.stream()
                        .filter(rule ->
                                !otherVersion.isInstance(rule.permission().source()))
                        .count()
                > MOST_RULES;
    }

    /** Replaces what existing rules say; their ids, tags and kinds of source stay. */
    synchronized void modify(String groupId, Map<String, Permission> changes) {
        Map<String, SecurityGroupRule> after = new LinkedHashMap<>();
        for (SecurityGroupRule rule : rules.values()) {
            if (rule.groupId().equals(groupId)) {
                after.put(rule.id(), rule);
            }
        }
        get(groupId);
        changes.forEach((id, changed) -> {
            SecurityGroupRule rule = after.get(id);
            if (rule == null) {
                throw noSuchRule(id);
            }
            refuseOtherKind(rule.permission().source(), changed.source());
            after.put(id, rule.with(changed));
        });
        refuseDangling(changes.values());
        refuseDuplicates(after.values().stream().filter(rule -> !rule.egress()).toList());
        refuseDuplicates(
                after.values().stream().filter(SecurityGroupRule::egress).toList());
        rules.putAll(after);
    }

    /** Removes ingress rules by their ids. */
    synchronized List<SecurityGroupRule> revoke(String groupId, List<String> ruleIds) {
        return remove(ruleIds.stream()
                .map(id -> find(groupId, rule -> rule.id().equals(id), noSuchRule(id)))
                .toList());
    }

    /** Removes ingress rules by what they let through; descriptions do not matter. */
    synchronized List<SecurityGroupRule> revokeSame(String groupId, List<Permission> permissions) {
        return remove(permissions.stream()
                .map(permission -> find(
                        groupId,
                        rule -> rule.permission().sameAs(permission),
                        AwsError.refused(
                                "InvalidPermission.NotFound",
                                "The specified rule does not exist in this security group.")))
                .toList());
    }

    private List<SecurityGroupRule> remove(List<SecurityGroupRule> found) {
        found.forEach(rule -> rules.remove(rule.id()));
        return found;
    }

    private SecurityGroupRule find(String groupId, Predicate<SecurityGroupRule> wanted, AwsError otherwise) {
        return ingress(groupId).stream().filter(wanted).findFirst().orElseThrow(() -> otherwise);
    }

    private void put(SecurityGroupRule rule) {
        rules.put(rule.id(), rule);
    }

    private String newId() {
        return "sgr-0%016x".formatted(ids.nextLong());
    }

    private void refuseDangling(Iterable<Permission> permissions) {
        for (Permission permission : permissions) {
            if (permission.source() instanceof RuleSource.Group group) {
                get(group.id());
            }
        }
    }

    private static void refuseDuplicates(List<SecurityGroupRule> rules) {
        Set<Object> seen = new HashSet<>();
        for (SecurityGroupRule rule : rules) {
            Permission permission = rule.permission();
            if (!seen.add(List.of(permission.traffic(), permission.source()))) {
                throw AwsError.refused(
                        "InvalidPermission.Duplicate", "the specified rule \"" + permission + "\" already exists");
            }
        }
    }

    private static void refuseOtherKind(RuleSource existing, RuleSource changed) {
        if (!existing.kind().equals(changed.kind())) {
            throw AwsError.refused(
                    "InvalidParameterValue",
                    "You may not specify a %s for an existing %s rule.".formatted(changed.kind(), existing.kind()));
        }
    }

    private static AwsError noSuchRule(String id) {
        return AwsError.refused(
                "InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '" + id + "' does not exist");
    }
}
