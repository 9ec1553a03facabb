package io.zooark.local.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** One event delivered more than once, as the scheduler does: one object, one manifest, one answer. */
class RepeatedDeliveryTest {
    private static final byte[] ONE_PART = Size.SMALL.bytes();
    private static final byte[] THREE_PARTS = Size.ABOVE_TWO_PARTS.bytes();

    private static Account account;

    private FakeAdminServer server;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        account = Account.open(folder);
    }

    @AfterAll
    static void closeAccount() {
        account.close();
    }

    @BeforeEach
    void openServer() throws IOException {
        server = FakeAdminServer.open().snapshot(FakeAdminServer.FOLLOWER_ZXID, ONE_PART);
    }

    @AfterEach
    void closeServer() throws IOException {
        server.close();
        account.clear();
    }

    @Test
    void answersTheSameBackupASecondTime() throws IOException {
        JsonNode first = account.function(server.port()).take();
        List<String> keys = account.keys();

        JsonNode second = account.function(server.port()).take();

        assertThat(first.path("alreadyTaken").asBoolean()).isFalse();
        assertThat(second.path("alreadyTaken").asBoolean()).isTrue();
        assertThat(second.path("manifest")).isEqualTo(first.path("manifest"));
        assertThat(account.keys()).isEqualTo(keys).hasSize(2);
        assertThat(server.snapshots()).isEqualTo(1);
    }

    @Test
    void takesOneBackupForTwoDeliveriesAtOnce() throws Exception {
        for (byte[] snapshot : List.of(ONE_PART, THREE_PARTS)) {
            CyclicBarrier bothHaveStreamed = new CyclicBarrier(2);
            server.snapshot(out -> {
                // each has found no manifest by now: the race is as close as it can be
                await(bothHaveStreamed);
                FakeAdminServer.stream(FakeAdminServer.FOLLOWER_ZXID, snapshot.length, snapshot)
                        .send(out);
            });

            List<JsonNode> answers = atOnce(2);

            assertThat(answers)
                    .extracting(answer -> answer.path("id").asText())
                    .containsOnly("monthly-20261118T100000Z");
            assertThat(answers)
                    .extracting(answer -> answer.path("alreadyTaken").asBoolean())
                    .containsExactlyInAnyOrder(true, false);
            assertThat(answers.get(0).path("manifest")).isEqualTo(answers.get(1).path("manifest"));
            assertThat(account.keys()).hasSize(2);
            assertThat(account.uploading()).isEmpty();
            requireManifestOfWhatIsStored(answers.get(0));
            account.clear();
        }
    }

    @Test
    void keepsOneTornBackupOfTwoDeliveriesAtOnce() throws Exception {
        for (byte[] snapshot : List.of(ONE_PART, THREE_PARTS)) {
            CyclicBarrier bothHaveStreamed = new CyclicBarrier(2);
            server.snapshot(out -> {
                await(bothHaveStreamed);
                FakeAdminServer.stream("0x300000006", snapshot.length, snapshot).send(out);
            });

            List<JsonNode> answers = atOnce(2);

            assertThat(answers)
                    .extracting(answer -> answer.path("id").asText())
                    .containsOnly("hourly-20261118T100000Z");
            assertThat(answers)
                    .extracting(answer -> answer.path("verdict").asText())
                    .containsOnly("TORN");
            assertThat(answers)
                    .extracting(answer -> answer.path("alreadyTaken").asBoolean())
                    .containsExactlyInAnyOrder(true, false);
            assertThat(answers.get(0).path("manifest")).isEqualTo(answers.get(1).path("manifest"));
            assertThat(account.keys()).hasSize(2).allMatch(key -> key.startsWith("hourly/orders/"));
            assertThat(account.uploading()).isEmpty();
            account.clear();
        }
    }

    @Test
    void keepsOneOfATornAndAWholeBackupOfTwoDeliveriesAtOnce() throws Exception {
        CyclicBarrier bothHaveStreamed = new CyclicBarrier(2);
        AtomicInteger asked = new AtomicInteger();
        server.snapshot(out -> {
            String zxid = asked.getAndIncrement() % 2 == 0 ? "0x300000006" : FakeAdminServer.FOLLOWER_ZXID;
            await(bothHaveStreamed);
            FakeAdminServer.stream(zxid, ONE_PART.length, ONE_PART).send(out);
        });

        List<JsonNode> answers = atOnce(2);

        assertThat(answers.get(0).path("manifest")).isEqualTo(answers.get(1).path("manifest"));
        assertThat(answers)
                .extracting(answer -> answer.path("alreadyTaken").asBoolean())
                .containsExactlyInAnyOrder(true, false);
        assertThat(account.keys().stream().filter(key -> key.endsWith("/manifest.json")))
                .as("one backup, whichever")
                .hasSize(1);
        assertThat(account.uploading()).isEmpty();
    }

    @Test
    void replacesTheObjectOfARunThatDiedBeforeItsManifest() throws IOException {
        for (byte[] snapshot : List.of(ONE_PART, THREE_PARTS)) {
            server.snapshot(FakeAdminServer.FOLLOWER_ZXID, snapshot);
            account.s3()
                    .putObject(
                            request -> request.bucket(Account.BUCKET).key(Account.KEY),
                            RequestBody.fromString("what a run that died has left"));

            JsonNode taken = account.function(server.port()).take();

            assertThat(taken.path("alreadyTaken").asBoolean()).isFalse();
            assertThat(account.read(Account.KEY)).isEqualTo(snapshot);
            assertThat(account.keys()).hasSize(2);
            assertThat(account.uploading()).isEmpty();
            requireManifestOfWhatIsStored(taken);
            account.clear();
        }
    }

    @Test
    void isNotHinderedByTheUnfinishedUploadOfARunThatDied() throws IOException {
        account.s3()
                .createMultipartUpload(request -> request.bucket(Account.BUCKET).key(Account.KEY));

        JsonNode taken = account.function(server.port()).take();

        assertThat(taken.path("verdict").asText()).isEqualTo("CONSISTENT");
        requireManifestOfWhatIsStored(taken);
        assertThat(account.uploading())
                .as("another run's upload may be alive; the lifecycle rule ends it if not")
                .containsExactly(Account.KEY);
    }

    @Test
    void namesABackupByItsScheduledTimeAndNothingElse() throws IOException {
        account.function(server.port()).take();

        JsonNode next = account.function(server.port())
                .take(Map.of("ensemble", "orders", "scheduledTime", "2026-11-18T11:00:00Z"));
        JsonNode manual = account.function(server.port())
                .take(Map.of("ensemble", "orders", "scheduledTime", "2026-11-18T11:00:00Z", "class", "manual"));

        assertThat(next.path("id").asText()).isEqualTo("hourly-20261118T110000Z");
        assertThat(manual.path("id").asText()).isEqualTo("manual-20261118T110000Z");
        assertThat(account.keys()).hasSize(6);
    }

    private static void requireManifestOfWhatIsStored(JsonNode taken) {
        JsonNode object = taken.path("manifest").path("object");
        assertThat(object.path("etag").asText())
                .isEqualTo(account.s3()
                        .headObject(request -> request.bucket(Account.BUCKET).key(Account.KEY))
                        .eTag());
    }

    private List<JsonNode> atOnce(int many) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<JsonNode>> pending = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                pending.add(threads.submit(() -> account.function(
                                Account.Setting.usual(account.s3()).attempting(1), server.port())
                        .take()));
            }
            List<JsonNode> answers = new ArrayList<>();
            for (Future<JsonNode> answer : pending) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IOException("the other delivery did not come so far", e);
        }
    }
}
