package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.ClientAccessException;
import io.zooark.restore.AccessRule;
import io.zooark.restore.Network;
import io.zooark.restore.Traffic;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.ReferencedSecurityGroup;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Instances and security groups as EC2 has them. */
public final class Ec2Network implements Network {
    private final Ec2Client ec2;

    public Ec2Network(Ec2Client ec2) {
        this.ec2 = requireNonNull(ec2, "ec2 is null");
    }

    @Override
    public List<Instance> instances(Ensemble.Tag tag) {
        return call(
                "describe the instances with tag " + tag.key() + "=" + tag.value(),
                () -> ec2
                        .describeInstancesPaginator(request -> request.filters(
                                filter("tag:" + tag.key(), tag.value()),
                                filter("instance-state-name", "pending", "running", "stopping", "stopped")))
                        .reservations()
                        .stream()
                        .map(Reservation::instances)
                        .flatMap(List::stream)
                        .map(Ec2Network::instance)
                        .toList());
    }

    private static Instance instance(software.amazon.awssdk.services.ec2.model.Instance instance) {
        return new Instance(
                instance.instanceId(),
                instance.privateIpAddress(),
                instance.networkInterfaces().stream()
                        .map(card -> card.networkInterfaceId())
                        .collect(Collectors.toSet()),
                instance.networkInterfaces().stream()
                        .flatMap(card -> card.groups().stream())
                        .map(GroupIdentifier::groupId)
                        .collect(Collectors.toSet()),
                instance.state().nameAsString().equals("running"));
    }

    @Override
    public List<AccessRule> ingressRules(String group) {
        return call(
                "describe the rules of " + group,
                () -> ec2
                        .describeSecurityGroupRulesPaginator(request -> request.filters(filter("group-id", group)))
                        .securityGroupRules()
                        .stream()
                        .filter(rule -> !Boolean.TRUE.equals(rule.isEgress()))
                        .map(Ec2Network::rule)
                        .toList());
    }

