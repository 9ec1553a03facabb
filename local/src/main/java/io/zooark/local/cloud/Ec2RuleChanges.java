package io.zooark.local.cloud;

import io.zooark.local.cloud.RuleSource.CidrIpv4;
import io.zooark.local.cloud.RuleSource.CidrIpv6;
import io.zooark.local.cloud.RuleSource.Group;
import io.zooark.local.cloud.RuleSource.PrefixList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** EC2's actions that change the rules of a security group. */
final class Ec2RuleChanges {
    private final Ec2 ec2;

    Ec2RuleChanges(Ec2 ec2) {
        this.ec2 = ec2;
    }

    /** Each rule is replaced as a whole: a field that is not sent is gone afterwards, the description too. */
    void modify(Query query, Xml answer) {
        Map<String, Permission> changes = new LinkedHashMap<>();
        for (Query update : query.members("SecurityGroupRule")) {
            String id = update.need("SecurityGroupRuleId");
            Query rule = update.within("SecurityGroupRule");
            Traffic traffic = Traffic.of(rule.need("IpProtocol"), rule.number("FromPort"), rule.number("ToPort"));
            Permission changed = new Permission(traffic, source(rule), rule.get("Description", ""));
            if (changes.put(id, changed) != null) {
                throw AwsError.refused("InvalidParameterValue", "The rule " + id + " is named twice in the request");
            }
        }
        if (changes.isEmpty()) {
            throw AwsError.refused("MissingParameter", "The request must contain the parameter SecurityGroupRules");
        }
        ec2.modify(query.need("GroupId"), changes);
        answer.element("return", true);
    }

    void authorize(Query query, Xml answer) {
        Map<String, String> tags = new HashMap<>();
        for (Query specification : query.members("TagSpecification")) {
            if (!specification.need("ResourceType").equals("security-group-rule")) {
                throw AwsError.refused(
                        "InvalidParameterValue", "the tags of a rule are of resource type security-group-rule");
            }
            specification.members("Tag").forEach(tag -> tags.put(tag.need("Key"), tag.get("Value", "")));
        }
        List<SecurityGroupRule> added = ec2.authorize(query.need("GroupId"), permissions(query), tags);
        SecurityGroup group = ec2.groups().get(query.need("GroupId"));
        answer.element("return", true)
                .list("securityGroupRuleSet", added, (item, rule) -> Ec2Describe.rule(item, rule, group.ownerId()));
    }

    void revoke(Query query, Xml answer) {
        List<String> ids = query.values("SecurityGroupRuleId");
        String groupId = query.need("GroupId");
        List<SecurityGroupRule> revoked =
                ids.isEmpty() ? ec2.revokeSame(groupId, permissions(query)) : ec2.revoke(groupId, ids);
        answer.element("return", true).list("revokedSecurityGroupRuleSet", revoked, (item, rule) -> {
            item.element("securityGroupRuleId", rule.id())
                    .element("groupId", rule.groupId())
                    .element("isEgress", rule.egress());
            Ec2Describe.traffic(item, rule.permission().traffic());
            if (rule.permission().source() instanceof Group group) {
                item.element("referencedGroupId", group.id());
            } else {
                rule.permission().source().describe(item, "");
            }
        });
    }

    private static RuleSource source(Query rule) {
        List<RuleSource> sources = new ArrayList<>();
        String v4 = rule.get("CidrIpv4");
        if (v4 != null) {
            sources.add(new CidrIpv4(canonical(v4)));
        }
        String v6 = rule.get("CidrIpv6");
        if (v6 != null) {
            sources.add(new CidrIpv6(canonical(v6)));
        }
        String list = rule.get("PrefixListId");
        if (list != null) {
            sources.add(new PrefixList(list));
        }
        String group = rule.get("ReferencedGroupId");
        if (group != null) {
            sources.add(new Group(group));
        }
        if (sources.size() != 1) {
            throw AwsError.refused(
                    sources.isEmpty() ? "MissingParameter" : "InvalidParameterCombination",
                    "a rule has one source, got " + sources);
        }
        return sources.get(0);
    }

    /** Unlike authorizing, modifying takes no block with host bits in it. */
    private static String canonical(String block) {
        String canonical = Cidr.of(block).toString();
        if (!block.equals(canonical)) {
            throw AwsError.refused(
                    "InvalidParameterValue", "CIDR block " + block + " has host bits set: it is " + canonical);
        }
        return canonical;
    }

    /** Reads the permissions of an authorizing or revoking request: one for each source that it names. */
    private static List<Permission> permissions(Query query) {
        List<Permission> permissions = new ArrayList<>();
        for (Query member : query.members("IpPermissions")) {
            Traffic traffic = Traffic.of(member.need("IpProtocol"), member.number("FromPort"), member.number("ToPort"));
            int before = permissions.size();
            sources(member)
                    .forEach((source, description) -> permissions.add(new Permission(traffic, source, description)));
            if (permissions.size() == before) {
                throw noSource();
            }
        }
        if (query.get("CidrIp") != null) {
            Traffic traffic = Traffic.of(query.need("IpProtocol"), query.number("FromPort"), query.number("ToPort"));
            permissions.add(new Permission(traffic, new CidrIpv4(query.need("CidrIp")), ""));
        }
        if (permissions.isEmpty()) {
            throw noSource();
        }
        return permissions;
    }

    private static Map<RuleSource, String> sources(Query permission) {
        Map<RuleSource, String> sources = new LinkedHashMap<>();
        permission.members("IpRanges").forEach(range -> put(sources, new CidrIpv4(range.need("CidrIp")), range));
        permission.members("Ipv6Ranges").forEach(range -> put(sources, new CidrIpv6(range.need("CidrIpv6")), range));
        permission
                .members("PrefixListIds")
                .forEach(list -> put(sources, new PrefixList(list.need("PrefixListId")), list));
        permission.members("Groups").forEach(group -> put(sources, new Group(group.need("GroupId")), group));
        return sources;
    }

    private static void put(Map<RuleSource, String> sources, RuleSource source, Query from) {
        if (sources.put(source, from.get("Description", "")) != null) {
            throw AwsError.refused(
                    "InvalidParameterValue", "The same permission must not appear multiple times: " + source);
        }
    }

    private static AwsError noSource() {
        return AwsError.refused(
                "MissingParameter", "Missing source specification: include source security group or CIDR information");
    }
}
