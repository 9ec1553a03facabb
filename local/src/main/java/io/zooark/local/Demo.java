package io.zooark.local;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LiveClients;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.Orders;
import io.zooark.local.zookeeper.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The main job from its beginning to its end, on this machine: an ensemble is filled, backed up, destroyed, restored, and
 * shown to be what it was, also after everything was killed.
 *
 * <p>Exits with 0 only if every proof holds. What it leaves behind lies in {@code local/target/demo}.
 */
public final class Demo {
    static final String SUPER_PASSWORD = "demo-only";
    private static final long SEED = 20261122;
    private static final int LIVE_CLIENTS = 3;
    private static final Duration RESTORE_LIMIT = Duration.ofMinutes(5);

    private final Path folder;
    private final Story story = new Story(System.out);
    private final StateTimes states = new StateTimes(story);
    private final Map<String, Object> result = new LinkedHashMap<>();

    private Demo(Path folder) {
        this.folder = requireNonNull(folder, "folder is null");
    }

    /**
     * Runs the demo.
     *
     * @param arguments the folder of module {@code local}
     */
    public static void main(String[] arguments) throws Exception {
        Parent.endWith();
        Path target = Path.of(arguments.length > 0 ? arguments[0] : ".").resolve("target");
        Demo demo = new Demo(emptied(target.resolve("demo")));
        try {
            demo.run();
        } catch (IOException | RuntimeException e) {
            System.out.println();
            System.out.println("FAILED: " + e.getMessage());
            System.out.println("Logs of the servers: " + demo.folder + "/zk*/var/log/zookeeper.log");
            System.exit(1);
        }
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        story.chapter("1. Three ZooKeeper 3.9.5 servers, each a JVM with its own dataDir and dataLogDir");
        try (LocalEnsemble ensemble =
                        LocalEnsemble.started(folder, EnsembleOptions.voters(3).withSuperPassword(SUPER_PASSWORD));
                LocalCloud cloud = LocalCloud.around(ensemble, folder.resolve("s3"), SUPER_PASSWORD, 0)) {
            cloud.stepFunctions().listen(states);
            story.tell("servers broadcast; server " + ensemble.leader().server().id() + " leads; local cloud at "
                    + cloud.endpoint());
            Proof proof = new Proof(ensemble, SUPER_PASSWORD);
            try (Orders orders = Orders.fill(ensemble.connectString(), SEED);
                    LiveClients clients =
                            LiveClients.start(ensemble.connectString(), LIVE_CLIENTS, Duration.ofSeconds(6))) {
                clients.awaitWrites(LIVE_CLIENTS, Duration.ofSeconds(20));
                story.tell(String.format(
                        Locale.ROOT,
                        "%,d znodes under /orders (ACLs, 100 KB documents, ephemerals of session 0x%x); %d clients write",
                        Orders.ZNODES,
                        orders.zooKeeper().getSessionId(),
                        LIVE_CLIENTS));
                act(cloud, proof, clients);
            }
        }
        story.chapter("Done in " + story.elapsed().toSeconds() + " s. Everything that was made is in " + folder);
    }

    private void act(LocalCloud cloud, Proof proof, LiveClients clients) throws IOException, InterruptedException {
        AwsCalls aws = new AwsCalls(cloud.endpoint());
        // a backup under load comes out torn, is told so, and is taken again; the shops rest so that one is enough
        clients.rest(true);
        Tree atBackup = proof.tree();
        backup(aws);
        clients.rest(false);
        disaster(cloud.ensemble(), clients);
        Instant lastBefore = requireNonNull(clients.lastAcknowledged(), "no client has written");
        restore(aws, cloud);
        prove(cloud, proof, atBackup, clients, lastBefore);
        Files.writeString(folder.resolve("result.json"), Json.pretty(result) + "\n");
    }

    private void backup(AwsCalls aws) throws IOException, InterruptedException {
        story.chapter("2. EventBridge Scheduler calls TakeSnapshot");
        Instant due = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        JsonNode taken =
                aws.invoke("TakeSnapshot", Map.of("ensemble", LocalCloud.ENSEMBLE, "scheduledTime", due.toString()));
        JsonNode manifest = taken.path("manifest");
        JsonNode examination = manifest.path("examination");
        story.tell("server " + manifest.path("source").path("id").asInt() + ", a "
                + manifest.path("source").path("role").asText() + ", "
                + manifest.path("whyThisServer").asText());
        story.tell(String.format(
                Locale.ROOT,
                "%s: %,d bytes, %,d znodes, zxid %s to %s",
                taken.path("id").asText(),
                examination.path("bytes").asLong(),
                examination.path("content").path("nodes").asLong(),
                examination.path("startZxid").asText(),
                examination.path("endZxid").asText()));
        story.tell("verdict " + taken.path("verdict").asText() + ": "
                + taken.path("reason").asText());
        require(taken.path("verdict").asText().equals("CONSISTENT"), "the backup of a quiet ensemble is CONSISTENT");
        result.put("backup", manifest);
        drill(aws);
    }

