package io.zooark.local.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.aws.S3Vault;
import io.zooark.aws.WatchedHttp;
import io.zooark.error.StorageRefusedException;
import io.zooark.local.backup.FaultProxy.Call;
import io.zooark.snapshot.Manifest.StoredObject;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.s3.S3Client;

/** The vault while S3 neither reads nor answers, over plain HTTP and over TLS, where a socket is harder to close. */
@Isolated("threads of uploads are counted")
class StalledStorageTest {
    private static final SnapshotId ID = new SnapshotId(SnapshotClass.MANUAL, Instant.parse(Account.DUE));
    private static final String URL = "s3://zooark-vault/manual/orders/20261118T100000Z/snapshot";
    private static final int PART = 16 << 20;
    private static final byte[] PARTS = bytes(3 * PART + 12_345);
    private static final byte[] ONE_PART = Arrays.copyOf(PARTS, PART);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static Account account;
    private static Authority authority;

    private FaultProxy proxy;
    private S3Client way;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        account = Account.open(folder.resolve("s3"));
        authority = Authority.found(folder.resolve("pki"), "authority");
        authority.issue("s3", Authority.LOOPBACK);
        // the stand-in takes its time with the first calls
        storePatiently(PARTS);
        account.clear();
    }

    @AfterAll
    static void closeAccount() {
        account.close();
    }

    @BeforeEach
    void openProxy() throws IOException {
        proxy = FaultProxy.before(account.endpoint());
        way = Account.s3(proxy.endpoint(), new WatchedHttp(PATIENCE));
    }

    @AfterEach
    void closeProxy() {
        way.close();
        proxy.close();
        account.clear();
    }

    @Test
    void endsWhenS3StopsReadingInTheMiddleOfAPart() throws IOException {
        storesNothing(PARTS, Call::uploadsAPart);
    }

    @Test
    void endsWhenS3StopsReadingInTheMiddleOfAPartOverTls() throws IOException {
        overTls();

        storesNothing(PARTS, Call::uploadsAPart);
    }

    private void storesNothing(byte[] bytes, Predicate<Call> which) {
        proxy.stallingAfter(which, Integer.MAX_VALUE, 100_000);

        assertThatThrownBy(() -> store(bytes))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageMatching("(?s)S3 stalled when asked to take part [12] of " + URL
                        + " \\(0 bytes of it are stored\\): it took \\d{5,8} of \\d{8} bytes, then neither read nor answered"
                        + " for 3 s\nHINT: .*running it again is safe")
                .hasMessageNotContaining("SDK Attempt");
        assertThat(proxy.calls().stream().filter(Call::uploadsAPart))
                .as("no part is tried again")
                .hasSizeBetween(2, 3)
                .extracting(Call::query)
                .doesNotHaveDuplicates();
        leavesNothing();
    }

    @Test
    void endsWhenS3StopsReadingAWholeObject() throws IOException {
        proxy.stallingAfter(Call::putsAnObject, Integer.MAX_VALUE, 100_000);

        stalls(ONE_PART, "asked to store " + URL, " bytes, then neither read nor answered for 3 s");
    }

    @Test
    void endsWhenS3TakesAPartAndNeverAnswers() throws IOException {
        proxy.neverAnswering(Call::uploadsAPart, Integer.MAX_VALUE);

        stalls(PARTS, "asked to take part ", "it took all ", " bytes, then did not answer for 3 s");
    }

    @Test
    void endsWhenS3DoesNotAnswerToTheBeginningOfAnUpload() throws IOException {
        proxy.neverAnswering(
                call -> call.method().equals("POST") && call.query().startsWith("uploads"), Integer.MAX_VALUE);

        stalls(PARTS, "asked to begin an upload of " + URL, "it did not answer for 3 s");
    }

    @Test
    void endsWhenS3DoesNotAnswerToTheEndOfAnUpload() throws IOException {
        proxy.neverAnswering(Call::completes, Integer.MAX_VALUE);

        stalls(PARTS, "asked to store " + URL, " bytes, then did not answer for 3 s");
    }

    @Test
    void sendsAPartAgainWhoseConnectionAloneHasDied() throws IOException {
        proxy.stallingAfter(call -> call.uploadsAPart() && call.query().contains("partNumber=2"), 1, 100_000);

        store(PARTS);

        assertThat(account.read("manual/orders/20261118T100000Z/snapshot")).isEqualTo(PARTS);
        assertThat(proxy.calls().stream().filter(Call::uploadsAPart)).hasSize(5);
    }

    @Test
    void readsOnWhenS3FallsSilentOnce() throws IOException {
        StoredObject stored = storePatiently(ONE_PART);
        proxy.fallingSilent(Call::reads, 1, 1_000_000);

        try (InputStream in = vault().open(stored)) {
            assertThat(in.readAllBytes()).isEqualTo(ONE_PART);
        }
        assertThat(proxy.calls().stream().filter(Call::reads)).hasSize(2);
    }

    @Test
    void endsWhenS3FallsSilentWhileItIsRead() throws IOException {
        StoredObject stored = storePatiently(ONE_PART);
        proxy.fallingSilent(Call::reads, 1, 1_000_000).neverAnswering(Call::reads, Integer.MAX_VALUE);

        try (InputStream in = vault().open(stored)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "cannot read " + stored.key() + " beyond byte 1000000 of 16777216: S3 has stalled: ");
        }
        assertThat(proxy.calls().stream().filter(Call::reads))
                .as("from where it stopped, once")
                .hasSize(2);
    }

    @Test
    void endsABackupAndSaysSo() throws IOException {
        proxy.stallingAfter(Call::uploadsAPart, Integer.MAX_VALUE, 100_000);
        try (FakeAdminServer server =
                FakeAdminServer.open().snapshot(FakeAdminServer.FOLLOWER_ZXID, Size.ABOVE_TWO_PARTS.bytes())) {
            assertThatThrownBy(() ->
                            account.function(way, Account.BUCKET, server.port()).take())
                    .isInstanceOf(StorageRefusedException.class)
                    .hasMessageStartingWith("S3 stalled when asked to take part ");
            assertThat(server.snapshots()).as("S3 is not the server's fault").isEqualTo(1);
        }
        leavesNothing();
    }

    private void stalls(byte[] bytes, String... words) {
        assertThatThrownBy(() -> store(bytes))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageStartingWith("S3 stalled when ")
                .hasMessageContainingAll(words);
        leavesNothing();
    }

    private void leavesNothing() {
        assertThat(account.keys()).isEmpty();
        assertThat(account.uploading()).isEmpty();
        assertThat(Streaming.uploaders()).as("threads that still upload").isEmpty();
    }

    private void overTls() throws IOException {
        closeProxy();
        proxy = FaultProxy.before(account.endpoint(), authority.tls("s3"));
        way = Account.s3(
                proxy.endpoint(), new WatchedHttp(PATIENCE, authority.tls("s3").getSocketFactory()));
    }

    private Vault vault() {
        return new S3Vault(way, Account.BUCKET);
    }

    private StoredObject store(byte[] bytes) throws IOException {
        return store(vault(), bytes);
    }

    private static StoredObject storePatiently(byte[] bytes) throws IOException {
        return store(new S3Vault(account.s3(), Account.BUCKET), bytes);
    }

    private static StoredObject store(Vault vault, byte[] bytes) throws IOException {
        try (Vault.Upload upload = vault.begin("orders", ID, bytes.length)) {
            upload.out().write(bytes);
            return upload.complete().orElseThrow();
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(11).nextBytes(bytes);
        return bytes;
    }
}
