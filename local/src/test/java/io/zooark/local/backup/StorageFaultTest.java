package io.zooark.local.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.error.StorageRefusedException;
import io.zooark.local.backup.FaultProxy.Call;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;

/** The function while S3 refuses or fails, at each of the calls that store a snapshot. */
class StorageFaultTest {
    private static final byte[] ONE_PART = Size.SMALL.bytes();
    private static final byte[] THREE_PARTS = Size.ABOVE_TWO_PARTS.bytes();

    private static Account account;

    private FakeAdminServer server;
    private FaultProxy proxy;
    private S3Client way;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        account = Account.open(folder);
    }

    @AfterAll
    static void closeAccount() {
        account.close();
    }

    @BeforeEach
    void openPeers() throws IOException {
        server = FakeAdminServer.open().snapshot(FakeAdminServer.FOLLOWER_ZXID, THREE_PARTS);
        proxy = FaultProxy.before(account.endpoint());
        way = Account.s3(proxy.endpoint());
    }

    @AfterEach
    void closePeers() throws IOException {
        way.close();
        proxy.close();
        server.close();
        account.clear();
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDenied, leave for this key", "500, InternalError, safe", "503, SlowDown, slow down"})
    void storesNothingWhenS3RefusesTheWholeObject(int status, String code, String remedy) {
        server.snapshot(FakeAdminServer.FOLLOWER_ZXID, ONE_PART);
        proxy.refusing(call -> call.putsAnObject() && call.path().endsWith("/snapshot"), status, code);

        storesNothing("refused to store s3://zooark-vault/" + Account.KEY, code, remedy);
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDenied, leave for this key", "500, InternalError, safe", "503, SlowDown, slow down"})
    void storesNothingWhenS3RefusesAPart(int status, String code, String remedy) {
        proxy.refusing(call -> call.uploadsAPart() && call.query().contains("partNumber=2"), status, code);

        storesNothing("refused to take part 2 of s3://zooark-vault/" + Account.KEY, code, remedy);
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDenied, leave for this key", "500, InternalError, safe", "503, SlowDown, slow down"})
    void storesNothingWhenS3RefusesTheCompletion(int status, String code, String remedy) {
        proxy.refusing(Call::completes, status, code);

        storesNothing("refused to store s3://zooark-vault/" + Account.KEY, code, remedy);
    }

    @Test
    void storesNothingWhenS3RefusesToBeginAnUpload() {
        proxy.refusing(call -> call.method().equals("POST") && call.query().contains("uploads"), 403, "AccessDenied");

        storesNothing("refused to begin an upload of s3://zooark-vault/" + Account.KEY, "AccessDenied", "leave");
    }

    @Test
    void hasNoSnapshotWhenS3RefusesTheManifest() throws IOException {
        proxy.refusing(call -> call.putsAnObject() && call.path().endsWith("manifest.json"), 403, "AccessDenied");

        assertThatThrownBy(() -> throughTheProxy().take())
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("refused to write s3://zooark-vault/");
        assertThat(account.keys()).containsExactly(Account.KEY);

        JsonNode next = account.function(server.port()).take();
        assertThat(next.path("alreadyTaken").asBoolean()).isFalse();
        assertThat(account.keys()).hasSize(2);
        assertThat(account.uploading()).isEmpty();
    }

    @Test
    void asksNoServerForASnapshotThatCannotBeStored() {
        assertThatThrownBy(() -> account.function(account.s3(), "no-such-bucket", server.port())
                        .take())
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("s3://no-such-bucket/")
                .hasMessageContaining(
                        "HINT: look whether the bucket's name, in --bucket or in the function's environment, is right");
        assertThat(server.snapshots()).isZero();
    }

    @Test
    void asksNoServerWhileTheVaultCannotBeRead() {
        proxy.refusing(call -> call.method().equals("GET"), 403, "AccessDenied");

        storesNothing("refused to read s3://zooark-vault/", "AccessDenied", "leave for this key");
        assertThat(server.snapshots()).isZero();
    }

    @Test
    void saysThatS3WasNotReached() {
        proxy.close();

        assertThatThrownBy(() -> throughTheProxy().take())
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("HINT: S3 was not reached");
    }

    @Test
    void knowsItsOwnObjectWhenTheAnswerToItsCompletionIsLost() throws IOException {
        isStoredThoughTheAnswerIsLost(Call::completes, THREE_PARTS);
    }

    @Test
    void knowsItsOwnObjectWhenTheAnswerToItsPutIsLost() throws IOException {
        isStoredThoughTheAnswerIsLost(call -> call.putsAnObject() && call.path().endsWith("/snapshot"), ONE_PART);
    }

    @Test
    void answersItsOwnManifestWhenTheAnswerToItsPutIsLost() throws IOException {
        isStoredThoughTheAnswerIsLost(call -> call.putsAnObject() && call.path().endsWith("manifest.json"), ONE_PART);
    }

    @Test
    void sendsPartsAgainWhoseAnswersAreLost() throws IOException {
        proxy.losingTheAnswer(Call::uploadsAPart, 2);

        JsonNode taken = throughTheProxy().take();

        assertThat(taken.path("verdict").asText()).isEqualTo("CONSISTENT");
        assertThat(account.read(Account.KEY)).isEqualTo(THREE_PARTS);
        assertThat(account.uploading()).isEmpty();
    }

    private void isStoredThoughTheAnswerIsLost(Predicate<Call> which, byte[] snapshot) throws IOException {
        server.snapshot(FakeAdminServer.FOLLOWER_ZXID, snapshot);
        proxy.losingTheAnswer(which, 1);

        JsonNode taken = throughTheProxy().take();

        assertThat(taken.path("verdict").asText()).isEqualTo("CONSISTENT");
        assertThat(server.snapshots()).isEqualTo(1);
        assertThat(account.read(Account.KEY)).isEqualTo(snapshot);
        JsonNode object = taken.path("manifest").path("object");
        assertThat(object.path("etag").asText())
                .isEqualTo(account.s3()
                        .headObject(request -> request.bucket(Account.BUCKET).key(Account.KEY))
                        .eTag());
        assertThat(object.path("crc32").asText()).isEqualTo(Snapshots.crc32(new ByteArrayInputStream(snapshot)));
        assertThat(account.keys()).hasSize(2);
        assertThat(account.uploading()).isEmpty();
    }

    private TakeSnapshotFunction throughTheProxy() {
        return account.function(way, Account.BUCKET, server.port());
    }

    private void storesNothing(String... words) {
        assertThatThrownBy(() -> throughTheProxy().take())
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining("\nHINT: ")
                .hasMessageNotContaining(Account.PASSWORD);
        assertThat(account.keys()).isEmpty();
        assertThat(account.uploading()).isEmpty();
        assertThat(server.snapshots()).as("S3 is not the server's fault").isLessThan(2);
    }
}
