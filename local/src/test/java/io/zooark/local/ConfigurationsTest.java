package io.zooark.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import io.zooark.local.Trial.Backup;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.Client;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.quorum.flexible.QuorumMaj;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An ensemble with everything in its configuration that makes a restore harder: an observer, which no server's voting view
 * names; {@code db.autocreate=false}, with which an empty server does not vote; {@code snapshot.trust.empty}; members in a
 * dynamic file that the servers rewrite; and containers and TTL znodes, which ZooKeeper removes whenever it likes.
 */
@Tag("thorough")
class ConfigurationsTest {
    private static Trial trial;

    @BeforeAll
    static void begin() throws IOException {
        trial = Trial.begin(
                "configurations",
                EnsembleOptions.voters(3)
                        .withObservers(1)
                        .withProperty("reconfigEnabled", "true")
                        .withProperty("db.autocreate", "false")
                        .withProperty("snapshot.trust.empty", "true")
                        .withProperty("extendedTypesEnabled", "true")
                        // usually once a minute: many a restore is over before the first time
                        .withJvmOptions("-Dznode.container.checkIntervalMs=300"));
    }

    @AfterAll
    static void close() throws IOException {
        trial.close();
    }

    @Test
    void anEnsembleWithAnObserverAndDynamicMembersIsRestoredWhateverElseIsConfigured() throws Exception {
        Zxid before = version();
        assertThat(before.value())
                .as("the servers have moved their members into a dynamic file")
                .isPositive();
        Backup backup;
        try (Locker worker = queue()) {
            backup = trial.backup();
            worker.unlock("/queue/worker");
        }
        trial.changeAfterBackup();

        Execution execution = trial.restore(backup);

        assertThat(Files.readString(trial.vaultFile("restores/orders/" + execution.name() + "/plan.json")))
                .contains("version=" + before.fileSuffix());
        trial.write("/written-after-the-restore");
        assertMembersEverywhere(before);
        trial.killAll();
        assertMembersEverywhere(before);
        trial.assertHolds(backup, "/written-after-the-restore");
        assertThat(trial.tree(trial.ensemble().host(4)).nodes().keySet())
                .as("the container, which lost its last child with the session")
                .doesNotContain("/queue");

        // a version that had come from elsewhere, or gone back, would make the servers ignore this for ever
        Zxid after = removeTheObserver();
        assertThat(after).isGreaterThan(before);
        assertThat(version()).isEqualTo(after);
    }

    /** What a standalone server, which the plan refuses, can be made. */
    @Test
    void anEnsembleOfOneIsRestoredLikeAnyOther() throws Exception {
        try (Trial one = Trial.begin("ensemble-of-one", EnsembleOptions.voters(1))) {
            Backup backup = one.backup();
            one.changeAfterBackup();

            one.restore(backup);
            one.write("/written-after-the-restore");
            one.killAll();

            one.assertHolds(backup, "/written-after-the-restore");
        }
    }

    private static Locker queue() throws Exception {
        try (Client client = Client.connect(trial.ensemble().connectString(), Trial.LIMIT)) {
            client.zooKeeper().create("/queue", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.CONTAINER);
            Locker worker = Locker.connect(trial, Trial.LIMIT).lock("/queue/worker");
            client.zooKeeper()
                    .create(
                            "/outlived",
                            new byte[0],
                            Ids.OPEN_ACL_UNSAFE,
                            CreateMode.PERSISTENT_WITH_TTL,
                            new Stat(),
                            5_000);
            return worker;
        }
    }

    private static void assertMembersEverywhere(Zxid version) throws Exception {
        for (LocalHost host : trial.ensemble().hosts()) {
            QuorumMaj members = members(host);
            Set<Integer> clientPorts = new TreeSet<>();
            members.getAllMembers().values().forEach(member -> clientPorts.add(member.clientAddr.getPort()));

            assertThat(clientPorts)
                    .as("by server %d", host.server().id())
                    .containsExactlyElementsOf(trial.ensemble().hosts().stream()
                            .map(each -> each.server().ports().client())
                            .toList());
            assertThat(members.getObservingMembers()).containsOnlyKeys(4L);
            assertThat(members.getVersion()).isEqualTo(version.value());
        }
    }

    private static QuorumMaj members(LocalHost host) throws Exception {
        try (Client client = Client.connect("127.0.0.1:" + host.server().ports().client(), Trial.LIMIT)) {
            return members(client.zooKeeper().getConfig(false, null));
        }
    }

    private static QuorumMaj members(byte[] config) throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(new String(config, UTF_8)));
        return new QuorumMaj(properties);
    }

    /** Returns the version that the first server's own file has in its name. */
    private static Zxid version() throws IOException {
        LocalHost host = trial.ensemble().host(1);
        Path zooCfg = host.root().resolve(host.zooCfg().substring(1));
        List<String> named = Files.readAllLines(zooCfg).stream()
                .filter(line -> line.startsWith("dynamicConfigFile="))
                .toList();
        return named.isEmpty()
                ? new Zxid(0)
                : Zxid.parse(named.get(0).substring(named.get(0).lastIndexOf('.') + 1));
    }

    private static Zxid removeTheObserver() throws Exception {
        String server =
                "127.0.0.1:" + trial.ensemble().leader().server().ports().client();
        ZooKeeperAdmin admin = new ZooKeeperAdmin(server, (int) Trial.LIMIT.toMillis(), event -> {});
        try {
            admin.addAuthInfo("digest", ("super:" + Trial.SUPER_PASSWORD).getBytes(UTF_8));
            byte[] config = admin.reconfigure((String) null, "4", null, -1, new Stat());
            QuorumMaj members = members(config);
            assertThat(members.getAllMembers()).containsOnlyKeys(1L, 2L, 3L);
            return new Zxid(members.getVersion());
        } finally {
            admin.close();
        }
    }
}
