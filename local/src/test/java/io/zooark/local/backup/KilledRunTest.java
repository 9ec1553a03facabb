package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.handler.TakeSnapshotHandler;
import io.zooark.handler.Wiring;
import io.zooark.json.Json;
import io.zooark.local.backup.FaultProxy.Call;
import io.zooark.local.cloud.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of the deployed handler that is killed with {@code kill -9}, in a JVM of its own: it does not hinder the next. */
class KilledRunTest {
    private static final String ZXID = FakeAdminServer.FOLLOWER_ZXID;

    private static Account account;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        account = Account.open(folder);
    }

    @AfterAll
    static void closeAccount() {
        account.close();
    }

    @AfterEach
    void clear() {
        account.clear();
    }

    @Test
    void leavesNoMoreThanAnUploadWhereItWasKilledInTheMiddle() throws Exception {
        byte[] whole = Size.ABOVE_TWO_PARTS.bytes();
        try (FakeAdminServer server = FakeAdminServer.open()) {
            server.snapshot(out -> {
                FakeAdminServer.head(out, Map.of("last_zxid", ZXID, "snapshot_size", String.valueOf(whole.length)));
                FakeAdminServer.chunk(out, whole, whole.length / 2 + 1000);
                server.hang(out);
            });

            killed(account.endpoint(), server, () -> !account.uploading().isEmpty());

            assertThat(account.keys()).isEmpty();
            isFollowedByABackup(whole);
        }
    }

    @Test
    void leavesNoMoreThanAnObjectWhereItWasKilledBeforeItsManifest() throws Exception {
        byte[] whole = Size.SMALL.bytes();
        try (FakeAdminServer server = FakeAdminServer.open().snapshot(ZXID, whole);
                FaultProxy proxy = FaultProxy.before(account.endpoint())) {
            proxy.hanging(call -> call.putsAnObject() && call.path().endsWith("/manifest.json"));

            killed(proxy.endpoint(), server, () -> proxy.calls().stream().anyMatch(KilledRunTest::writesAManifest));

            assertThat(account.keys()).containsExactly(Account.KEY);
            isFollowedByABackup(whole);
        }
    }

    private static boolean writesAManifest(Call call) {
        return call.putsAnObject() && call.path().endsWith("/manifest.json");
    }

    private static void isFollowedByABackup(byte[] whole) throws IOException {
        try (FakeAdminServer sound = FakeAdminServer.open().snapshot(ZXID, whole)) {
            JsonNode taken = account.function(sound.port()).take();

            assertThat(taken.path("id").asText()).isEqualTo("monthly-20261118T100000Z");
            assertThat(taken.path("alreadyTaken").asBoolean()).isFalse();
        }
        assertThat(account.keys()).hasSize(2);
        assertThat(account.read(Account.KEY)).isEqualTo(whole);
    }

    /** Starts a run and kills it as soon as it has come to a point. */
    private static void killed(URI endpoint, FakeAdminServer server, BooleanSupplier point) throws Exception {
        ProcessBuilder run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Run.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT);
        run.environment().put("AWS_ENDPOINT_URL", endpoint.toString());
        run.environment().put("AWS_REGION", "eu-central-1");
        run.environment().put("AWS_ACCESS_KEY_ID", "local");
        run.environment().put("AWS_SECRET_ACCESS_KEY", "local");
        run.environment().put(Wiring.VAULT, Account.BUCKET);
        run.environment().put(Wiring.ENSEMBLE, ensemble(server.port()));
        Process process = run.start();
        try {
            long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (!point.getAsBoolean()) {
                assertThat(process.isAlive()).as("the run is alive").isTrue();
                assertThat(System.nanoTime()).as("waited for two minutes").isLessThan(deadline);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static String ensemble(int adminPort) {
        return Json.write(Map.of(
                "name",
                "orders",
                "seedHosts",
                List.of("127.0.0.1:" + adminPort),
                "admin",
                Map.of("credentialParameter", Account.PARAMETER),
                "instances",
                Map.of("key", "zooark:ensemble", "value", "orders"),
                "functions",
                Map.of("securityGroup", "sg-functions", "networks", List.of("192.0.2.0/28"))));
    }

    /** The run: one invocation of the function as it is deployed. */
    static final class Run {
        private Run() {}

        public static void main(String[] arguments) throws IOException {
            String event = Json.write(Map.of("ensemble", "orders", "scheduledTime", Account.DUE));
            new TakeSnapshotHandler()
                    .handleRequest(
                            new ByteArrayInputStream(event.getBytes(UTF_8)),
                            OutputStream.nullOutputStream(),
                            new LocalContext("TakeSnapshot", Duration.ofMinutes(15)));
        }
    }
}
