package io.zooark.local.cloud;

import static io.zooark.local.cloud.Ec2Fixture.refused;
import static io.zooark.local.cloud.Ec2Requests.authorize;
import static io.zooark.local.cloud.Ec2Requests.block;
import static io.zooark.local.cloud.Ec2Requests.filter;
import static io.zooark.local.cloud.Ec2Requests.tag;
import static io.zooark.local.cloud.Ec2Requests.tagged;
import static io.zooark.local.cloud.Ec2Requests.tcp;
import static io.zooark.local.cloud.Ec2Requests.tcpRule;
import static io.zooark.local.cloud.Ec2Requests.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** What Zooark relies on EC2 for when it closes client access: security groups and their rules. */
interface SecurityGroupContract extends Ec2Fixture {
    @Test
    default void aNewGroupLetsNothingInAndAllOut() {
        List<SecurityGroupRule> rules = rules(group());

        assertThat(rules).singleElement().satisfies(rule -> {
            assertThat(rule.isEgress()).isTrue();
            assertThat(rule.ipProtocol()).isEqualTo("-1");
            assertThat(rule.cidrIpv4()).isEqualTo("0.0.0.0/0");
        });
    }

    @Test
    default void anAuthorizedRuleHasAnIdAndIsDescribedAsItWasMade() {
        String group = group();

        List<SecurityGroupRule> made = client().authorizeSecurityGroupIngress(
                        authorize(group, tcp(2181, 2281, "10.0.0.0/16", "clients")).toBuilder()
                                .tagSpecifications(tagged(ResourceType.SECURITY_GROUP_RULE, tag("zooark", "restore-1")))
                                .build())
                .securityGroupRules();

        assertThat(made).singleElement().satisfies(rule -> {
            assertThat(rule.securityGroupRuleId()).startsWith("sgr-");
            assertThat(rule.groupId()).isEqualTo(group);
            assertThat(rule.isEgress()).isFalse();
        });
        assertThat(ingress(group)).singleElement().satisfies(rule -> {
            assertThat(rule.securityGroupRuleId()).isEqualTo(made.get(0).securityGroupRuleId());
            assertThat(rule.ipProtocol()).isEqualTo("tcp");
            assertThat(rule.fromPort()).isEqualTo(2181);
            assertThat(rule.toPort()).isEqualTo(2281);
            assertThat(rule.cidrIpv4()).isEqualTo("10.0.0.0/16");
            assertThat(rule.description()).isEqualTo("clients");
            assertThat(rule.tags()).contains(tag("zooark", "restore-1"));
        });
    }

    @Test
    default void aRuleIsNotMadeTwice() {
        String group = group();
        client().authorizeSecurityGroupIngress(authorize(group, tcp(2181, 2181, "10.0.0.0/16", "clients")));

        refused(
                "InvalidPermission.Duplicate",
                () -> client().authorizeSecurityGroupIngress(
                                authorize(group, tcp(2181, 2181, "10.0.0.0/16", "other words"))));
        assertThat(ingress(group)).hasSize(1);
    }

    @Test
    default void rulesAreTaggedInTheCallThatMakesThemAndFoundByTheirTag() {
        String group = group();
        make(group, tcp(2181, 2181, "10.0.0.0/16", "clients"));
        client().authorizeSecurityGroupIngress(request -> request.groupId(group)
                .ipPermissions(tcp(0, 2180, "10.0.0.0/16", ""), tcp(2182, 9000, "10.0.0.0/16", ""))
                .tagSpecifications(tagged(ResourceType.SECURITY_GROUP_RULE, tag("zooark:restore", "r-1"))));

        assertThat(client().describeSecurityGroupRules(request ->
                                request.filters(filter("group-id", group), filter("tag:zooark:restore", "r-1")))
                        .securityGroupRules())
                .extracting(SecurityGroupRule::fromPort)
                .containsExactlyInAnyOrder(0, 2182);
    }

    @Test
    default void pingsAreAllowedForBothVersionsOfIp() {
        String group = group();
        make(
                group,
                IpPermission.builder()
                        .ipProtocol("icmp")
                        .fromPort(-1)
                        .toPort(-1)
                        .ipRanges(block("10.0.0.0/16", ""))
                        .build());
        make(
                group,
                IpPermission.builder()
                        .ipProtocol("icmpv6")
                        .fromPort(-1)
                        .toPort(-1)
                        .ipv6Ranges(
                                Ipv6Range.builder().cidrIpv6("2001:db8::/32").build())
                        .build());

        assertThat(ingress(group))
                .extracting(SecurityGroupRule::ipProtocol)
                .containsExactlyInAnyOrder("icmp", "icmpv6");
    }

