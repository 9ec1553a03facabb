package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zooark.local.Trial.Backup;
import io.zooark.local.cloud.Host;
import io.zooark.local.cloud.RuleSource;
import io.zooark.local.cloud.SecurityGroupRule;
import io.zooark.local.network.RoutedNetwork;
import io.zooark.local.network.ServerSite;
import io.zooark.local.network.WritingClients;
import io.zooark.local.network.WritingClients.Count;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalHost;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whole restores over a real network: servers and clients in namespaces of their own, real packet filters with connection
 * tracking as security groups and as the hosts' cut, and real {@code ss -K}.
 */
@Tag("thorough")
@Timeout(300)
class NamespacesTest {
    private static final int SERVERS = 3;

    /** The first state after the hosts' cut. */
    private static final String CUT = "Is there a quorum?";

    private static final String OPEN = "Open client access";

    private static final Deque<Closeable> opened = new ArrayDeque<>();
    private static RoutedNetwork network;
    private static Trial trial;
    private static WritingClients clients;

    @BeforeAll
    static void begin() throws IOException {
        Optional<String> lacking = RoutedNetwork.lacking();
        assumeTrue(lacking.isEmpty(), () -> "this machine lacks " + lacking.orElse(""));
        network = RoutedNetwork.open(SERVERS);
        opened.push(network);
        trial = Trial.begin("namespaces", EnsembleOptions.voters(SERVERS).withNetwork(network));
        opened.push(trial);
        clients = network.clients(trial.ensemble().connectString());
        opened.push(clients);
    }

    @AfterAll
    static void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** Why a host is cut: to the security group alone, as in AWS, whoever is in stays in. */
    @Test
    void aParkedSecurityGroupKeepsNewClientsOutAndLetsWritersWriteOn() throws Exception {
        clients.awaitWrites(10);
        Count before = clients.count();
        SecurityGroupRule rule = clientsRule();

        trial.cloud().ec2().revoke(rule);
        try {
            clients.awaitWrites(50);
            assertThat(clients.count().failed()).isEqualTo(before.failed());
            for (int id = 1; id <= SERVERS; id++) {
                assertThat(clients.knock(network.site(id).address(), 2181)).isEqualTo("no answer");
            }
        } finally {
            trial.cloud().ec2().authorize(LocalCloud.SERVERS_GROUP, rule.permission());
        }
        for (int id = 1; id <= SERVERS; id++) {
            assertThat(clients.knock(network.site(id).address(), 2181)).isEqualTo("open");
        }
    }

    @Test
    void clientsWriteUntilTheyAreShutOutAndFindTheRestoredTree() throws Exception {
        try (WritingClients beside = network.site(1).clients()) {
            beside.awaitWrites(10);
            Backup backup = changedBackup();
            List<String> filters = filters();
            List<SecurityGroupRule> rules = rules();
            Count before = clients.count();
            ShutOut far = new ShutOut(clients);
            ShutOut near = new ShutOut(beside);
            trial.before("Close client access", () -> {
                clients.awaitWrites(10);
                beside.awaitWrites(10);
            });
            trial.before(CUT, () -> {
                near.begins();
                far.begins();
            });
            trial.before(OPEN, () -> {
                // the security group says nothing, the host says no
                assertThat(clients.knock(network.site(1).address(), 2181)).isEqualTo("no answer");
                assertThat(beside.knock("127.0.0.1", 2181)).isEqualTo("Connection refused");
                far.ends();
                near.ends();
            });

            trial.restore(backup);

            far.assertNothingCommittedBetween();
            near.assertNothingCommittedBetween();
            clients.awaitWrites(10);
            beside.awaitWrites(10);
            assertThat(clients.count().expirations()).isGreaterThan(before.expirations());
            beside.rest(true);
            assertRestored(backup);
            assertThat(rules()).isEqualTo(rules);
            assertThat(filters()).isEqualTo(filters);
        }
    }

