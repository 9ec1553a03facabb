package io.zooark.local.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.UnixOperatingSystemMXBean;
import io.zooark.error.SnapshotUnusableException;
import io.zooark.snapshot.Manifest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Drills with a real server and a real client, over real S3 calls. */
@Isolated("what a drill leaves behind in the JVM is looked for")
class DrillTest {
    private static final String ID = "daily-20261122T000000Z";

    private static Path disk;
    private static Depot depot;

    private Traces before = Traces.now();

    @BeforeAll
    static void open(@TempDir Path storage, @TempDir Path drills) throws IOException {
        disk = drills;
        depot = Depot.open(storage, drills);
        depot.store(ID, small().snapshot());
        depot.drill("{}");
        depot.clear();
    }

    @AfterAll
    static void close() {
        depot.close();
    }

    @BeforeEach
    void look() {
        before = Traces.now();
    }

    @AfterEach
    void leavesNoTrace() {
        before.requireNoneSince(disk);
        depot.clear();
    }

    @Test
    void provesABackupAndKeepsTheProofBesideItsManifest() throws IOException {
        Manifest manifest = depot.store(ID, everything().snapshot());

        JsonNode answer = depot.drill("{}");

        assertThat(answer.path("id").asText()).isEqualTo(ID);
        assertThat(answer.path("passed").asBoolean()).isTrue();
        assertThat(answer.path("znodes").asLong())
                .isEqualTo(manifest.examination().content().nodes());
        assertThat(answer.path("treeDigest").asText())
                .isEqualTo(manifest.examination().treeDigest().orElseThrow());
        assertThat(answer.path("newestProven").path("id").asText()).isEqualTo(ID);
        assertThat(answer.path("newestProven").path("backupTime").asText()).isEqualTo("2026-11-22T00:00:00Z");
        JsonNode record = depot.record(ID);
        assertThat(record.path("passed").asBoolean()).isTrue();
        assertThat(record.path("zooKeeperVersion").asText()).startsWith("3.9.5");
        assertThat(record.path("treeDigest")).isEqualTo(answer.path("treeDigest"));
        assertThat(record.path("provenAt")).isEqualTo(answer.path("provenAt"));
    }

    @Test
    void leavesOneLineThatTellsHowItWentAndMeasuresIt() throws IOException {
        Manifest manifest = depot.store(ID, small().snapshot());

        depot.drill("{}");

        JsonNode line = depot.logged();
        assertThat(line.path("function").asText()).isEqualTo("VerifySnapshot");
        assertThat(line.path("id").asText()).isEqualTo(ID);
        assertThat(line.path("DrillSucceeded").asInt()).isEqualTo(1);
        assertThat(line.path("bytes").asLong()).isEqualTo(manifest.object().size());
        assertThat(line.path("znodes").asLong())
                .isEqualTo(manifest.examination().content().nodes());
        assertThat(line.has("ProvenAgeSeconds")).isTrue();
        assertThat(line.has("startMs") && line.has("readMs") && line.has("downloadMs"))
                .isTrue();
    }

