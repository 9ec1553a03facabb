package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.zooark.json.Json;
import io.zooark.local.Trial.Backup;
import io.zooark.local.cloud.Host;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.Tree;
import io.zooark.local.zookeeper.TreeComparison;
import io.zooark.snapshot.Cksum;
import io.zooark.snapshot.Rewriting;
import io.zooark.statemachine.NodeDocument;
import io.zooark.zookeeper.format.SnapshotStreamRewriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the documents do on real servers, sent one by one as a person would. */
@Tag("thorough")
class ByHandTest {
    private static Trial trial;
    private static Backup backup;

    @BeforeAll
    static void begin() throws Exception {
        trial = Trial.begin("by-hand");
        backup = trial.backup();
    }

    @AfterAll
    static void close() throws IOException {
        trial.close();
    }

    @Test
    void putBackUndoesARestoreThatSucceeded() throws Exception {
        trial.changeAfterBackup();
        Tree before = trial.tree(trial.ensemble().host(1));
        Execution execution = trial.restore(backup);
        trial.write("/written-after-the-restore");
        Map<String, String> undo = parameters(execution, 10);

        onAll("stop", undo);
        onAll("put-back", undo);
        onAll("start", undo);
        trial.ensemble().awaitBroadcast(Trial.LIMIT);
        onAll("uncut", undo);

        assertHolds(before);
        trial.write("/written-after-the-undo");
        trial.killAll();
        trial.assertSameEverywhere();
        assertThat(trial.tree(trial.ensemble().host(2)).nodes()).containsKey("/written-after-the-undo");
        trial.restore(backup);
    }

    @Test
    void wipeForRejoinLetsAServerJoinAsAnEmptyOne() throws Exception {
        Execution execution = trial.restore(backup);
        LocalHost left = trial.ensemble().leader();
        Map<String, String> rejoin = new TreeMap<>(parameters(execution, 0));
        rejoin.put("RestoreId", "by-hand-" + execution.name());
        rejoin.put("ServerId", String.valueOf(left.server().id()));
        trial.write("/written-after-the-restore-" + execution.name());

        run(left, "stop", rejoin);
        run(left, "wipe-for-rejoin", rejoin);
        trial.ensemble().awaitBroadcast(trial.others(left), Trial.LIMIT);
        run(left, "start", rejoin);
        trial.ensemble().awaitBroadcast(Trial.LIMIT);

        trial.assertSameEverywhere();
        assertThat(trial.tree(left).nodes()).containsKey("/written-after-the-restore-" + execution.name());
        assertThat(trial.ensemble().leader()).isNotEqualTo(left);
    }

    @Test
    void placedSnapshotsAreServedAfterOneStart() throws Exception {
        Execution execution = trial.restore(backup);
        trial.changeAfterBackup();
        byte[] snapshot = rewritten();
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, snapshot.length);
            exchange.getResponseBody().write(snapshot);
            exchange.close();
        });
        store.start();
        try {
            Map<String, String> placement = new TreeMap<>(parameters(execution, 10));
            placement.put("RestoreId", "placed-" + execution.name());
            placement.put("Url", "http://127.0.0.1:" + store.getAddress().getPort() + "/snapshot?X-Amz-Signature=s");
            placement.put("Bytes", String.valueOf(snapshot.length));
            placement.put("Cksum", String.valueOf(cksum(snapshot)));
            placement.put(
                    "Zxid",
                    backup.manifest().at("/examination/endZxid").asText().replaceFirst("^0x", ""));

            onAll("stop", placement);
            onAll("set-aside", placement);
            onAll("place", placement);
            onAll("start", placement);
            trial.ensemble().awaitBroadcast(Trial.LIMIT);
        } finally {
            store.stop(0);
        }

        trial.assertHolds(backup);
        trial.killAll();
        trial.assertHolds(backup);
    }

    private static void assertHolds(Tree expected) throws IOException {
        for (LocalHost host : trial.ensemble().hosts()) {
            assertThat(TreeComparison.ofEverything()
                            .withoutEphemerals()
                            .without("/zookeeper")
                            .differences(expected, trial.tree(host)))
                    .as("server %d", host.server().id())
                    .isEmpty();
        }
    }

    /** What the documents need to go on from a restore, with an epoch so much above its own. */
    private static Map<String, String> parameters(Execution execution, int above) throws IOException {
        long epoch = trial.lock().orElseThrow().path("epoch").asLong();
        return Map.of(
                "RestoreId",
                execution.name(),
                "Chain",
                "",
                "Unit",
                LocalHost.UNIT,
                "ClientPorts",
                "1",
                "Epoch",
                String.valueOf(epoch + above));
    }

    private static void onAll(String action, Map<String, String> parameters) throws Exception {
        for (LocalHost host : trial.ensemble().hosts()) {
            run(host, action, parameters);
        }
    }

    /** Runs a document's deployed shell on a host, with the order that the host was given last unless another is given. */
    static void run(LocalHost host, String action, Map<String, String> parameters) throws Exception {
        NodeDocument document = NodeDocument.all().stream()
                .filter(one -> one.action().equals(action))
                .findFirst()
                .orElseThrow();
        Map<String, String> environment = new TreeMap<>();
        parameters.forEach((name, value) -> environment.put("SSM_" + name, value));
        environment.putIfAbsent("SSM_ServerId", String.valueOf(host.server().id()));
        environment.put("SSM_ZooCfg", host.zooCfg());
        // by hand, the order that the host was given last
        Path order = host.root().resolve("var/lib/zooark/order");
        environment.putIfAbsent("SSM_Order", Files.exists(order) ? Files.readString(order) : "0.0");

        Host.Result result = host.run(document.script(), environment, Trial.LIMIT);

        JsonNode answer = Json.mapper().readTree(result.standardOutput().strip());
        assertThat(result.exitStatus())
                .as("%s on server %d: %s", action, host.server().id(), answer)
                .isZero();
    }

    private static byte[] rewritten() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream stored = Files.newInputStream(
                trial.vaultFile(backup.manifest().at("/object/key").asText()))) {
            new SnapshotStreamRewriter().rewrite(stored, bytes, Rewriting.WITHOUT_SESSIONS);
        }
        return bytes.toByteArray();
    }

    private static long cksum(byte[] bytes) {
        Cksum cksum = new Cksum();
        cksum.update(bytes);
        return cksum.getValue();
    }
}
