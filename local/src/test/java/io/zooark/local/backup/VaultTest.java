package io.zooark.local.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.aws.S3Vault;
import io.zooark.local.backup.FaultProxy.Call;
import io.zooark.snapshot.Manifest.StoredObject;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The vault over the real SDK: parts and checksums on the way in, broken connections on the way out. */
class VaultTest {
    private static final SnapshotId ID = new SnapshotId(SnapshotClass.MANUAL, Instant.parse(Account.DUE));
    private static final int PART = 16 << 20;
    private static final byte[] BYTES = bytes(2 * PART + 12_345);

    private static Path folder;
    private static Account account;

    private FaultProxy proxy;
    private S3Client way;

    @BeforeAll
    static void open(@TempDir Path made) throws IOException {
        folder = made;
        account = Account.open(made);
    }

    @AfterAll
    static void closeAccount() {
        account.close();
    }

    @BeforeEach
    void openProxy() throws IOException {
        proxy = FaultProxy.before(account.endpoint());
        way = Account.s3(proxy.endpoint());
    }

    @AfterEach
    void closeProxy() {
        way.close();
        proxy.close();
        account.clear();
    }

    @Test
    void sendsPartsAndKnowsTheChecksumOfTheWhole() throws IOException {
        StoredObject stored = store(BYTES, 8191);

        Path file = folder.resolve(Account.BUCKET).resolve(stored.key());
        try (InputStream content = Files.newInputStream(file)) {
            assertThat(stored.crc32()).isEqualTo(Snapshots.crc32(content));
        }
        assertThat(Files.size(file)).isEqualTo(BYTES.length).isEqualTo(stored.size());
        assertThat(Files.readAllBytes(file)).isEqualTo(BYTES);
        assertThat(proxy.calls().stream().filter(Call::uploadsAPart)).hasSize(3);
    }

    @Test
    void sendsOnePutForWhatFitsIntoOnePartToTheByte() throws IOException {
        StoredObject one = store(bytes(PART), PART);

        assertThat(one.size()).isEqualTo(PART);
        assertThat(proxy.calls().stream().filter(Call::uploadsAPart)).isEmpty();
        assertThat(proxy.calls().stream().filter(Call::putsAnObject)).hasSize(1);

        account.clear();
        StoredObject two = store(bytes(PART + 1), PART);

        assertThat(proxy.calls().stream().filter(Call::uploadsAPart)).hasSize(2);
        assertThat(account.read(two.key())).isEqualTo(bytes(PART + 1));
    }

    @Test
    void leavesNothingOfAnUploadThatIsClosedBeforeItsEnd() throws IOException {
        try (Vault.Upload upload = vault().begin("orders", ID, BYTES.length)) {
            upload.out().write(BYTES);
            assertThat(account.uploading()).hasSize(1);
        }

        assertThat(account.uploading()).isEmpty();
        assertThat(account.keys()).isEmpty();
    }

    @Test
    void goesOnFromTheByteWhereAConnectionBroke() throws IOException {
        StoredObject stored = store(BYTES, PART);
        proxy.cuttingOff(Call::reads, 2, 5_000_000);

        try (InputStream in = vault().open(stored)) {
            assertThat(in.readAllBytes()).isEqualTo(BYTES);
        }

        List<Call> reads = proxy.calls().stream().filter(Call::reads).toList();
        assertThat(reads).hasSize(3);
        assertThat(reads.get(0).range()).isEmpty();
        assertThat(reads.subList(1, 3)).allMatch(read -> read.range().matches("bytes=[1-9]\\d*-"));
    }

    @Test
    void givesUpWhereEveryConnectionBreaksWithoutAByte() throws IOException {
        StoredObject stored = store(BYTES, PART);
        proxy.cuttingOff(Call::reads, 100, 0);

        try (InputStream in = vault().open(stored)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot read " + stored.key() + " beyond byte 0 of ");
        }
    }

    @Test
    void refusesAnObjectThatWasChangedBeforeItWasOpened() throws IOException {
        StoredObject stored = store(BYTES, PART);
        overwrite(stored);

        try (InputStream in = vault().open(stored)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is no longer the object of its manifest");
        }
        assertThat(proxy.calls().stream().filter(Call::reads)).hasSize(1);
    }

    @Test
    void refusesToGoOnInAnObjectThatWasChangedMeanwhile() throws IOException {
        StoredObject stored = store(BYTES, PART);
        proxy.cuttingOff(Call::reads, 1, 5_000_000);

        try (InputStream in = vault().open(stored)) {
            assertThat(in.readNBytes(1000)).hasSize(1000);
            overwrite(stored);
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is no longer the object of its manifest");
        }
    }

    @Test
    void neverTakesTheBeginningOfAnObjectForItsMiddle() throws IOException {
        StoredObject stored = store(BYTES, PART);
        proxy.cuttingOff(call -> call.reads() && call.range().isEmpty(), 1, 5_000_000)
                .ignoringRanges();

        try (InputStream in = vault().open(stored)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("on and got null");
        }
    }

    @Test
    void readsNothingWhereNothingIsAskedFor() throws IOException {
        StoredObject stored = store(new byte[] {7}, PART);

        try (InputStream in = vault().open(stored)) {
            assertThat(in.read(new byte[1], 0, 0)).isZero();
            assertThat(in.read()).isEqualTo(7);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void listsTheNewestFirstAndPassesByWhatIsNotItsOwn() {
        for (String key : List.of(
                "manual/orders/20261118T100000Z/snapshot",
                "manual/orders/20261119T100000Z/manifest.json",
                "manual/orders/notes/readme.txt",
                "manual/orders-2/20261120T100000Z/snapshot")) {
            account.s3().putObject(request -> request.bucket(Account.BUCKET).key(key), RequestBody.fromString("x"));
        }

        assertThat(vault().list("orders", SnapshotClass.MANUAL))
                .extracting(SnapshotId::toString)
                .containsExactly("manual-20261119T100000Z", "manual-20261118T100000Z");
    }

    private static void overwrite(StoredObject stored) {
        account.s3()
                .putObject(
                        request -> request.bucket(Account.BUCKET).key(stored.key()),
                        RequestBody.fromBytes(bytes(BYTES.length - 1)));
    }

    private StoredObject store(byte[] content, int piece) throws IOException {
        try (Vault.Upload upload = vault().begin("orders", ID, content.length);
                InputStream in = new ByteArrayInputStream(content)) {
            byte[] buffer = new byte[piece];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                upload.out().write(buffer, 0, count);
            }
            Optional<StoredObject> stored = upload.complete();
            return stored.orElseThrow();
        }
    }

    private S3Vault vault() {
        return new S3Vault(way, Account.BUCKET);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
