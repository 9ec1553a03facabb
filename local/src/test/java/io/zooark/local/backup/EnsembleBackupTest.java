package io.zooark.local.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.error.ServerRefusedException;
import io.zooark.local.zookeeper.AtomicWriter;
import io.zooark.local.zookeeper.Client;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.Orders;
import io.zooark.snapshot.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a real ensemble with an observer, quiet and under writes, judged by ZooKeeper's own classes. */
class EnsembleBackupTest {
    private static final int GROUPS = 200;
    private static final int OBSERVER = 4;

    private static LocalEnsemble ensemble;
    private static Account account;

    private int taken;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        account = Account.open(folder.resolve("s3"));
        ensemble = LocalEnsemble.started(
                folder.resolve("zk"),
                EnsembleOptions.voters(3)
                        .withObservers(1)
                        .withSuperPassword(Account.PASSWORD)
                        .withHeap(160));
        Orders.fill(ensemble.connectString(), 7).close();
        AtomicWriter.start(ensemble.connectString(), GROUPS).close();
    }

    @AfterAll
    static void close() throws IOException {
        ensemble.close();
        account.close();
    }

    @AfterEach
    void clear() {
        account.clear();
    }

    @Test
    void callsTheBackupOfAQuietEnsembleConsistentAndSparesItsVoters() throws IOException {
        settle();

        JsonNode backup = account.function(admins()).take();

        JsonNode manifest = backup.path("manifest");
        assertThat(backup.path("verdict").asText()).isEqualTo("CONSISTENT");
        assertThat(manifest.path("source").path("id").asInt()).isEqualTo(OBSERVER);
        assertThat(manifest.path("whyThisServer").asText()).endsWith("; the leader is spared the work");
        assertThat(manifest.path("passedOver")).isEmpty();
        byte[] stored = account.read(Account.KEY);
        assertThat(AtomicWriter.torn(Snapshots.load(stored))).isEmpty();
        assertThat(manifest.path("examination").path("content").path("nodes").asLong())
                .isEqualTo(ensemble.host(1).server().admin().nodeCount());
        assertThat(manifest.path("object").path("crc32").asText())
                .isEqualTo(Snapshots.crc32(new ByteArrayInputStream(stored)));
    }

    @Test
    void prefersAFollowerToTheLeaderAndTheLeaderToNothing() throws IOException {
        settle();
        int leader = admin(ensemble.leader());
        int follower = admin(ensemble.followers().get(0));

        assertThat(source(account.function(leader, follower).take())).isEqualTo(follower);
        account.clear();
        JsonNode backup = account.function(leader).take();

        assertThat(source(backup)).isEqualTo(leader);
        assertThat(backup.path("manifest").path("whyThisServer").asText())
                .endsWith("; it is the leader, and no other server is as far");
    }

    @Test
    void prefersAServerThatIsAheadAndNamesThoseThatDoNotAnswer() throws IOException {
        settle();
        int leader = admin(ensemble.leader());
        int nobody = unusedPort();
        try (FakeAdminServer behind = FakeAdminServer.open().answering("zabstate", """
                {"myid": 9, "zabstate": "broadcast", "last_zxid": "0x1"}
                """)) {
            JsonNode backup = account.function(nobody, behind.port(), leader).take();

            assertThat(source(backup)).isEqualTo(leader);
            assertThat(backup.path("manifest").path("passedOver"))
                    .singleElement()
                    .extracting(JsonNode::asText)
                    .asString()
                    .startsWith("127.0.0.1:" + nobody + ": ")
                    .contains("did not answer");
            assertThat(behind.snapshots()).isZero();
        }
    }

    @Test
    void neverCallsABackupConsistentThatIsTorn() throws IOException {
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        int torn = 0;
        try (AtomicWriter writer = writing()) {
            long before = writer.acknowledged();
            // on a busy machine few writes fall into a snapshot: then it takes more of them
            for (int i = 0; i < 6 || (torn == 0 && i < 40); i++) {
                Streamed streamed = Streamed.from(admin(ensemble.followers().get(i % 2)));
                boolean halfApplied = !streamed.halfApplied().isEmpty();
                torn += halfApplied ? 1 : 0;
                verdicts.merge(streamed.verdict(), 1, Integer::sum);
                assertThat(halfApplied && streamed.verdict() == Verdict.CONSISTENT)
                        .as("%s with half-applied groups", streamed.verdict())
                        .isFalse();
            }
            assertThat(writer.acknowledged()).isGreaterThan(before);
        }

        assertThat(torn)
                .as("snapshots with half-applied groups, of %s", verdicts)
                .isPositive();
    }

    @Test
    void storesWhatComesOutOfWritesUnderTheVerdictThatItDeserves() throws IOException {
        try (AtomicWriter writer = writing()) {
            long before = writer.acknowledged();
            for (int i = 0; i < 2; i++) {
                JsonNode backup = account.function(admins()).take(manual());

                byte[] stored = account.read(
                        backup.path("manifest").path("object").path("key").asText());
                List<String> halfApplied = AtomicWriter.torn(Snapshots.load(stored));
                if (backup.path("verdict").asText().equals("CONSISTENT")) {
                    assertThat(halfApplied).isEmpty();
                } else {
                    assertThat(backup.path("verdict").asText()).isEqualTo("TORN");
                    assertThat(backup.path("manifest").path("passedOver"))
                            .as("each server before it was asked once")
                            .hasSize(3)
                            .extracting(reason -> reason.asText().replaceFirst(": .*", ""))
                            .doesNotHaveDuplicates();
                }
            }
            assertThat(writer.acknowledged()).isGreaterThan(before);
        }
        assertThat(account.uploading()).isEmpty();
    }

    @Test
    void readsTheCredentialAgainWhenItIsRefused() throws IOException {
        TakeSnapshotFunction warm = account.function(admin(ensemble.host(1)));
        // with the usual ACL any user may take a snapshot
        rootFor(List.of(new ACL(ZooDefs.Perms.ALL, new Id("digest", "nobody:x"))));
        try {
            account.credential("super:not-yet-the-right-one");
            assertThatThrownBy(warm::take)
                    .isInstanceOf(ServerRefusedException.class)
                    .hasMessageContaining("127.0.0.1:" + admin(ensemble.host(1)))
                    .hasMessageContaining("HTTP 403")
                    .hasMessageContaining("give the user all permissions on /")
                    .hasMessageNotContaining("not-yet-the-right-one");
            assertThat(account.keys()).isEmpty();

            account.credential(Account.CREDENTIAL);

            assertThat(warm.take().path("verdict").asText()).isEqualTo("CONSISTENT");
        } finally {
            rootFor(ZooDefs.Ids.OPEN_ACL_UNSAFE);
        }
    }

    private static void rootFor(List<ACL> acl) throws IOException {
        // a list that may be asked for null, as the client does
        asSuper(client -> client.setACL("/", new ArrayList<>(acl), -1));
    }

    private interface Work {
        void with(ZooKeeper client) throws KeeperException, InterruptedException;
    }

    private static void asSuper(Work work) throws IOException {
        try (Client client =
                Client.connect(ensemble.connectString(), Duration.ofSeconds(20)).as("super", Account.PASSWORD)) {
            work.with(client.zooKeeper());
        } catch (KeeperException e) {
            throw new IOException("the ensemble cannot be prepared", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Returns a writer that has begun to overwrite the groups, which it makes anew. */
    private static AtomicWriter writing() throws IOException {
        asSuper(client -> ZKUtil.deleteRecursive(client, "/atomic"));
        AtomicWriter writer = AtomicWriter.start(ensemble.connectString(), GROUPS);
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (writer.acknowledged() < GROUPS && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return writer;
    }

    /** Waits until all servers are at the same transaction: sessions that were closed have ended everywhere. */
    private static void settle() throws IOException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (ensemble.hosts().stream()
                        .map(EnsembleBackupTest::zxid)
                        .distinct()
                        .count()
                > 1) {
            assertThat(System.nanoTime()).as("waited for a minute").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static String zxid(LocalHost host) {
        try {
            return host.server().admin().lastZxid().toString();
        } catch (IOException e) {
            return "none of " + host.server().id();
        }
    }

    private Map<String, String> manual() {
        Instant due = Instant.parse(Account.DUE).plusSeconds(taken++);
        return Map.of("ensemble", "orders", "scheduledTime", due.toString(), "class", "manual");
    }

    private static Integer[] admins() {
        return ensemble.hosts().stream().map(EnsembleBackupTest::admin).toArray(Integer[]::new);
    }

    private static int admin(LocalHost host) {
        return host.server().ports().admin();
    }

    private static int source(JsonNode backup) {
        return backup.path("manifest")
                .path("source")
                .path("address")
                .path("adminPort")
                .asInt();
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
