package io.zooark.local.cloud;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** EC2's actions that describe what there is. */
final class Ec2Describe {
    private final Ec2 ec2;

    Ec2Describe(Ec2 ec2) {
        this.ec2 = ec2;
    }

    void instances(Query query, Xml answer) {
        List<String> ids = query.values("InstanceId");
        if (!ids.isEmpty() && query.get("MaxResults") != null) {
            throw AwsError.refused(
                    "InvalidParameterCombination",
                    "The parameter instancesSet cannot be used with the parameter maxResults");
        }
        List<Instance> named = named(
                ids,
                ec2.instances(),
                Instance::id,
                id -> AwsError.refused("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist"));
        Filters<Instance> filters = new Filters<>(
                Map.of(
                        "instance-id", instance -> List.of(instance.id()),
                        "instance-state-name", instance -> List.of(instance.state()),
                        "private-ip-address", instance -> addresses(ec2.interfacesOf(instance.id()))),
                Instance::tags);
        Page<Instance> page = Page.of(query, filters.apply(query, named));
        answer.list(
                "reservationSet",
                page.items(),
                (item, instance) -> item.element(
                                "reservationId", "r-" + instance.id().substring(2))
                        .element("ownerId", owner(ec2.interfacesOf(instance.id())))
                        .list("instancesSet", List.of(instance), this::instance));
        answer.element("nextToken", page.next());
    }

    void interfaces(Query query, Xml answer) {
        List<NetworkInterface> named = named(
                query.values("NetworkInterfaceId"),
                ec2.interfaces(),
                NetworkInterface::id,
                id -> AwsError.refused(
                        "InvalidNetworkInterfaceID.NotFound", "The networkInterface ID '" + id + "' does not exist"));
        Filters<NetworkInterface> filters = new Filters<>(
                Map.of(
                        "network-interface-id", found -> List.of(found.id()),
                        "group-id", NetworkInterface::groups,
                        "attachment.instance-id",
                                found -> found.instance().stream().toList(),
                        "addresses.private-ip-address", NetworkInterface::addresses,
                        "private-ip-address", found -> List.of(found.addresses().get(0))),
                found -> Map.of());
        Page<NetworkInterface> page = Page.of(query, filters.apply(query, named));
        answer.list("networkInterfaceSet", page.items(), this::networkInterface).element("nextToken", page.next());
    }

    void groups(Query query, Xml answer) {
        List<SecurityGroup> named = named(
                query.values("GroupId"),
                ec2.groups().all(),
                SecurityGroup::id,
                id -> AwsError.refused("InvalidGroup.NotFound", "The security group '" + id + "' does not exist"));
        Filters<SecurityGroup> filters = new Filters<>(
                Map.of(
                        "group-id", group -> List.of(group.id()),
                        "group-name", group -> List.of(group.name()),
                        "vpc-id", group -> List.of(group.vpcId())),
                SecurityGroup::tags);
        Page<SecurityGroup> page = Page.of(query, filters.apply(query, named));
        answer.list("securityGroupInfo", page.items(), this::group).element("nextToken", page.next());
    }

    void rules(Query query, Xml answer) {
        List<SecurityGroupRule> named = named(
                query.values("SecurityGroupRuleId"),
                ec2.groups().rules(),
                SecurityGroupRule::id,
                id -> AwsError.refused(
                        "InvalidSecurityGroupRuleId.NotFound",
                        "The security group rule ID '" + id + "' does not exist"));
        Filters<SecurityGroupRule> filters = new Filters<>(
                Map.of(
                        "group-id", rule -> List.of(rule.groupId()),
                        "security-group-rule-id", rule -> List.of(rule.id())),
                SecurityGroupRule::tags);
        Page<SecurityGroupRule> page = Page.of(query, filters.apply(query, named));
        answer.list(
                        "securityGroupRuleSet",
                        page.items(),
                        (item, rule) -> rule(
                                item, rule, ec2.groups().get(rule.groupId()).ownerId()))
                .element("nextToken", page.next());
    }

    /** Adds one rule with all that EC2 says of it. */
    static void rule(Xml item, SecurityGroupRule rule, String owner) {
        item.element("securityGroupRuleId", rule.id())
                .element("groupId", rule.groupId())
                .element("groupOwnerId", owner)
                .element("isEgress", rule.egress());
        traffic(item, rule.permission().traffic());
        rule.permission().source().describe(item, owner);
        description(item, rule.permission());
        tags(item, rule.tags());
    }

    static void traffic(Xml item, Traffic traffic) {
        item.element("ipProtocol", traffic.protocol())
                .element("fromPort", traffic.fromPort())
                .element("toPort", traffic.toPort());
    }

    private void instance(Xml item, Instance instance) {
        List<NetworkInterface> interfaces = ec2.interfacesOf(instance.id());
        item.element("instanceId", instance.id())
                .within(
                        "instanceState",
                        state -> state.element("code", instance.stateCode()).element("name", instance.state()));
        if (!interfaces.isEmpty()) {
            item.element("privateIpAddress", interfaces.get(0).addresses().get(0))
                    .element("vpcId", vpc(interfaces))
                    .list("groupSet", groupsOf(interfaces.get(0)), Ec2Describe::groupName);
        }
        tags(item, instance.tags());
        item.list("networkInterfaceSet", interfaces, this::networkInterface);
    }

