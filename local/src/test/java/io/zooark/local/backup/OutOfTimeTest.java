package io.zooark.local.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.error.SnapshotFailedException;
import io.zooark.json.Json;
import io.zooark.local.backup.FaultProxy.Call;
import io.zooark.snapshot.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The function when its time runs out, whatever it is waiting for: it ends by itself, says so, and leaves nothing behind. */
@Tag("thorough")
@Isolated("threads of uploads are counted")
class OutOfTimeTest {
    private static final String ZXID = FakeAdminServer.FOLLOWER_ZXID;
    private static final Map<String, String> EVENT = Map.of("ensemble", "orders", "scheduledTime", Account.DUE);

    private static Account account;

    /** How long a backup may take, and how long the end of one: several times what a whole backup takes on this machine. */
    private static Duration ample = Duration.ofSeconds(2);

    private FakeAdminServer server;
    private FaultProxy proxy;
    private S3Client way;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        account = Account.open(folder);
        try (FakeAdminServer sound = FakeAdminServer.open().snapshot(ZXID, Size.ABOVE_TWO_PARTS.bytes())) {
            // the first one loads what a JVM has to load
            account.function(sound.port()).take();
            account.clear();
            long begin = System.nanoTime();
            account.function(sound.port()).take();
            Duration whole = Duration.ofNanos(System.nanoTime() - begin);
            ample = ample.compareTo(whole.multipliedBy(4)) > 0 ? ample : whole.multipliedBy(4);
        }
        account.clear();
    }

    @AfterAll
    static void closeAccount() {
        account.close();
    }

    @BeforeEach
    void openPeers() throws IOException {
        server = FakeAdminServer.open().snapshot(ZXID, Size.SMALL.bytes());
        proxy = FaultProxy.before(account.endpoint());
        way = Account.s3(proxy.endpoint());
    }

    @AfterEach
    void nothingIsLeftBehindAndTheNextRunWorks() throws IOException {
        try {
            soon("no upload is left", () -> account.uploading().isEmpty());
            // lets those go at last whom S3 does not answer
            proxy.close();
            soon(
                    "no thread takes a snapshot",
                    () -> Thread.getAllStackTraces().values().stream()
                            .flatMap(Arrays::stream)
                            .noneMatch(frame -> frame.getClassName().startsWith("io.zooark.snapshot.")));
            try (FakeAdminServer sound = FakeAdminServer.open().snapshot(ZXID, Size.SMALL.bytes())) {
                JsonNode next = account.function(sound.port())
                        .take(Map.of("ensemble", "orders", "scheduledTime", "2026-11-18T11:00:00Z"));
                assertThat(next.path("verdict").asText()).isEqualTo("CONSISTENT");
            }
        } finally {
            proxy.close();
            way.close();
            server.close();
            account.clear();
        }
    }

    @Test
    void saysThatAServerHasSentNoFirstByte() {
        server.snapshot(server::hang);

        givesUp("127.0.0.1:" + server.port() + " had sent no byte of its snapshot after ");
    }

    @Test
    void saysHowManyBytesOfHowManyHaveComeFromAServerThatTrickles() {
        byte[] whole = Size.SMALL.bytes();
        server.snapshot(out -> {
            FakeAdminServer.head(out, headers(whole.length));
            FakeAdminServer.chunk(out, whole, 1000);
            server.trickle(out, Arrays.copyOfRange(whole, 1000, whole.length));
        });

        String message = givesUp(" of " + whole.length + " bytes had come from 127.0.0.1:" + server.port() + " after ");
        assertThat(message).contains("s, and the server was waited for").containsPattern(": 1\\d\\d\\d of ");
    }

    @Test
    void saysThatS3TakesNothing() {
        byte[] large = Size.ABOVE_TWO_PARTS.bytes();
        server.snapshot(ZXID, large);
        proxy.hanging(call -> call.method().equals("POST") && call.query().contains("uploads"));

        assertThat(givesUp(" of " + large.length + " bytes had come from 127.0.0.1:" + server.port()))
                .contains("s, and S3 was waited for");
    }

    @Test
    void saysThatS3MakesNoObjectWhereItTakesNoPart() {
        server.snapshot(ZXID, Size.ABOVE_TWO_PARTS.bytes());
        proxy.hanging(Call::uploadsAPart);

        givesUp("bytes had come from 127.0.0.1:" + server.port() + ", and S3 was to make an object of them");
    }

    @Test
    void saysThatS3MakesNoObject() {
        proxy.hanging(call -> call.putsAnObject() && call.path().endsWith("/snapshot"));

        givesUp("bytes had come from 127.0.0.1:" + server.port() + ", and S3 was to make an object of them");
    }

    @Test
    void saysThatTheVaultDoesNotTellWhatItHolds() {
        proxy.hanging(call -> call.method().equals("GET"));

        givesUp("the vault was being asked what it holds");
        assertThat(server.snapshots()).isZero();
    }

    @Test
    void saysThatTheServersDidNotTellHowTheyAre() {
        server.hanging("zabstate");

        givesUp("the servers were being asked how they are");
    }

    @Test
    void saysThatAnotherInvocationHasNotWrittenItsManifest() {
        account.s3()
                .putObject(
                        request -> request.bucket(Account.BUCKET).key(Account.KEY),
                        RequestBody.fromString("what another invocation has stored"));

        givesUp("another invocation, which has stored monthly-20261118T100000Z, had not written its manifest yet");
    }

    @Test
    void publishesTheTornOneThatItHasKept() throws IOException {
        byte[] whole = Size.SMALL.bytes();
        AtomicInteger asked = new AtomicInteger();
        server.snapshot(out -> {
            if (asked.incrementAndGet() == 1) {
                FakeAdminServer.stream("0x300000006", whole.length, whole).send(out);
            } else {
                server.hang(out);
            }
        });

        JsonNode taken = inLittleTime().take(EVENT, timeout());

        assertThat(taken.path("verdict").asText()).isEqualTo("TORN");
        assertThat(taken.path("id").asText()).isEqualTo("hourly-20261118T100000Z");
        assertThat(taken.path("manifest").path("passedOver"))
                .singleElement()
                .extracting(JsonNode::asText)
                .asString()
                .startsWith("given up for want of time: 127.0.0.1:" + server.port() + " had sent no byte");
        assertThat(account.read("hourly/orders/20261118T100000Z/snapshot")).isEqualTo(whole);
        assertThat(lastLine().path("BackupSucceeded").asInt(-1)).isZero();
    }

    @Test
    void refusesAtOnceWhereThereIsNoTime() {
        assertThatThrownBy(() -> inLittleTime().take(EVENT, ample.minusMillis(100)))
                .isInstanceOf(SnapshotFailedException.class)
                .hasMessageContaining(" s were left at the start, and the last " + ample.toSeconds() + " s are kept")
                .hasMessageContaining("HINT: give the function a longer time-out");
        assertThat(server.snapshots()).isZero();
    }

    private String givesUp(String... words) {
        long begin = System.nanoTime();
        List<String> message = new ArrayList<>();
        assertThatThrownBy(() -> inLittleTime().take(EVENT, timeout()))
                .isInstanceOf(SnapshotFailedException.class)
                .hasMessageContaining(
                        "given up " + ample.toSeconds() + " s before the invocation would have been killed: ")
                .hasMessageContainingAll(words)
                .hasMessageContaining("\nHINT: ")
                .satisfies(thrown -> message.add(String.valueOf(thrown.getMessage())));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(timeout());
        assertThat(account.keys()).allMatch(key -> key.endsWith("/snapshot")).hasSizeLessThan(2);
        assertThat(lastLine().path("BackupSucceeded").asInt(-1)).isZero();
        return message.get(0);
    }

    private static Duration timeout() {
        return ample.multipliedBy(2);
    }

    private TakeSnapshotFunction inLittleTime() {
        Timing timing = new Timing(Clock.systemUTC(), Duration.ofMinutes(1), ample);
        return account.function(Account.Setting.usual(way).with(timing), server.port());
    }

    private static JsonNode lastLine() {
        List<String> lines = account.logged();
        try {
            return Json.mapper().readTree(lines.get(lines.size() - 1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> headers(int size) {
        return Map.of("last_zxid", ZXID, "snapshot_size", String.valueOf(size));
    }

    private static void soon(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