    private static AccessRule rule(SecurityGroupRule rule) {
        return new AccessRule(
                rule.securityGroupRuleId(),
                rule.groupId(),
                new Traffic(
                        rule.ipProtocol(),
                        rule.fromPort() == null ? -1 : rule.fromPort(),
                        rule.toPort() == null ? -1 : rule.toPort()),
                source(rule),
                rule.description() == null ? "" : rule.description(),
                rule.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)));
    }

    private static AccessRule.Source source(SecurityGroupRule rule) {
        if (rule.cidrIpv4() != null) {
            return new AccessRule.Source(AccessRule.Kind.IPV4, rule.cidrIpv4());
        }
        if (rule.cidrIpv6() != null) {
            return new AccessRule.Source(AccessRule.Kind.IPV6, rule.cidrIpv6());
        }
        if (rule.prefixListId() != null) {
            return new AccessRule.Source(AccessRule.Kind.PREFIX_LIST, rule.prefixListId());
        }
        ReferencedSecurityGroup group = rule.referencedGroupInfo();
        boolean foreign = group.userId() != null && !group.userId().equals(rule.groupOwnerId());
        return new AccessRule.Source(
                AccessRule.Kind.GROUP, foreign ? group.userId() + "/" + group.groupId() : group.groupId());
    }

    @Override
    public Set<String> interfacesOf(String group) {
        return call(
                "describe the network interfaces of " + group,
                () -> ec2
                        .describeNetworkInterfacesPaginator(request -> request.filters(filter("group-id", group)))
                        .networkInterfaces()
                        .stream()
                        .map(NetworkInterface::networkInterfaceId)
                        .collect(Collectors.toSet()));
    }

    @Override
    public void modify(String group, List<AccessRule> rules) {
        call(
                "modify rules of " + group,
                () -> ec2.modifySecurityGroupRules(request -> request.groupId(group)
                        .securityGroupRules(rules.stream()
                                .map(rule -> SecurityGroupRuleUpdate.builder()
                                        .securityGroupRuleId(rule.id())
                                        .securityGroupRule(whole(rule))
                                        .build())
                                .toList())));
    }

    /** EC2 takes a field that is not sent for one to be emptied: every field is sent, the description too. */
    private static SecurityGroupRuleRequest whole(AccessRule rule) {
        SecurityGroupRuleRequest.Builder request = SecurityGroupRuleRequest.builder()
                .ipProtocol(rule.traffic().protocol())
                .fromPort(rule.traffic().fromPort())
                .toPort(rule.traffic().toPort())
                .description(description(rule));
        String value = rule.source().value();
        switch (rule.source().kind()) {
            case IPV4 -> request.cidrIpv4(value);
            case IPV6 -> request.cidrIpv6(value);
            case PREFIX_LIST -> request.prefixListId(value);
            case GROUP -> request.referencedGroupId(value.substring(value.indexOf('/') + 1));
        }
        return request.build();
    }

    @Override
    public boolean authorize(String group, List<AccessRule> rules) {
        // AWS's own tags, of a stack say, are not for others to set
        List<Tag> tags = rules.get(0).tags().entrySet().stream()
                .filter(tag -> !tag.getKey().startsWith("aws:"))
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        AuthorizeSecurityGroupIngressRequest.Builder request = AuthorizeSecurityGroupIngressRequest.builder()
                .groupId(group)
                .ipPermissions(rules.stream().map(Ec2Network::permission).toList());
        if (!tags.isEmpty()) {
            request.tagSpecifications(TagSpecification.builder()
                    .resourceType(ResourceType.SECURITY_GROUP_RULE)
                    .tags(tags)
                    .build());
        }
        return call(
                "add rules to " + group + ", " + rules,
                () -> unless(
                        Set.of("InvalidPermission.Duplicate"),
                        () -> ec2.authorizeSecurityGroupIngress(request.build())));
    }

    @Override
    public boolean revoke(String group, List<String> ids) {
        return call(
                "remove rules " + ids + " of " + group,
                () -> unless(
                        Set.of("InvalidSecurityGroupRuleId.NotFound", "InvalidPermission.NotFound"),
                        () -> ec2.revokeSecurityGroupIngress(
                                request -> request.groupId(group).securityGroupRuleIds(ids))));
    }

    /** Returns whether the call was carried out, and false where EC2 answers that it had been already. */
    private static boolean unless(Set<String> doneAlready, Runnable call) {
        try {
            call.run();
            return true;
        } catch (Ec2Exception e) {
            if (doneAlready.contains(code(e))) {
                return false;
            }
            throw e;
        }
    }

    private static IpPermission permission(AccessRule rule) {
        Traffic traffic = rule.traffic();
        IpPermission.Builder permission = IpPermission.builder().ipProtocol(traffic.protocol());
        if (traffic.hasPorts()) {
            permission.fromPort(traffic.fromPort()).toPort(traffic.toPort());
        }
        String value = rule.source().value();
        String description = description(rule);
        switch (rule.source().kind()) {
            case IPV4 ->
                permission.ipRanges(
                        IpRange.builder().cidrIp(value).description(description).build());
            case IPV6 ->
                permission.ipv6Ranges(Ipv6Range.builder()
                        .cidrIpv6(value)
                        .description(description)
                        .build());
            case PREFIX_LIST ->
                permission.prefixListIds(PrefixListId.builder()
                        .prefixListId(value)
                        .description(description)
                        .build());
            case GROUP -> permission.userIdGroupPairs(pair(value, description));
        }
        return permission.build();
    }

    private static UserIdGroupPair pair(String group, @Nullable String description) {
        int slash = group.indexOf('/');
        return UserIdGroupPair.builder()
                .userId(slash < 0 ? null : group.substring(0, slash))
                .groupId(group.substring(slash + 1))
                .description(description)
                .build();
    }

    private static @Nullable String description(AccessRule rule) {
        return rule.description().isEmpty() ? null : rule.description();
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    private static <T> T call(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            if (e instanceof Ec2Exception refused && code(refused).equals("RulesPerSecurityGroupLimitExceeded")) {
                throw new ClientAccessException(
                        "EC2 lets the group have no more rules, and refused to " + what + ": " + e.getMessage(),
                        "have the quota \"Inbound or outbound rules per security group\" raised, or merge rules of the group;"
                                + " what lets clients in was not changed by this step",
                        e);
            }
            throw new ClientAccessException(
                    "EC2 refused to " + what + ": " + e.getMessage(),
                    "look at the function's role, and at the groups in the console; running the same step again is safe",
                    e);
        }
    }

    private static String code(Ec2Exception refused) {
        return refused.awsErrorDetails() == null
                ? ""
                : String.valueOf(refused.awsErrorDetails().errorCode());
    }
}