    @Test
    default void aModifiedRuleKeepsItsId() {
        String group = group();
        String id = make(group, tcp(2181, 2181, "10.0.0.0/16", "clients"));

        client().modifySecurityGroupRules(request ->
                request.groupId(group).securityGroupRules(update(id, tcpRule(1, "10.0.0.0/16", "parked"))));

        assertThat(ingress(group)).singleElement().satisfies(rule -> {
            assertThat(rule.securityGroupRuleId()).isEqualTo(id);
            assertThat(rule.fromPort()).isEqualTo(1);
            assertThat(rule.toPort()).isEqualTo(1);
            assertThat(rule.cidrIpv4()).isEqualTo("10.0.0.0/16");
            assertThat(rule.description()).isEqualTo("parked");
        });
    }

    @Test
    default void severalRulesAreModifiedInOneCall() {
        String group = group();
        String first = make(group, tcp(2181, 2181, "10.0.0.0/16", "first"));
        String second = make(group, tcp(2181, 2181, "10.1.0.0/16", "second"));

        client().modifySecurityGroupRules(request -> request.groupId(group)
                .securityGroupRules(
                        update(first, tcpRule(1, "10.0.0.0/16", "first")),
                        update(second, tcpRule(1, "10.1.0.0/16", "second"))));

        assertThat(ingress(group)).extracting(SecurityGroupRule::toPort).containsExactly(1, 1);
    }

    @Test
    default void allRulesAreListedWhateverTheSizeOfAPage() {
        String group = group();
        IntStream.range(0, 11).forEach(i -> make(group, tcp(2181, 2181, "10." + i + ".0.0/16", "")));

        assertThat(client().describeSecurityGroupRulesPaginator(request ->
                                request.filters(filter("group-id", group)).maxResults(5))
                        .securityGroupRules())
                .filteredOn(rule -> !rule.isEgress())
                .extracting(SecurityGroupRule::cidrIpv4)
                .hasSize(11)
                .doesNotHaveDuplicates();
    }

    @Test
    default void aRuleIsRevokedByItsId() {
        String group = group();
        String id = make(group, tcp(2181, 2181, "10.0.0.0/16", "clients"));

        client().revokeSecurityGroupIngress(request -> request.groupId(group).securityGroupRuleIds(id));

        assertThat(ingress(group)).isEmpty();
    }

    @Test
    default void aRuleIsRevokedByWhatItLetsThrough() {
        String group = group();
        make(group, tcp(2181, 2181, "10.0.0.0/16", ""));

        client().revokeSecurityGroupIngress(
                        request -> request.groupId(group).ipPermissions(tcp(2181, 2181, "10.0.0.0/16", "")));

        assertThat(ingress(group)).isEmpty();
        refused(
                "InvalidPermission.NotFound",
                () -> client().revokeSecurityGroupIngress(
                                request -> request.groupId(group).ipPermissions(tcp(2181, 2181, "10.0.0.0/16", ""))));
    }

    @Test
    default void allTrafficHasNoPorts() {
        String group = group();

        make(
                group,
                IpPermission.builder()
                        .ipProtocol("-1")
                        .ipRanges(block("10.0.0.0/16", ""))
                        .build());

        assertThat(ingress(group)).singleElement().satisfies(rule -> {
            assertThat(rule.ipProtocol()).isEqualTo("-1");
            assertThat(rule.fromPort()).isEqualTo(-1);
            assertThat(rule.toPort()).isEqualTo(-1);
        });
    }

    @Test
    default void aSourceMayBeAGroupOrABlockOfIpv6() {
        String group = group();
        String other = group();

        make(
                group,
                IpPermission.builder()
                        .ipProtocol("tcp")
                        .fromPort(2181)
                        .toPort(2181)
                        .userIdGroupPairs(
                                UserIdGroupPair.builder().groupId(other).build())
                        .ipv6Ranges(
                                Ipv6Range.builder().cidrIpv6("2001:db8::/32").build())
                        .build());

        assertThat(ingress(group)).hasSize(2);
        assertThat(ingress(group)).extracting(SecurityGroupRule::cidrIpv6).contains("2001:db8::/32");
        assertThat(ingress(group))
                .filteredOn(rule -> rule.cidrIpv6() == null)
                .singleElement()
                .satisfies(
                        rule -> assertThat(rule.referencedGroupInfo().groupId()).isEqualTo(other));
    }

    @Test
    default void aGroupIsDescribedWithItsPermissions() {
        String group = group();
        make(group, tcp(2181, 2181, "10.0.0.0/16", "clients"));

        assertThat(client().describeSecurityGroups(request -> request.groupIds(group))
                        .securityGroups())
                .singleElement()
                .satisfies(found -> assertThat(found.ipPermissions())
                        .singleElement()
                        .satisfies(permission -> {
                            assertThat(permission.fromPort()).isEqualTo(2181);
                            assertThat(permission.ipRanges().get(0).description())
                                    .isEqualTo("clients");
                        }));
        refused(
                "InvalidGroup.NotFound",
                () -> client().describeSecurityGroups(request -> request.groupIds("sg-00000000000000000")));
    }
}