    @Test
    void aFlushedPacketFilterIsMendedBeforeAnybodyIsLetIn() throws Exception {
        Backup backup = changedBackup();
        ServerSite flushed = network.site(2);
        List<String> answers = Collections.synchronizedList(new ArrayList<>());
        listen(trial.ensemble().host(2), answers);
        ShutOut shutOut = new ShutOut(clients);
        trial.before(CUT, shutOut::begins);
        trial.before("Do all serve the snapshot, to nobody?", () -> {
            answers.clear();
            flushed.run("nft", "flush", "ruleset");
            assertThat(flushed.run("nft", "list", "ruleset")).isEmpty();
            assertThat(clients.knock(flushed.address(), 2181)).isEqualTo("no answer");
        });
        trial.before(OPEN, () -> {
            assertThat(flushed.run("nft", "list", "table", "inet", "zooark")).contains("jump cut_in", "jump cut_out");
            shutOut.ends();
        });

        Trial.assertSucceeded(
                trial.run(Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", backup.id(), "method", "placement")));

        assertThat(answers).first().asString().contains("\"action\":\"cut\"", "\"mended\":true");
        shutOut.assertNothingCommittedBetween();
        assertRestored(backup);
        assertThat(flushed.run("nft", "list", "ruleset")).isEmpty();
    }

    /** How many writes some clients' host had acknowledged, at two states of a restore. */
    private static final class ShutOut {
        private final WritingClients watched;
        private final List<Long> acknowledged = new ArrayList<>();

        ShutOut(WritingClients watched) {
            this.watched = watched;
        }

        /** Looks when the writes under way have ended: an answer that has arrived is not yet counted. */
        void begins() throws IOException {
            watched.rest(true);
            acknowledged.add(watched.count().acknowledged());
            watched.rest(false);
        }

        void ends() throws IOException {
            acknowledged.add(watched.count().acknowledged());
        }

        void assertNothingCommittedBetween() {
            assertThat(acknowledged).hasSize(2);
            assertThat(acknowledged.get(1)).isEqualTo(acknowledged.get(0));
        }
    }

    /** Takes a backup while nobody writes, and changes what it holds while the clients write on. */
    private static Backup changedBackup() throws Exception {
        clients.awaitWrites(10);
        clients.rest(true);
        Backup backup = trial.backup();
        clients.rest(false);
        trial.changeAfterBackup();
        clients.awaitWrites(10);
        assertThat(clients.sees(Shop.ADDED_AFTER_THE_BACKUP)).isTrue();
        return backup;
    }

    private static void assertRestored(Backup backup) throws IOException {
        clients.rest(true);
        assertThat(clients.sees(Shop.ADDED_AFTER_THE_BACKUP)).isFalse();
        trial.assertHolds(backup);
        clients.rest(false);
    }

    private static SecurityGroupRule clientsRule() {
        return rules().stream()
                .filter(rule -> rule.permission().source() instanceof RuleSource.CidrIpv4 v4
                        && v4.block().equals("10.0.2.0/24"))
                .findFirst()
                .orElseThrow();
    }

    private static List<SecurityGroupRule> rules() {
        return trial.cloud().ec2().ingress(LocalCloud.SERVERS_GROUP);
    }

    /** Returns each server's security group and each host's own packet filter, as the kernel has them. */
    private static List<String> filters() throws IOException {
        List<String> filters = new ArrayList<>();
        for (int id = 1; id <= SERVERS; id++) {
            filters.add(network.site(id).securityGroup());
            filters.add(network.site(id).run("nft", "list", "ruleset"));
        }
        return filters;
    }

    /** Keeps what the documents answer on a host, in their order. */
    private static void listen(LocalHost host, List<String> answers) {
        Host listening = (script, environment, timeout) -> {
            Host.Result result = host.run(script, environment, timeout);
            answers.add(result.standardOutput());
            return result;
        };
        trial.cloud().ssm().instance(LocalCloud.instance(host.server().id()), listening);
    }
}