    private void networkInterface(Xml item, NetworkInterface found) {
        item.element("networkInterfaceId", found.id())
                .element("vpcId", vpc(List.of(found)))
                .element("ownerId", owner(List.of(found)))
                .element("status", found.instance().isPresent() ? "in-use" : "available")
                .element("interfaceType", "interface")
                .element("privateIpAddress", found.addresses().get(0))
                .list(
                        "privateIpAddressesSet",
                        found.addresses(),
                        (one, address) -> one.element("privateIpAddress", address)
                                .element(
                                        "primary",
                                        address.equals(found.addresses().get(0))))
                .list("groupSet", groupsOf(found), Ec2Describe::groupName);
        found.instance()
                .ifPresent(id -> item.within(
                        "attachment",
                        attachment -> attachment
                                .element(
                                        "attachmentId",
                                        "eni-attach-" + found.id().substring(4))
                                .element("instanceId", id)
                                .element("status", "attached")));
    }

    private void group(Xml item, SecurityGroup group) {
        item.element("groupId", group.id())
                .element("groupName", group.name())
                .element("groupDescription", group.name())
                .element("vpcId", group.vpcId())
                .element("ownerId", group.ownerId());
        Map<Boolean, List<SecurityGroupRule>> rules = ec2.groups().rules().stream()
                .filter(rule -> rule.groupId().equals(group.id()))
                .collect(Collectors.partitioningBy(SecurityGroupRule::egress));
        permissions(item, "ipPermissions", rules.getOrDefault(false, List.of()), group.ownerId());
        permissions(item, "ipPermissionsEgress", rules.getOrDefault(true, List.of()), group.ownerId());
        tags(item, group.tags());
    }

    private static void permissions(Xml item, String name, List<SecurityGroupRule> rules, String owner) {
        Map<Traffic, List<Permission>> byTraffic = rules.stream()
                .map(SecurityGroupRule::permission)
                .collect(Collectors.groupingBy(Permission::traffic, LinkedHashMap::new, Collectors.toList()));
        item.list(name, byTraffic.entrySet(), (permission, entry) -> {
            permission.element("ipProtocol", entry.getKey().protocol());
            if (!entry.getKey().equals(Traffic.all())) {
                permission
                        .element("fromPort", entry.getKey().fromPort())
                        .element("toPort", entry.getKey().toPort());
            }
            ranges(permission, entry.getValue(), owner);
        });
    }

    private static void ranges(Xml permission, List<Permission> of, String owner) {
        permission.list("ipRanges", having(of, RuleSource.CidrIpv4.class), (range, one) -> {
            range.element("cidrIp", ((RuleSource.CidrIpv4) one.source()).block());
            description(range, one);
        });
        permission.list("ipv6Ranges", having(of, RuleSource.CidrIpv6.class), (range, one) -> {
            range.element("cidrIpv6", ((RuleSource.CidrIpv6) one.source()).block());
            description(range, one);
        });
        permission.list("prefixListIds", having(of, RuleSource.PrefixList.class), (list, one) -> {
            list.element("prefixListId", ((RuleSource.PrefixList) one.source()).id());
            description(list, one);
        });
        permission.list("groups", having(of, RuleSource.Group.class), (group, one) -> {
            group.element("groupId", ((RuleSource.Group) one.source()).id()).element("userId", owner);
            description(group, one);
        });
    }

    private static List<Permission> having(List<Permission> permissions, Class<? extends RuleSource> kind) {
        return permissions.stream()
                .filter(permission -> kind.isInstance(permission.source()))
                .toList();
    }

    private static void description(Xml item, Permission permission) {
        item.element("description", permission.description().isEmpty() ? null : permission.description());
    }

    private static void tags(Xml item, Map<String, String> tags) {
        item.list(
                "tagSet",
                tags.entrySet(),
                (tag, entry) -> tag.element("key", entry.getKey()).element("value", entry.getValue()));
    }

    private static void groupName(Xml item, SecurityGroup group) {
        item.element("groupId", group.id()).element("groupName", group.name());
    }

    private List<SecurityGroup> groupsOf(NetworkInterface found) {
        return found.groups().stream().map(ec2.groups()::get).toList();
    }

    private String vpc(List<NetworkInterface> interfaces) {
        return firstGroup(interfaces, SecurityGroup::vpcId);
    }

    private String owner(List<NetworkInterface> interfaces) {
        return firstGroup(interfaces, SecurityGroup::ownerId);
    }

    private String firstGroup(List<NetworkInterface> interfaces, Function<SecurityGroup, String> field) {
        return interfaces.stream()
                .flatMap(found -> groupsOf(found).stream())
                .map(field)
                .findFirst()
                .orElse("");
    }

    private static Collection<String> addresses(List<NetworkInterface> interfaces) {
        return interfaces.stream().flatMap(found -> found.addresses().stream()).toList();
    }

    private static <T> List<T> named(
            List<String> ids, List<T> all, Function<T, String> id, Function<String, AwsError> notFound) {
        for (String wanted : ids) {
            if (all.stream().noneMatch(one -> id.apply(one).equals(wanted))) {
                throw notFound.apply(wanted);
            }
        }
        return all.stream()
                .filter(one -> ids.isEmpty() || ids.contains(id.apply(one)))
                .toList();
    }
}
