package io.zooark.local.cloud;

import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Requests and parts of them, made short. */
final class Ec2Requests {
    private Ec2Requests() {}

    static AuthorizeSecurityGroupIngressRequest authorize(String group, IpPermission permission) {
        return AuthorizeSecurityGroupIngressRequest.builder()
                .groupId(group)
                .ipPermissions(permission)
                .build();
    }

    static IpPermission tcp(int from, int to, String block, String description) {
        return IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(from)
                .toPort(to)
                .ipRanges(block(block, description))
                .build();
    }

    static IpRange block(String block, String description) {
        return IpRange.builder()
                .cidrIp(block)
                .description(description.isEmpty() ? null : description)
                .build();
    }

    static TagSpecification tagged(ResourceType type, Tag tag) {
        return TagSpecification.builder().resourceType(type).tags(tag).build();
    }

    static SecurityGroupRuleUpdate update(String id, SecurityGroupRuleRequest rule) {
        return SecurityGroupRuleUpdate.builder()
                .securityGroupRuleId(id)
                .securityGroupRule(rule)
                .build();
    }

    static SecurityGroupRuleRequest tcpRule(int port, String block, String description) {
        return SecurityGroupRuleRequest.builder()
                .ipProtocol("tcp")
                .fromPort(port)
                .toPort(port)
                .cidrIpv4(block)
                .description(description)
                .build();
    }

    static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /** Makes a group in a cloud that makes instances by itself. */
    static String group(Ec2Client client) {
        return client.createSecurityGroup(request ->
                        request.groupName(UUID.randomUUID().toString()).description("of a test"))
                .groupId();
    }

    /** Starts an instance in such a cloud. */
    static String instance(Ec2Client client, String ensemble, List<String> groups) {
        return client.runInstances(request -> request.imageId("ami-12345678")
                        .instanceType(InstanceType.T3_MICRO)
                        .minCount(1)
                        .maxCount(1)
                        .securityGroupIds(groups)
                        .tagSpecifications(tagged(ResourceType.INSTANCE, tag("zooark:ensemble", ensemble))))
                .instances()
                .get(0)
                .instanceId();
    }
}