    @Test
    void takesUpWhatZooKeeperHasCompressed() throws IOException {
        byte[] plain = everything().snapshot();
        depot.store("hourly-20261122T010000Z", Planted.gzip(plain));
        depot.store("hourly-20261122T020000Z", Planted.snappy(plain));

        for (String id : List.of("hourly-20261122T010000Z", "hourly-20261122T020000Z")) {
            assertThat(depot.drill("{\"id\": \"" + id + "\"}").path("passed").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void drillsAgainAndAgainInOneProcessAndKeepsEachResult() throws IOException, InterruptedException {
        depot.store(ID, small().snapshot());
        long descriptors = descriptors();

        for (int i = 0; i < 5; i++) {
            depot.drill("{}");
        }

        assertThat(descriptors()).isLessThan(descriptors + 5);
        assertThat(depot.drills(ID)).hasSize(5).allMatch(name -> name.endsWith("-passed.json"));
    }

    /** A server that is left open holds six at the least: its port, its selectors and their pipes. */
    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    @Test
    void isNotDisturbedByAnotherDrillAtTheSameTime() throws Exception {
        depot.store(ID, everything().snapshot());
        depot.store("hourly-20261122T010000Z", small().snapshot());
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Callable<JsonNode>> drills = List.of(
                    () -> depot.drill("{\"id\": \"" + ID + "\"}"),
                    () -> depot.drill("{\"id\": \"" + ID + "\"}"),
                    () -> depot.drill("{}"));
            List<String> drilled = new ArrayList<>();
            for (Future<JsonNode> drill : threads.invokeAll(drills)) {
                assertThat(drill.get().path("passed").asBoolean()).isTrue();
                drilled.add(drill.get().path("id").asText());
            }
            assertThat(drilled).containsExactly(ID, ID, "hourly-20261122T010000Z");
        } finally {
            threads.shutdownNow();
        }
        assertThat(depot.drills(ID)).isNotEmpty().allMatch(name -> name.endsWith("-passed.json"));
    }

    @Test
    void failsByTheChecksumWhereAByteWasChangedInS3() throws IOException {
        byte[] snapshot = small().snapshot();
        Manifest manifest = depot.store(ID, snapshot);
        byte[] changed = snapshot.clone();
        changed[changed.length / 2] ^= 1;
        depot.tamper(manifest, changed);

        failsWith("its manifest says " + manifest.object().crc32());
    }

    @Test
    void failsWhereTheObjectWasReplaced() throws IOException {
        Manifest manifest = depot.store(ID, small().snapshot());
        depot.tamper(manifest, small().create("/more", null).snapshot());
        // the manifest with the etag of the first object again
        depot.rewrite(manifest);

        failsWith("is no longer the object of its manifest");
    }

    @Test
    void failsWhereTheObjectIsShorterThanItWas() throws IOException {
        byte[] snapshot = small().snapshot();
        Manifest manifest = depot.store(ID, snapshot);
        depot.tamper(manifest, Arrays.copyOf(snapshot, snapshot.length - 100));

        failsWith("cannot read " + manifest.object().key() + " beyond byte " + (snapshot.length - 100));
    }

    @Test
    void failsByTheCountWhereTheManifestIsOfATreeWithOneZnodeMore() throws IOException {
        depot.store(ID, small().snapshot(), small().create("/more", null).snapshot());

        failsWith("the server gave its client 106 znodes, the manifest of " + ID + " says 107");
        assertThat(depot.record(ID).path("znodes").asLong()).isEqualTo(106);
    }

    @Test
    void failsByTheDigestWhereTheManifestIsOfATreeWithOneOtherByte() throws IOException {
        byte[] one = small().create("/more", new byte[] {1}).snapshot();
        byte[] other = small().create("/more", new byte[] {2}).snapshot();
        depot.store(ID, one, other);

        failsWith("the digest of what the client read is 0x");
    }

    @Test
    void failsWithWhatZooKeeperSaysWhereItRefusesTheSnapshot() throws IOException {
        byte[] snapshot = small().snapshot();
        int parent = indexOf(snapshot, "/orders");
        byte[] orphans = snapshot.clone();
        orphans[parent + 6] = 'z';
        depot.store(ID, orphans, snapshot);

        failsWith("a real server did not take it up: Invalid Datatree, unable to find parent /orders of path /orders/");
    }

    @Test
    void failsWhereWhatIsStoredIsNoSnapshotAtAll() throws IOException {
        depot.store(ID, "it is not".getBytes(UTF_8), small().snapshot());

        failsWith("a real server did not take it up: its header, a seal or its ending is not that of a snapshot");
    }

    @Test
    void aBackupThatFailsIsNoLongerTheNewestProvenOne() throws IOException {
        byte[] snapshot = small().snapshot();
        depot.store("daily-20261120T000000Z", snapshot);
        Manifest manifest = depot.store(ID, snapshot);
        depot.drill("{\"id\": \"daily-20261120T000000Z\"}");
        depot.tamper(manifest, Arrays.copyOf(snapshot, snapshot.length - 1));

        assertThatThrownBy(() -> depot.drill("{}")).isInstanceOf(SnapshotUnusableException.class);

        assertThat(depot.logged().path("newestProven").asText()).isEqualTo("daily-20261120T000000Z");
        assertThat(depot.logged().path("ProvenAgeSeconds").asLong())
                .isGreaterThan(0)
                .isLessThanOrEqualTo(Instant.now().getEpochSecond()
                        - Instant.parse("2026-11-20T00:00:00Z").getEpochSecond());
    }

    private void failsWith(String reason) throws IOException {
        assertThatThrownBy(() -> depot.drill("{}"))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining(reason);
        assertThat(depot.drills(ID)).singleElement().asString().endsWith("-failed.json");
        JsonNode record = depot.record(ID);
        assertThat(record.path("passed").asBoolean()).isFalse();
        assertThat(record.path("reason").asText()).contains(reason);
        assertThat(depot.logged().path("DrillSucceeded").asInt(-1)).isZero();
    }

    private static Planted small() {
        Planted planted = new Planted().create("/orders", new byte[10]);
        for (int i = 0; i < 100; i++) {
            planted.create("/orders/" + i, ("order " + i).getBytes(UTF_8));
        }
        return planted;
    }

    /** One of each kind of znode that there is. */
    private static Planted everything() {
        Id nobody = new Id("digest", "nobody:AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        StringBuilder deep = new StringBuilder();
        Planted planted = small();
        for (int i = 0; i < 60; i++) {
            planted.create(deep.append("/d").append(i).toString(), null);
        }
        return planted.create("/closed", "secret".getBytes(UTF_8), List.of(new ACL(Perms.ALL, nobody)))
                .create("/closed/inside", null, List.of(new ACL(Perms.DELETE, nobody)))
                .create("/größe", "1,80 m".getBytes(UTF_8))
                .create("/large", new byte[1 << 20])
                .create("/zookeeper/quota/orders", null)
                .createContainer("/container")
                .create("/container/in-it", null)
                .createWithTtl("/passing", 1)
                .openSession(0x100000000001L, 1)
                .createEphemeral("/orders/lock", 0x100000000001L)
                .createEphemeral("/orders/ghost", 0x100000000002L)
                .delete("/orders/7")
                .delete("/orders/9")
                .create("/orders/7", null);
    }

    private static int indexOf(byte[] snapshot, String path) {
        byte[] wanted = ByteBuffer.allocate(4 + path.length())
                .putInt(path.length())
                .put(path.getBytes(UTF_8))
                .array();
        for (int at = 0; at + wanted.length <= snapshot.length; at++) {
            if (ByteBuffer.wrap(snapshot, at, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                return at + 4;
            }
        }
        throw new AssertionError("the snapshot has no " + path);
    }
}
