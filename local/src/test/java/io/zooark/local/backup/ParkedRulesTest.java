package io.zooark.local.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.aws.Ec2Network;
import io.zooark.aws.S3RestoreFiles;
import io.zooark.ensemble.Ensemble;
import io.zooark.error.ClientAccessException;
import io.zooark.local.cloud.Ec2;
import io.zooark.local.cloud.Gateway;
import io.zooark.local.cloud.Instance;
import io.zooark.local.cloud.NetworkInterface;
import io.zooark.local.cloud.Permission;
import io.zooark.local.cloud.RuleSource;
import io.zooark.local.cloud.SecurityGroup;
import io.zooark.local.cloud.SecurityGroupRule;
import io.zooark.local.cloud.Traffic;
import io.zooark.restore.AccessPlan;
import io.zooark.restore.ClientAccess;
import io.zooark.restore.ClientAccess.Action;
import io.zooark.restore.PlannedRule;
import io.zooark.restore.PlannedServer;
import io.zooark.restore.SystemPause;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Closing and opening over the real SDK and a stand-in of EC2: the rules are afterwards what they were. */
class ParkedRulesTest {
    private static final String SERVERS = "sg-0000000000000001";
    private static final String FUNCTIONS = "sg-0000000000000002";
    private static final String SHOPS = "sg-0000000000000003";
    private static final String SERVER = "i-0000000000000001";

    private final Ec2 ec2 = new Ec2();

    private Account account;
    private Gateway gateway;
    private Ec2Client client;
    private Ec2Network network;
    private ClientAccess access;

    ParkedRulesTest(@TempDir Path folder) throws IOException {
        account = Account.open(folder);
        gateway = Gateway.open(0).ec2(ec2);
        client = Account.ec2(gateway.endpoint());
        network = new Ec2Network(client);
        access = new ClientAccess(
                ensemble(), network, new S3RestoreFiles(account.s3(), Account.BUCKET), new SystemPause());
    }

    @BeforeEach
    void buildTheNetwork() {
        for (String id : List.of(SERVERS, FUNCTIONS, SHOPS)) {
            ec2.add(new SecurityGroup(id, "name of " + id, "vpc-0000000000000001", "123456789012", Map.of()));
        }
        ec2.definePrefixList("pl-0000000000000001", List.of("192.0.2.0/24"));
        ec2.put(Instance.running(SERVER, Map.of("zooark:ensemble", "orders")));
        ec2.put(new NetworkInterface("eni-0000000000000001", SERVER, List.of("10.0.1.1"), List.of(SERVERS)));
        ec2.put(new NetworkInterface("eni-0000000000000003", null, List.of("10.0.3.1"), List.of(SHOPS)));
        ec2.authorize(
                SERVERS,
                new Permission(Traffic.all(), new RuleSource.Group(SERVERS), "the servers among themselves"),
                new Permission(Traffic.tcp(2181, 2181), new RuleSource.Group(FUNCTIONS), "the functions"),
                new Permission(Traffic.tcp(2181, 2181), new RuleSource.Group(SHOPS), "the shops' group"),
                new Permission(Traffic.tcp(2181, 2181), RuleSource.cidr("2001:db8::/32"), ""),
                new Permission(
                        Traffic.tcp(2181, 2181), new RuleSource.PrefixList("pl-0000000000000001"), "the partners"));
        client.authorizeSecurityGroupIngress(request -> request.groupId(SERVERS)
                .ipPermissions(IpPermission.builder()
                        .ipProtocol("tcp")
                        .fromPort(2181)
                        .toPort(2181)
                        .ipRanges(IpRange.builder()
                                .cidrIp("10.0.0.0/16")
                                .description("the shops")
                                .build())
                        .build())
                .tagSpecifications(TagSpecification.builder()
                        .resourceType(ResourceType.SECURITY_GROUP_RULE)
                        .tags(Tag.builder().key("owner").value("shops").build())
                        .build()));
    }

    @AfterEach
    void close() {
        client.close();
        gateway.close();
        account.close();
    }

    @Test
    void keepsIdsTagsAndDescriptionsThroughClosingAndOpening() {
        List<SecurityGroupRule> before = ec2.ingress(SERVERS);
        assertThat(before).anyMatch(rule -> rule.tags().equals(Map.of("owner", "shops")));
        assertThat(admitted("10.0.1.9")).isTrue();

        ClientAccess.Answer closed = change(Action.CLOSE, plan());

        assertThat(closed.rules()).isEqualTo(4);
        assertThat(admitted("10.0.1.9")).isFalse();
        assertThat(admitted("2001:db8::1")).isFalse();
        assertThat(admitted("192.0.2.7")).isFalse();
        assertThat(admitted("10.0.3.1")).isFalse();
        assertThat(ec2.admits(SERVER, "10.0.9.9", Optional.of(FUNCTIONS), 2181)).isTrue();
        assertThat(ec2.ingress(SERVERS)).extracting(SecurityGroupRule::id).isEqualTo(ids(before));

        ClientAccess.Answer opened = change(Action.OPEN, List.of());

        assertThat(opened).isEqualTo(new ClientAccess.Answer(4, List.of(), List.of(), true));
        assertThat(ec2.ingress(SERVERS)).isEqualTo(before);
        assertThat(admitted("10.0.1.9")).isTrue();
    }

