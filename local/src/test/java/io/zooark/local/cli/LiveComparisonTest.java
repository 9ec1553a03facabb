package io.zooark.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.cli.Main;
import io.zooark.cli.Surroundings;
import io.zooark.json.Json;
import io.zooark.local.zookeeper.Client;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.Orders;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks into real servers through their AdminServers, and compares them. */
class LiveComparisonTest {
    private static final String PASSWORD = "s3cret-of-the-super-user";

    private static LocalEnsemble ensemble;
    private static Orders orders;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String credential = "super:" + PASSWORD;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        ensemble = LocalEnsemble.started(
                folder, EnsembleOptions.voters(3).withSuperPassword(PASSWORD).withHeap(128));
        orders = Orders.fill(ensemble.connectString(), 7);
    }

    @AfterAll
    static void close() throws IOException {
        if (orders != null) {
            orders.close();
        }
        if (ensemble != null) {
            ensemble.close();
        }
    }

    @Test
    void findsTheServersOfAQuietEnsembleEqualToTheLastStat() throws IOException {
        settle();

        assertThat(run("diff", "--stat", url(1), url(2))).as(text()).isZero();
        assertThat(run("diff", "--under", "/zookeeper", url(2), url(3)))
                .as(text())
                .isZero();

        assertThat(out.toString(UTF_8)).contains("A  " + url(2) + ": CONSISTENT at ");
    }

    @Test
    void tellsWhatWasWrittenSinceASnapshot(@TempDir Path folder) throws Exception {
        Path before = newestSnapshotOf(ensemble.host(1), folder);
        try (Client client = Client.connect(ensemble.connectString(), Duration.ofSeconds(10))) {
            ZooKeeper zooKeeper = client.zooKeeper();
            zooKeeper.create("/größe", new byte[3], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            zooKeeper.create("/orders/lock", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
            zooKeeper.setData("/orders/open", "changed".getBytes(UTF_8), -1);
            zooKeeper.setACL("/orders/shipped", Ids.READ_ACL_UNSAFE, -1);
            settle();

            assertThat(run("diff", "--json", before.toString(), url(2)))
                    .as(text())
                    .isEqualTo(1);
        }

        JsonNode told = Json.mapper().readTree(out.toByteArray());
        assertThat(told.at("/added/rows"))
                .extracting(row ->
                        row.path("path").asText() + " " + row.path("kind").asText())
                .containsExactly("/größe PERSISTENT", "/orders/lock EPHEMERAL");
        assertThat(told.at("/changed/rows"))
                .extracting(row -> row.path("path").asText() + " " + row.path("aspects"))
                .containsExactly("/orders/open [\"DATA\"]", "/orders/shipped [\"ACL\"]");
        assertThat(told.at("/counts/removed").asInt()).isZero();
        assertThat(run("diff", "--limit", "5", url(3), before.toString())).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("/größe").contains("0 added");
    }

    @Test
    void inspectsARunningServer() throws IOException {
        settle();

        assertThat(run("inspect", "--json", url(3))).as(text()).isZero();

        JsonNode told = Json.mapper().readTree(out.toByteArray());
        assertThat(told.at("/examination/content/nodes").asLong())
                .isEqualTo(ensemble.host(3).server().admin().nodeCount());
        assertThat(told.at("/ephemerals/owners/rows/0/session").asText())
                .isEqualTo("0x" + Long.toHexString(orders.zooKeeper().getSessionId()));
        assertThat(told.at("/acls/used/rows").toString())
                .contains("digest:shop:")
                .doesNotContain("=");
    }

    @Test
    void saysThatTheServerRefusesAndShowsNoPassword() throws Exception {
        credential = "super:not-the-right-one";
        try (Client client = Client.connect(ensemble.connectString(), Duration.ofSeconds(10))) {
            ZooKeeper administrator = client.as("super", PASSWORD).zooKeeper();
            // with the usual ACL any user may take a snapshot; the client asks the list for null, which List.of refuses
            List<ACL> nobody = new ArrayList<>(List.of(new ACL(Perms.ALL, new Id("digest", "nobody:x"))));
            administrator.setACL("/", nobody, -1);
            try {
                settle();

                assertThat(run("diff", url(1), url(2))).as(text()).isEqualTo(69);
            } finally {
                administrator.setACL("/", Ids.OPEN_ACL_UNSAFE, -1);
            }
        }

        assertThat(err.toString(UTF_8)).contains("HTTP 403").doesNotContain("not-the-right-one");
        assertThat(out.size()).isZero();
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return Main.run(
                arguments,
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        Map.of("ZOOARK_ADMIN_CREDENTIAL", credential),
                        Clock.systemUTC(),
                        () -> false));
    }

    private String text() {
        return out.toString(UTF_8) + err.toString(UTF_8);
    }

    private static String url(int id) {
        return "http://127.0.0.1:" + ensemble.host(id).server().ports().admin();
    }

    /** Has the server write a snapshot to its own disk, as everybody does, and copies it away. */
    private Path newestSnapshotOf(LocalHost host, Path folder) throws IOException {
        settle();
        assertThat(run("inspect", url(host.server().id()))).as(text()).isZero();
        String zxid = host.server().admin().read("last_snapshot").path("zxid").asText();
        String name = "snapshot." + zxid.replace("0x", "");
        return Files.copy(host.server().dataDir().resolve("version-2").resolve(name), folder.resolve(name));
    }

    private static void settle() {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (ensemble.hosts().stream()
                        .map(LiveComparisonTest::zxid)
                        .distinct()
                        .count()
                > 1) {
            assertThat(System.nanoTime()).as("waited for a minute").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static String zxid(LocalHost host) {
        try {
            return host.server().admin().lastZxid().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
