package io.zooark.local.cloud;

import static io.zooark.local.cloud.Ec2Fixture.refused;
import static io.zooark.local.cloud.Ec2Requests.block;
import static io.zooark.local.cloud.Ec2Requests.filter;
import static io.zooark.local.cloud.Ec2Requests.tcp;
import static io.zooark.local.cloud.Ec2Requests.tcpRule;
import static io.zooark.local.cloud.Ec2Requests.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Asks the local cloud's EC2, and what no other stand-in knows besides. */
class LocalEc2ContractTest extends Ec2ContractTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static Ec2 ec2;
    private static Gateway gateway;
    private static Ec2Client client;

    @BeforeAll
    static void open() throws IOException {
        ec2 = new Ec2();
        ec2.definePrefixList("pl-1", List.of("192.0.2.0/24"));
        gateway = Gateway.open(0).ec2(ec2);
        client = Clients.ec2(gateway.endpoint());
    }

    @AfterAll
    static void close() {
        client.close();
        gateway.close();
    }

    @Override
    public Ec2Client client() {
        return client;
    }

    @Override
    public String group() {
        String id = "sg-%017x".formatted(NUMBERS.incrementAndGet());
        ec2.add(new SecurityGroup(id, "group " + id, "vpc-1", "123456789012", Map.of()));
        return id;
    }

    @Override
    public String instance(String ensemble, List<String> groups) {
        int number = NUMBERS.incrementAndGet();
        String id = "i-%017x".formatted(number);
        ec2.put(Instance.running(id, Map.of("zooark:ensemble", ensemble)));
        ec2.put(new NetworkInterface("eni-%017x".formatted(number), id, List.of("10.0.9." + number), groups));
        return id;
    }

    @Test
    void aModifiedRuleIsReplacedAsAWhole() {
        String group = group();
        String id = make(group, tcp(2181, 2181, "10.0.0.0/16", "clients"));

        client.modifySecurityGroupRules(request -> request.groupId(group)
                .securityGroupRules(update(
                        id,
                        tcpRule(1, "10.0.0.0/16", "").toBuilder()
                                .description(null)
                                .build())));

        assertThat(ingress(group))
                .singleElement()
                .satisfies(rule -> assertThat(rule.description()).isNull());
    }

    @Test
    void ofSeveralRulesThatAreAuthorizedAllAreMadeOrNone() {
        String group = group();
        make(group, tcp(2181, 2181, "10.0.0.0/16", "clients"));

        refused(
                "InvalidPermission.Duplicate",
                () -> client.authorizeSecurityGroupIngress(request -> request.groupId(group)
                        .ipPermissions(tcp(2000, 2180, "10.0.0.0/16", ""), tcp(2181, 2181, "10.0.0.0/16", "again"))));
        assertThat(ingress(group)).hasSize(1);
    }

    @Test
    void aProtocolThatHasOnlyANumberHasNoPorts() {
        String group = group();
        make(
                group,
                IpPermission.builder()
                        .ipProtocol("50")
                        .ipRanges(block("10.0.0.0/16", ""))
                        .build());

        assertThat(ingress(group)).extracting(SecurityGroupRule::ipProtocol).containsExactly("50");
    }

    @Test
    void rulesAreListedInPages() {
        String group = group();
        IntStream.range(0, 8).forEach(i -> make(group, tcp(i, i, "10.0.0.0/16", "")));

        DescribeSecurityGroupRulesResponse first = client.describeSecurityGroupRules(
                request -> request.filters(filter("group-id", group)).maxResults(5));
        assertThat(first.securityGroupRules()).hasSize(5);
        DescribeSecurityGroupRulesResponse last = client.describeSecurityGroupRules(
                request -> request.filters(filter("group-id", group)).nextToken(first.nextToken()));
        assertThat(last.securityGroupRules()).hasSize(4);
        assertThat(last.nextToken()).isNull();
    }

    @Test
    void theKindOfSourceDoesNotChange() {
        String group = group();
        String id = make(group, tcp(2181, 2181, "10.0.0.0/16", "clients"));
        SecurityGroupRuleRequest fromGroup = tcpRule(2181, "10.0.0.0/16", "").toBuilder()
                .cidrIpv4(null)
                .referencedGroupId(group)
                .build();

        refused(
                "InvalidParameterValue",
                () -> client.modifySecurityGroupRules(
                        request -> request.groupId(group).securityGroupRules(update(id, fromGroup))));
    }

    @Test
    void ofSeveralModificationsAllHappenOrNone() {
        String group = group();
        String id = make(group, tcp(2181, 2181, "10.0.0.0/16", "clients"));

        refused(
                "InvalidSecurityGroupRuleId.NotFound",
                () -> client.modifySecurityGroupRules(request -> request.groupId(group)
                        .securityGroupRules(
                                update(id, tcpRule(1, "10.0.0.0/16", "")),
                                update("sgr-00000000000000000", tcpRule(1, "10.1.0.0/16", "")))));
        assertThat(ingress(group)).extracting(SecurityGroupRule::fromPort).containsExactly(2181);
    }

    @Test
    void aModificationDoesNotMakeTwoRulesTheSame() {
        String group = group();
        make(group, tcp(2181, 2181, "10.0.0.0/16", "first"));
        String second = make(group, tcp(2182, 2182, "10.0.0.0/16", "second"));

        refused(
                "InvalidPermission.Duplicate",
                () -> client.modifySecurityGroupRules(request -> request.groupId(group)
                        .securityGroupRules(update(second, tcpRule(2181, "10.0.0.0/16", "second")))));
    }

    @Test
    void aBlockWithHostBitsIsClearedWhenAuthorizedAndRefusedWhenModified() {
        String group = group();
        String id = make(group, tcp(2181, 2181, "10.0.0.7/16", ""));

        assertThat(ingress(group)).extracting(SecurityGroupRule::cidrIpv4).containsExactly("10.0.0.0/16");
        refused(
                "InvalidParameterValue",
                () -> client.modifySecurityGroupRules(request ->
                        request.groupId(group).securityGroupRules(update(id, tcpRule(1, "10.0.0.7/16", "")))));
    }

    @Test
    void descriptionsOfPrefixListAndGroupRulesAreKept() {
        String group = group();
        make(
                group,
                IpPermission.builder()
                        .ipProtocol("tcp")
                        .fromPort(2181)
                        .toPort(2181)
                        .prefixListIds(PrefixListId.builder()
                                .prefixListId("pl-1")
                                .description("partners")
                                .build())
                        .userIdGroupPairs(UserIdGroupPair.builder()
                                .groupId(group)
                                .description("themselves")
                                .build())
                        .build());

        assertThat(ingress(group))
                .extracting(SecurityGroupRule::description)
                .containsExactlyInAnyOrder("partners", "themselves");
    }

    @Test
    void rulesAreRevokedAllOrNone() {
        String group = group();
        String id = make(group, tcp(2181, 2181, "10.0.0.0/16", ""));

        refused(
                "InvalidSecurityGroupRuleId.NotFound",
                () -> client.revokeSecurityGroupIngress(
                        request -> request.groupId(group).securityGroupRuleIds(id, "sgr-00000000000000000")));
        assertThat(ingress(group)).hasSize(1);
    }

    @Test
    void aGroupHasSixtyRulesAtMost() {
        String group = group();
        IntStream.range(0, 60)
                .forEach(i ->
                        ec2.authorize(group, new Permission(Traffic.tcp(i, i), RuleSource.cidr("10.0.0.0/16"), "")));

        refused("RulesPerSecurityGroupLimitExceeded", () -> make(group, tcp(2181, 2181, "10.0.0.0/16", "")));
        ec2.authorize(
                group, new Permission(Traffic.all(), RuleSource.cidr("::/0"), "the other version counts by itself"));
    }

    @Test
    void anUnknownFilterOrActionIsRefused() {
        refused(
                "InvalidParameterValue",
                () -> client.describeInstances(request -> request.filters(filter("name", "x"))));
        refused("InvalidAction", () -> client.describeVpcs());
    }

    @Test
    void aConnectionIsAdmittedByAnyRuleOfAnyGroup() {
        String group = group();
        String instance = instance("orders", List.of(group(), group));
        ec2.authorize(
                group,
                new Permission(Traffic.tcp(2181, 2181), RuleSource.cidr("10.0.0.0/16"), "clients"),
                new Permission(Traffic.tcp(8080, 8080), new RuleSource.PrefixList("pl-1"), "partners"),
                new Permission(Traffic.all(), RuleSource.cidr("2001:db8::/32"), "all"));

        assertThat(admits(instance, "10.0.1.2", 2181)).isTrue();
        assertThat(admits(instance, "10.0.1.2", 2182)).isFalse();
        assertThat(admits(instance, "10.1.1.2", 2181)).isFalse();
        assertThat(admits(instance, "192.0.2.9", 8080)).isTrue();
        assertThat(admits(instance, "2001:db8::1", 22)).isTrue();
        assertThat(admits(instance, "2001:db9::1", 22)).isFalse();
    }

    @Test
    void aMemberOfAReferencedGroupIsAdmittedByItsAddress() {
        String members = group();
        String group = group();
        String instance = instance("orders", List.of(group));
        ec2.put(new NetworkInterface("eni-function", null, List.of("10.9.9.9"), List.of(members)));
        ec2.authorize(group, new Permission(Traffic.tcp(2181, 2181), new RuleSource.Group(members), "functions"));

        assertThat(admits(instance, "10.9.9.9", 2181)).isTrue();
        assertThat(admits(instance, "10.9.9.8", 2181)).isFalse();
        assertThat(ec2.admits(instance, "10.9.9.8", Optional.of(members), 2181)).isTrue();
    }

    @Test
    void aParkedRuleAdmitsNobody() {
        String group = group();
        String instance = instance("orders", List.of(group));
        String id = make(group, tcp(2181, 2181, "0.0.0.0/0", "clients"));
        assertThat(admits(instance, "127.0.0.1", 2181)).isTrue();

        client.modifySecurityGroupRules(
                request -> request.groupId(group).securityGroupRules(update(id, tcpRule(1, "0.0.0.0/0", "clients"))));

        assertThat(admits(instance, "127.0.0.1", 2181)).isFalse();
    }

    private static boolean admits(String instance, String source, int port) {
        return ec2.admits(instance, source, Optional.empty(), port);
    }
}