    @Test
    void changesNothingTheSecondTime() {
        List<PlannedRule> plan = plan();
        change(Action.CLOSE, plan);
        List<SecurityGroupRule> closed = ec2.ingress(SERVERS);

        assertThat(change(Action.CLOSE, plan).rules()).isEqualTo(4);
        assertThat(ec2.ingress(SERVERS)).isEqualTo(closed);
        change(Action.OPEN, List.of());
        assertThat(change(Action.OPEN, List.of()).rules()).isZero();
    }

    @Test
    void addsARuleAgainThatWasRevokedMeanwhileAndTellsItsNewId() {
        List<SecurityGroupRule> before = ec2.ingress(SERVERS);
        change(Action.CLOSE, plan());
        String gone = before.stream()
                .filter(rule -> rule.permission().description().equals("the shops"))
                .map(SecurityGroupRule::id)
                .findFirst()
                .orElseThrow();
        client.revokeSecurityGroupIngress(request -> request.groupId(SERVERS).securityGroupRuleIds(gone));

        ClientAccess.Answer opened = change(Action.OPEN, List.of());

        assertThat(opened.created()).hasSize(1).doesNotContain(gone);
        assertThat(ec2.ingress(SERVERS))
                .extracting(SecurityGroupRule::permission)
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(SecurityGroupRule::permission).toList());
        assertThat(change(Action.OPEN, List.of()))
                .as("a repetition says so too")
                .isEqualTo(new ClientAccess.Answer(0, opened.created(), List.of(), true));
    }

    @Test
    void keepsEverythingElseOpenBesideRulesThatLetMoreInThanClients() {
        ec2.authorize(
                SERVERS,
                new Permission(Traffic.tcp(2000, 9000), RuleSource.cidr("10.2.0.0/16"), "the office"),
                new Permission(Traffic.all(), RuleSource.cidr("10.3.0.0/16"), "the neighbours"),
                new Permission(Traffic.all(), new RuleSource.PrefixList("pl-0000000000000001"), ""));
        List<SecurityGroupRule> before = ec2.ingress(SERVERS);

        change(Action.CLOSE, plan());

        assertThat(admitted("10.2.0.1")).isFalse();
        assertThat(admitted("10.3.0.1")).isFalse();
        for (int port : List.of(2180, 2182, 2888, 8080, 9000)) {
            assertThat(ec2.admits(SERVER, "10.2.0.1", Optional.empty(), port)).isTrue();
            assertThat(ec2.admits(SERVER, "10.3.0.1", Optional.empty(), port)).isTrue();
        }
        assertThat(ec2.ingress(SERVERS))
                .filteredOn(rule -> rule.tags().equals(Map.of("zooark:restore", "restore-1")))
                .hasSize(1 + 9 + 10);

        ClientAccess.Answer opened = change(Action.OPEN, List.of());

        assertThat(opened.created()).hasSize(2);
        assertThat(opened.complete()).isTrue();
        assertThat(ec2.ingress(SERVERS))
                .extracting(SecurityGroupRule::permission)
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(SecurityGroupRule::permission).toList());
        assertThat(ids(ec2.ingress(SERVERS))).containsAll(ids(before.subList(0, before.size() - 2)));
    }

    @Test
    void changesNothingOfWhatLetsClientsInWhereAGroupHasNoRoomForMoreRules() {
        ec2.authorize(SERVERS, new Permission(Traffic.all(), RuleSource.cidr("10.3.0.0/16"), ""));
        for (int i = 0; i < 50; i++) {
            ec2.authorize(SERVERS, new Permission(Traffic.tcp(i, i), RuleSource.cidr("10.0.0.0/16"), ""));
        }
        List<SecurityGroupRule> before = ec2.ingress(SERVERS);

        assertThatThrownBy(() -> change(Action.CLOSE, plan()))
                .isInstanceOf(ClientAccessException.class)
                .hasMessageContaining("EC2 lets the group have no more rules")
                .hasMessageContaining("raised");
        assertThat(ec2.ingress(SERVERS)).isEqualTo(before);
    }

    @Test
    void saysWhichGroupEc2Refuses() {
        assertThatThrownBy(() -> network.modify(
                        "sg-0000000000000009", List.of(plan().get(0).original())))
                .isInstanceOf(ClientAccessException.class)
                .hasMessageContaining("EC2 refused to modify rules of sg-0000000000000009")
                .hasMessageContaining("HINT: ");
    }

    private static List<String> ids(List<SecurityGroupRule> rules) {
        return rules.stream().map(SecurityGroupRule::id).toList();
    }

    private List<PlannedRule> plan() {
        return new AccessPlan(ensemble(), network, false)
                .decide(network.instances(ensemble().instances()))
                .rules();
    }

    private ClientAccess.Answer change(Action action, List<PlannedRule> rules) {
        return access.change(new ClientAccess.Request(
                action,
                "restore-1",
                rules,
                List.of(new PlannedServer(1, SERVER, "10.0.1.1", 8080, 2181, false, true, 3)),
                1));
    }

    private boolean admitted(String address) {
        return ec2.admits(SERVER, address, Optional.empty(), 2181);
    }

    private static Ensemble ensemble() {
        return new Ensemble(
                "orders",
                List.of("10.0.1.1"),
                new Ensemble.Admin("http", 8080, "/credential"),
                Set.of(2181),
                new Ensemble.Tag("zooark:ensemble", "orders"),
                new Ensemble.HostPaths(null, null),
                new Ensemble.Functions(FUNCTIONS, List.of("10.0.9.0/28")));
    }
}
