package io.zooark.local.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.aws.S3Vault;
import io.zooark.aws.SsmCredential;
import io.zooark.aws.WatchedHttp;
import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.ServerAddress;
import io.zooark.local.backup.FaultProxy.Call;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Vault;
import io.zooark.zookeeper.HttpAdminServers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.s3.S3Client;

/** What a watchdog does: it closes an upload or a download while the thread that streams is blocked in it. */
@Isolated("threads of uploads are counted")
class LettingGoTest {
    private static final SnapshotId ID = new SnapshotId(SnapshotClass.MANUAL, Instant.parse(Account.DUE));
    private static final String URL = "s3://zooark-vault/manual/orders/20261118T100000Z/snapshot";
    private static final int PART = 16 << 20;

    /** Longer than any test: whatever ends before was ended by something else. */
    private static final Duration FOR_EVER = Duration.ofMinutes(10);

    private static final Duration SOON = Duration.ofSeconds(15);

    private static Account account;
    private static Authority authority;

    private FaultProxy proxy;
    private S3Client way;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        account = Account.open(folder.resolve("s3"));
        authority = Authority.found(folder.resolve("pki"), "authority");
        authority.issue("s3", Authority.LOOPBACK);
    }

    @AfterAll
    static void closeAccount() {
        account.close();
    }

    @BeforeEach
    void openProxy() throws IOException {
        proxy = FaultProxy.before(account.endpoint());
        way = Account.s3(proxy.endpoint(), new WatchedHttp(FOR_EVER));
    }

    @AfterEach
    void closeProxy() {
        way.close();
        proxy.close();
        account.clear();
    }

    @Test
    void endsAWriteThatWaitsForS3() throws Exception {
        proxy.stallingAfter(Call::uploadsAPart, Integer.MAX_VALUE, 100_000);

        endsByClosing(
                3 * PART,
                () -> proxy.calls().stream().filter(Call::uploadsAPart).count() == 2);
    }

    @Test
    void endsAWriteThatWaitsForS3OverTls() throws Exception {
        closeProxy();
        proxy = FaultProxy.before(account.endpoint(), authority.tls("s3"));
        way = Account.s3(
                proxy.endpoint(), new WatchedHttp(FOR_EVER, authority.tls("s3").getSocketFactory()));
        proxy.stallingAfter(Call::uploadsAPart, Integer.MAX_VALUE, 100_000);

        endsByClosing(
                3 * PART,
                () -> proxy.calls().stream().filter(Call::uploadsAPart).count() == 2);
    }

    @Test
    void endsACompletionThatWaitsForS3() throws Exception {
        proxy.neverAnswering(Call::completes, Integer.MAX_VALUE);

        endsByClosing(3 * PART, () -> proxy.calls().stream().anyMatch(Call::completes));
    }

    @Test
    void endsAPutThatWaitsForS3() throws Exception {
        proxy.stallingAfter(Call::putsAnObject, Integer.MAX_VALUE, 100_000);

        endsByClosing(PART, () -> proxy.calls().stream().anyMatch(Call::putsAnObject));
    }

    private void endsByClosing(int size, BooleanSupplier moment) throws InterruptedException {
        Vault.Upload upload = new S3Vault(way, Account.BUCKET).begin("orders", ID, size);
        Streaming uploading = new Streaming(() -> {
            try (upload) {
                upload.out().write(new byte[size]);
                upload.complete();
            }
        });
        uploading.awaitBlocked(moment);

        long begin = System.nanoTime();
        upload.close();
        uploading.awaitEnd();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
        assertThat(uploading.failure())
                .isInstanceOf(IOException.class)
                .hasMessage("the upload of " + URL + " was closed before its end");
        assertThat(account.keys()).isEmpty();
        assertThat(account.uploading()).isEmpty();
        assertThat(Streaming.uploaders()).as("threads that still upload").isEmpty();
    }

    @Test
    void endsAReadThatWaitsForAServer() throws Exception {
        try (FakeAdminServer server = FakeAdminServer.open()) {
            server.snapshot(out -> {
                FakeAdminServer.head(out, Map.of("last_zxid", FakeAdminServer.FOLLOWER_ZXID, "snapshot_size", "1000"));
                FakeAdminServer.chunk(out, new byte[10], 10);
                server.hang(out);
            });
            HttpAdminServers servers = new HttpAdminServers(
                    "http",
                    new SsmCredential(account.ssm(), Account.PARAMETER),
                    Runnable::run,
                    HttpAdminServers.Timeouts.DEFAULT);
            AdminServer.Download download =
                    servers.at(new ServerAddress("127.0.0.1", server.port())).openSnapshot();
            download.body().readNBytes(10);
            Streaming reading = new Streaming(() -> {
                try (download) {
                    download.body().read();
                }
            });
            reading.awaitBlocked(() -> true);

            download.close();
            reading.awaitEnd();

            assertThat(reading.failure()).isInstanceOf(IOException.class);
        }
    }
}
