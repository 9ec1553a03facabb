package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerNotServingException;
import io.zooark.error.ServerRefusedException;
import io.zooark.error.SnapshotFailedException;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Rewriting;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.SnapshotStreamRewriter;
import io.zooark.zookeeper.format.SnapshotVerifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The function against a server whose stream is not what it should be: nothing is stored, nothing stays uploading. */
class HostileStreamTest {
    private static final String ZXID = FakeAdminServer.FOLLOWER_ZXID;

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
        server = FakeAdminServer.open();
    }

    @AfterEach
    void closeServer() throws IOException {
        server.close();
        account.clear();
    }

    @ParameterizedTest
    @EnumSource
    void storesAWholeStreamAsItCame(Size size) throws IOException {
        server.snapshot(ZXID, size.bytes());

        JsonNode taken = account.function(server.port()).take();

        assertThat(taken.path("verdict").asText()).isEqualTo("CONSISTENT");
        assertThat(account.read(Account.KEY)).isEqualTo(size.bytes());
        assertThat(account.keys()).hasSize(2);
        assertThat(account.uploading()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void storesNothingOfAStreamWhoseConnectionWasCut(Size size) {
        server.snapshot(out -> {
            FakeAdminServer.head(out, headers(size.bytes().length));
            FakeAdminServer.chunk(out, size.bytes(), size.bytes().length * 9 / 10);
        });

        storesNothing(SnapshotFailedException.class, "broke off");
    }

    @ParameterizedTest
    @EnumSource
    void storesNothingOfAStreamThatEndsBeforeItsAnnouncedSize(Size size) {
        byte[] whole = size.bytes();
        server.snapshot(FakeAdminServer.stream(ZXID, whole.length, Arrays.copyOf(whole, whole.length * 9 / 10)));

        storesNothing(SnapshotFailedException.class, "announced " + whole.length + " bytes and sent");
    }

    @ParameterizedTest
    @EnumSource
    void storesNothingOfAStreamThatIsLongerThanAnnounced(Size size) {
        server.snapshot(FakeAdminServer.stream(ZXID, size.bytes().length - 1, size.bytes()));

        storesNothing(SnapshotFailedException.class, "bytes and sent " + size.bytes().length);
    }

    @ParameterizedTest
    @EnumSource
    void storesNothingOfAStreamWithAFlippedBit(Size size) {
        server.snapshot(ZXID, Snapshots.withAFlippedBit(size.bytes()));

        storesNothing(SnapshotFailedException.class, "sent a damaged snapshot");
    }

    @Test
    void neverCallsAStreamConsistentWhoseSealsAreRightAndWhoseTreeIsNot() throws IOException {
        server.snapshot(ZXID, Snapshots.withAFlippedBitAndRightSeals(Size.SMALL.bytes()));

        JsonNode taken = account.function(server.port()).take();

        assertThat(taken.path("verdict").asText()).isEqualTo("TORN");
        assertThat(taken.path("reason").asText()).contains("digest");
        assertThat(server.snapshots()).as("it is asked again first").isEqualTo(4);
        assertThat(account.uploading()).isEmpty();
    }

    @Test
    void callsAStreamTornWhoseEndIsLaterThanItsBeginning() throws IOException {
        server.snapshot("0x300000006", Size.ABOVE_TWO_PARTS.bytes());

        JsonNode taken = account.function(server.port()).take();

        assertThat(taken.path("verdict").asText()).isEqualTo("TORN");
        assertThat(taken.path("reason").asText()).contains("0x300000006").contains(ZXID);
        assertThat(account.keys()).hasSize(2);
        assertThat(account.uploading()).as("of those thrown away").isEmpty();
    }

    @Test
    void storesNothingOfAStreamWithAChildBeforeItsParent() {
        server.snapshot(ZXID, Snapshots.withAChildBeforeItsParent(Size.SMALL.bytes()));

        storesNothing(SnapshotFailedException.class, "sent a damaged snapshot", "/orders/o00000");
    }

    @Test
    void storesNothingOfAnEmptyStream() {
        server.snapshot(ZXID, new byte[0]);

        storesNothing(SnapshotFailedException.class, "sent a damaged snapshot");
    }

    @Test
    void storesNothingOfAServerThatIsNotServingThoughItAnswersWith200() {
        server.snapshot(200, "application/json", """
                {"command": "snapshot", "error": "This ZooKeeper instance is not currently serving requests"}
                """);

        storesNothing(ServerNotServingException.class, "is not serving requests", "quorum");
    }

    @Test
    void storesNothingOfAnAnswerInJsonWithoutAnError() {
        server.snapshot(200, "application/json", "{\"command\": \"snapshot\", \"error\": null}");

        storesNothing(ServerRefusedException.class, "with application/json instead of a stream", "3.9.4");
    }

    @Test
    void storesNothingOfAPageOfHtml() {
        server.snapshot(500, "text/html", "<html><body>Error 500 java.lang.NullPointerException</body></html>");

        storesNothing(ServerNotServingException.class, "a page of HTML", "3.9.4");
    }

    @Test
    void storesNothingWithoutTheHeaders() {
        byte[] whole = Size.SMALL.bytes();
        server.snapshot(headed(whole, Map.of("snapshot_size", String.valueOf(whole.length))));
        storesNothing(ServerRefusedException.class, "without the header last_zxid");

        server.snapshot(headed(whole, Map.of("last_zxid", ZXID)));
        storesNothing(ServerRefusedException.class, "without the header snapshot_size");
    }

    @Test
    void storesNothingWithHeadersThatMakeNoSense() {
        byte[] whole = Size.SMALL.bytes();
        server.snapshot(headed(whole, Map.of("last_zxid", "0xffffffffffffffff", "snapshot_size", "5")));
        storesNothing(ServerRefusedException.class, "gave a header last_zxid that is none");

        server.snapshot(headed(whole, Map.of("last_zxid", "many", "snapshot_size", "5")));
        storesNothing(ServerRefusedException.class, "gave a header last_zxid that is none", "'many'");

        server.snapshot(headed(whole, Map.of("last_zxid", ZXID, "snapshot_size", "-5")));
        storesNothing(ServerRefusedException.class, "announced a snapshot of '-5' bytes");
    }

    @ParameterizedTest
    @EnumSource
    void givesUpOnAStreamThatFallsSilent(Size size) {
        server.snapshot(out -> {
            FakeAdminServer.head(out, headers(size.bytes().length));
            FakeAdminServer.chunk(out, size.bytes(), size.bytes().length * 9 / 10);
            server.hang(out);
        });

        storesNothing(SnapshotFailedException.class, "no byte came for");
    }

    @Test
    void passesOverAServerWhoseStatusMakesNoSense() throws IOException {
        try (FakeAdminServer sane = FakeAdminServer.open()) {
            server.answering("zabstate", "{\"myid\": 1, \"zabstate\": \"broadcast\", \"last_zxid\": \"soon\"}");
            sane.snapshot(ZXID, Size.SMALL.bytes());

            JsonNode taken = account.function(server.port(), sane.port()).take();

            assertThat(taken.path("verdict").asText()).isEqualTo("CONSISTENT");
            assertThat(taken.path("manifest").path("passedOver").toString()).contains("gave a zxid that is none");
        }
    }

    @Test
    void takesCompressedStreamsThatCanBeVerifiedAndRestored() throws IOException {
        for (String compression : new String[] {"GZIP", "SNAPPY"}) {
            byte[] plain = Size.ABOVE_TWO_PARTS.bytes();
            byte[] packed = compression.equals("GZIP") ? Snapshots.gzip(plain) : Snapshots.snappy(plain);
            server.snapshot(ZXID, packed);

            JsonNode taken = account.function(server.port()).take();

            JsonNode examination = taken.path("manifest").path("examination");
            assertThat(taken.path("verdict").asText()).as(compression).isEqualTo("CONSISTENT");
            assertThat(examination.path("compression").asText()).isEqualTo(compression);
            assertThat(examination.path("bytes").asInt()).isEqualTo(packed.length);
            byte[] stored = account.read(Account.KEY);
            assertThat(stored).isEqualTo(packed);
            restorable(stored, plain);
            account.clear();
        }
    }

    @Test
    void storesNothingOfACompressedStreamThatIsCutShort() throws IOException {
        byte[] packed = Snapshots.gzip(Size.ABOVE_TWO_PARTS.bytes());
        byte[] cut = Arrays.copyOf(packed, packed.length - 9);
        server.snapshot(ZXID, cut);

        storesNothing(SnapshotFailedException.class, "sent a damaged snapshot", "gzip");
    }

    private static void restorable(byte[] stored, byte[] plain) throws IOException {
        ByteArrayOutputStream rewritten = new ByteArrayOutputStream();
        new SnapshotStreamRewriter().rewrite(new ByteArrayInputStream(stored), rewritten, Rewriting.WITHOUT_SESSIONS);
        Examination examination =
                new SnapshotVerifier().examine(new ByteArrayInputStream(rewritten.toByteArray()), Optional.empty());

        assertThat(examination.verdict()).isEqualTo(Verdict.CONSISTENT);
        assertThat(Snapshots.load(rewritten.toByteArray()).nodes().keySet())
                .isEqualTo(Snapshots.load(plain).nodes().keySet());
    }

    private static Map<String, String> headers(int size) {
        return Map.of("last_zxid", ZXID, "snapshot_size", String.valueOf(size));
    }

    private static FakeAdminServer.Reply headed(byte[] body, Map<String, String> headers) {
        return out -> {
            FakeAdminServer.head(out, headers);
            FakeAdminServer.chunk(out, body, body.length);
            out.write("0\r\n\r\n".getBytes(UTF_8));
        };
    }

    private void storesNothing(Class<? extends RestoreException> error, String... words) {
        assertThatThrownBy(() -> account.function(server.port()).take())
                .isInstanceOf(error)
                .hasMessageContainingAll(words)
                .hasMessageContaining("127.0.0.1:" + server.port())
                .hasMessageContaining("\nHINT: ")
                .hasMessageNotContaining(Account.PASSWORD);
        assertThat(account.keys()).isEmpty();
        assertThat(account.uploading()).isEmpty();
    }
}