    private void drill(AwsCalls aws) throws IOException, InterruptedException {
        JsonNode drilled = aws.invoke("VerifySnapshot", Map.of());
        story.tell(String.format(
                Locale.ROOT,
                "proven by a restore drill in %.1f s: a real server took it up, and a client read %,d znodes with its digest",
                drilled.path("durationMs").asLong() / 1000.0,
                drilled.path("znodes").asLong()));
        result.put("drill", drilled);
    }

    private void disaster(LocalEnsemble ensemble, LiveClients clients) throws IOException, InterruptedException {
        story.chapter("3. Writes go on; then two of three servers lose their disks");
        long before = clients.acknowledged();
        clients.awaitWrites(before + 100, Duration.ofSeconds(20));
        story.tell((clients.acknowledged() - before) + " more writes, which the backup does not have");
        List<LocalHost> lost = List.of(ensemble.host(1), ensemble.host(2));
        for (LocalHost host : lost) {
            host.loseDisk();
        }
        story.tell("servers 1 and 2 are dead and their data directories gone: no quorum");
        long failures = clients.failed();
        clients.awaitFailures(failures + 1, Duration.ofSeconds(30));
        story.tell("clients fail");
    }

    private void restore(AwsCalls aws, LocalCloud cloud) throws IOException, InterruptedException {
        story.chapter("4. An operator starts restore-orders with {\"confirm\": \"orders\"}");
        JsonNode started = aws.stepFunctions(
                "StartExecution",
                Map.of(
                        "stateMachineArn",
                        cloud.restoreMachineArn(),
                        "input",
                        Json.write(Map.of("confirm", LocalCloud.ENSEMBLE))));
        Execution execution = cloud.stepFunctions()
                .execution(started.path("executionArn").asText())
                .orElseThrow();
        execution.await(RESTORE_LIMIT);
        if (execution.status() != Execution.Status.SUCCEEDED) {
            throw new IOException("the restore ended " + execution.status() + ": "
                    + execution.error().orElse("") + " " + execution.cause().orElse(""));
        }
        JsonNode output = Json.mapper().readTree(execution.output().orElseThrow());
        story.tell(output.path("end").path("summary").asText());
        Duration closed = Duration.between(
                states.entered("Close client access").orElseThrow(),
                states.ended("Lift the cuts").orElseThrow());
        story.tell(String.format(Locale.ROOT, "clients were shut out for %.1f s", closed.toMillis() / 1000.0));
        Path report = folder.resolve(
                Path.of("s3", LocalCloud.BUCKET, "restores", LocalCloud.ENSEMBLE, execution.name(), "report.html"));
        require(Files.exists(report), "the restore has left its report");
        story.tell("its report, for a browser: " + report);
        Map<String, Double> seconds = new LinkedHashMap<>();
        states.took().forEach((state, took) -> seconds.put(state, took.toMillis() / 1000.0));
        result.put("secondsByState", seconds);
        result.put("secondsClientsShutOut", closed.toMillis() / 1000.0);
        result.put("plan", output.path("plan"));
    }

    private void prove(LocalCloud cloud, Proof proof, Tree atBackup, LiveClients clients, Instant lastBefore)
            throws IOException, InterruptedException {
        story.chapter("5. Proof");
        LocalEnsemble ensemble = cloud.ensemble();
        int compared = proof.sameAsBackup(atBackup);
        story.tell(String.format(
                Locale.ROOT,
                "%,d znodes compared one by one with those of the backup, on each server: equal",
                compared));
        long before = clients.acknowledged();
        clients.awaitWrites(before + LIVE_CLIENTS, Duration.ofSeconds(60));
        Duration silence = Duration.between(lastBefore, requireNonNull(clients.lastAcknowledged()));
        story.tell("clients write again, " + clients.expirations() + " of them with a new session; "
                + silence.toSeconds() + " s after the last write before the disaster");
        proof.write("/after-the-restore", "acknowledged");
        clients.rest(true);
        Map<String, String> acknowledged = new TreeMap<>(Map.of("/after-the-restore", "acknowledged"));
        clients.counters().forEach((path, count) -> acknowledged.put(path, String.valueOf(count)));
        ensemble.hosts().forEach(host -> host.server().kill());
        story.tell("kill -9 of all three servers");
        ensemble.start();
        story.tell("all started again; server " + ensemble.leader().server().id() + " leads");
        proof.holds(acknowledged);
        int again = proof.sameAsBackup(atBackup);
        story.tell(String.format(
                Locale.ROOT,
                "%,d znodes of the backup and every write since are still there, the same on each server",
                again));
        result.put("znodesCompared", again);
        result.put("zxids", proof.zxids());
        result.put("nodeCounts", proof.nodeCounts());
        result.put("secondsInAll", story.elapsed().toMillis() / 1000.0);
    }

    static void require(boolean holds, String what) throws IOException {
        if (!holds) {
            throw new IOException("it does not hold that " + what);
        }
    }

    /** Returns the folder, without what an earlier run has left in it. */
    static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                old.sorted(Comparator.reverseOrder()).forEach(Demo::delete);
            }
        }
        return Files.createDirectories(folder).toRealPath();
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear what an earlier run has left: " + path, e);
        }
    }
}
