package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.local.backup.Tool.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** {@code verify} of what does not lie in a file: read back from S3 and held to its manifest, or asked of a server. */
class VerifyStoredTest {
    private static final byte[] SNAPSHOT = Snapshots.whole(20, 100);
    private static final Instant NOW = Instant.parse(Account.DUE);
    private static final String ID = "monthly-20261118T100000Z";

    private static Account account;
    private static FakeAdminServer server;
    private static Tool tool;

    private final Path folder;

    VerifyStoredTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void open(@TempDir Path made) throws IOException {
        account = Account.open(made);
        server = FakeAdminServer.open();
        tool = new Tool(account, NOW);
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
        account.close();
    }

    @BeforeEach
    void take() throws IOException {
        server.snapshot(FakeAdminServer.FOLLOWER_ZXID, SNAPSHOT);
        account.function(server.port()).take();
    }

    @AfterEach
    void clear() {
        account.clear();
    }

    @Test
    void readsBackWhatAUrlNames() throws IOException {
        String place = "s3://" + Account.BUCKET + "/monthly/orders/20261118T100000Z";
        for (String url : List.of(place, place + "/", place + "/snapshot", place + "/manifest.json")) {
            Run run = tool.run("verify", url);

            assertThat(run.err()).isEmpty();
            assertThat(run.status()).isZero();
            assertThat(run.out()).hasLineCount(1);
            JsonNode report = run.json();
            assertThat(report.path("file").asText()).isEqualTo(url);
            assertThat(report.path("verdict").asText()).isEqualTo("CONSISTENT");
            assertThat(report.path("startZxid").asText()).isEqualTo(FakeAdminServer.FOLLOWER_ZXID);
            assertThat(report.path("crc32").asText()).matches("[0-9a-f]{8}");
            assertThat(report.path("differences")).isEmpty();
        }
    }

    @Test
    void readsBackWhatAnIdNames() throws IOException {
        assertThat(verifyInVault(ID).json().path("bytes").asInt()).isEqualTo(SNAPSHOT.length);
        assertThat(verifyInVault("latest").json().path("id").asText()).isEqualTo(ID);
    }

    @Test
    void exitsWithTheVerdictOfATornOneThatIsAsItWas() throws IOException {
        server.snapshot("0x300000005", SNAPSHOT);
        account.function(server.port()).take(Map.of("ensemble", "orders", "scheduledTime", "2026-11-18T12:00:00Z"));

        Run run = verifyInVault("hourly-20261118T120000Z");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.json().path("differences")).isEmpty();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void saysHowTheBytesDifferFromTheirManifest() throws IOException {
        put(Account.KEY, Snapshots.withAFlippedBitAndRightSeals(SNAPSHOT));

        Run run = verifyInVault(ID);

        assertThat(run.status()).isEqualTo(4);
        assertThat(run.json().path("verdict").asText()).isNotEqualTo("CONSISTENT");
        assertThat(run.json().path("differences").size()).isPositive();
        assertThat(run.err())
                .contains(ID + " differs from its manifest: CRC32 is ")
                .contains("HINT: do not restore it");
    }

    @Test
    void saysThatTheBytesHaveAnotherLength() {
        put(Account.KEY, Snapshots.whole(19, 100));

        Run run = verifyInVault(ID);

        assertThat(run.status()).isEqualTo(4);
        assertThat(run.err())
                .contains("size is ")
                .contains("and was " + SNAPSHOT.length)
                .contains("znodes is 25, and was 26");
    }

    @Test
    void saysThatTheBytesAreGone() {
        account.s3().deleteObject(request -> request.bucket(Account.BUCKET).key(Account.KEY));

        Run run = verifyInVault(ID);

        assertThat(run.status()).isEqualTo(4);
        assertThat(run.err()).contains("s3://zooark-vault/" + Account.KEY + " is gone");
    }

    @Test
    void readsASnapshotThatAScriptHasCopiedToS3() throws IOException {
        put("copies/snapshot.300000005", SNAPSHOT);

        Run run = tool.run("verify", "s3://" + Account.BUCKET + "/copies/snapshot.300000005");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.json().path("startZxid").asText()).isEqualTo("0x300000005");
        assertThat(run.json().has("differences")).isFalse();
    }

    @Test
    void saysThatThereIsNoSuchObjectOrSnapshot() {
        assertThat(tool.run("verify", "s3://" + Account.BUCKET + "/copies/none"))
                .returns(66, Run::status)
                .satisfies(run -> assertThat(run.err()).contains("there is no such object"));
        assertThat(verifyInVault("daily-20261118T100000Z"))
                .returns(66, Run::status)
                .satisfies(run -> assertThat(run.err()).contains("HINT: near it: " + ID));
    }

    @Test
    void takesNoStartForWhatHasAManifest() {
        assertThat(verifyInVault(ID, "--start-zxid", "0x1"))
                .returns(64, Run::status)
                .satisfies(run -> assertThat(run.err()).contains("the manifest says where writing began"));
    }

    @Test
    void asksARunningServer() throws IOException {
        String url = "http://127.0.0.1:" + server.port();

        Run byEnvironment = new Tool(account, NOW)
                .with("ZOOARK_ADMIN_CREDENTIAL", Account.CREDENTIAL)
                .run("verify", url);
        Run byParameter = new Tool(account, NOW).run("verify", url, "--credential-parameter", "/zooark/orders/admin");

        assertThat(byEnvironment.status()).isZero();
        assertThat(byEnvironment.json().path("startZxid").asText()).isEqualTo(FakeAdminServer.FOLLOWER_ZXID);
        assertThat(byParameter).isEqualTo(byEnvironment);
    }

    @Test
    void saysWhyARunningServerGivesNothing() {
        server.snapshot(403, "text/html", "no");

        Run run = new Tool(account, NOW)
                .with("ZOOARK_ADMIN_CREDENTIAL", Account.CREDENTIAL)
                .run("verify", "http://127.0.0.1:" + server.port());

        assertThat(run.status()).isEqualTo(69);
        assertThat(run.err()).contains("HTTP 403").contains("HINT: ").doesNotContain(Account.PASSWORD);
    }

    @Test
    void saysWhatIsMissingToReachAws() throws Exception {
        String endpoint = account.endpoint().toString();

        assertThat(process(Map.of(), "verify", "s3://b/k"))
                .startsWith("69 no AWS region is known")
                .contains("--region");
        assertThat(process(Map.of("AWS_ENDPOINT_URL", endpoint), "verify", "s3://b/k"))
                .startsWith("69 no AWS credentials are found")
                .contains("AWS_PROFILE");
    }

    private Run verifyInVault(String... arguments) {
        List<String> all = new ArrayList<>(List.of("verify", "--bucket", Account.BUCKET, "--ensemble", "orders"));
        all.addAll(List.of(arguments));
        return tool.run(all.toArray(String[]::new));
    }

    /** Runs the tool as a process of somebody who has no profile and is on no EC2 instance; returns status and error. */
    private String process(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "io.zooark.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return process.exitValue() + " " + err;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void put(String key, byte[] content) {
        account.s3().putObject(request -> request.bucket(Account.BUCKET).key(key), RequestBody.fromBytes(content));
    }
}
