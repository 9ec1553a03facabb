package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.Tree;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One ensemble in its cloud, filled and backed up, on which restores are tried and looked at through every server. */
final class Trial implements Closeable {
    static final String SUPER_PASSWORD = "secret";
    static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration RESTORE_LIMIT = Duration.ofMinutes(3);

    private final Path storage;
    private final LocalEnsemble ensemble;
    private final LocalCloud cloud;
    private final Proof proof;
    private final Shop shop;
    private final ServedTrees served;
    private final Interruptions interruptions = new Interruptions();
    private Instant due = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** A backup in the vault, and the tree that the servers served when it was taken. */
    record Backup(JsonNode manifest, Tree tree) {
        String id() {
            return manifest.path("id").asText();
        }

        String verdict() {
            return manifest.path("examination").path("verdict").asText();
        }
    }

    private Trial(Path storage, LocalEnsemble ensemble, LocalCloud cloud) throws IOException {
        this.storage = storage;
        this.ensemble = ensemble;
        this.cloud = cloud;
        this.proof = new Proof(ensemble, SUPER_PASSWORD);
        this.served = new ServedTrees(ensemble);
        this.shop = Shop.open(ensemble.connectString());
        cloud.stepFunctions().listen(interruptions);
    }

    /** Begins with three servers that hold a shop. What they leave behind lies in {@code target/trials}. */
    static Trial begin(String name) throws IOException {
        return begin(name, EnsembleOptions.voters(3));
    }

    static Trial begin(String name, EnsembleOptions options) throws IOException {
        return begin(
                name,
                options,
                (folder, ensemble) -> LocalCloud.around(ensemble, folder.resolve("s3"), SUPER_PASSWORD, 0),
                folder -> folder.resolve("s3"));
    }

    /**
     * Begins with an ensemble of another name that shares the vault of one before.
     *
     * @param configuration what its configuration has otherwise, its name above all
     */
    static Trial begin(String name, EnsembleOptions options, Trial before, Map<String, ?> configuration)
            throws IOException {
        return begin(
                name,
                options,
                (folder, ensemble) -> LocalCloud.around(ensemble, before.storage, SUPER_PASSWORD, configuration),
                folder -> before.storage);
    }

    interface Clouds {
        LocalCloud around(Path folder, LocalEnsemble ensemble) throws IOException;
    }

    static Trial begin(String name, EnsembleOptions options, Clouds clouds, UnaryOperator<Path> storage)
            throws IOException {
        Path folder = Demo.emptied(Path.of("target/trials").resolve(name));
        LocalEnsemble ensemble = LocalEnsemble.started(
                folder,
                // many restarts, each with a log of its own
                options.withHeap(128).withProperty("preAllocSize", "256").withSuperPassword(SUPER_PASSWORD));
        try {
            for (LocalHost host : ensemble.hosts()) {
                host.pauseBetweenLooks(Duration.ofMillis(200));
            }
            LocalCloud cloud = clouds.around(folder, ensemble);
            try {
                return new Trial(storage.apply(folder), ensemble, cloud);
            } catch (IOException | RuntimeException e) {
                cloud.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            ensemble.close();
            throw e;
        }
    }

    LocalEnsemble ensemble() {
        return ensemble;
    }

    LocalCloud cloud() {
        return cloud;
    }

    /** Returns the plain file of an object in the vault, there or not. */
    Path vaultFile(String key) {
        return storage.resolve(LocalCloud.BUCKET).resolve(key);
    }

    /** Takes a backup as the scheduler does, each time for a second of its own. */
    Backup backup() throws IOException, InterruptedException {
        due = due.plusSeconds(1);
        Tree tree = proof.tree();
        JsonNode taken = new AwsCalls(cloud.endpoint())
                .invoke(
                        "TakeSnapshot",
                        Map.of("ensemble", LocalCloud.ENSEMBLE, "scheduledTime", due.toString(), "class", "manual"));
        return new Backup(taken.path("manifest"), tree);
    }

    /** Does something just before a state is entered, the first time only; the state waits for its end. */
    void before(String state, Interruptions.Action action) {
        interruptions.before(state, action);
    }

    Execution start(Map<String, ?> input) {
        return cloud.stepFunctions().start(LocalCloud.RESTORE_MACHINE, Json.write(input));
    }

    /** Runs the machine with an input and waits for its end, whatever it is. */
    Execution run(Map<String, ?> input) throws InterruptedException {
        return start(input).await(RESTORE_LIMIT);
    }

    /** Answers a restore that waits for approval as its {@code approval.json} says; only the shell is left out. */
    void answer(Execution execution, String which) throws IOException, InterruptedException {
        Path file = vaultFile("restores/" + LocalCloud.ENSEMBLE + "/" + execution.name() + "/approval.json");
        ApprovalCommands.awaited(file).answer(which, new AwsCalls(cloud.endpoint()));
    }

    /** Restores a backup, which must succeed. */
    Execution restore(Backup backup) throws InterruptedException {
        Execution execution = run(Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", backup.id()));
        assertSucceeded(execution);
        return execution;
    }

    static Execution ended(Execution execution) throws InterruptedException {
        return execution.await(RESTORE_LIMIT);
    }

    static void assertSucceeded(Execution execution) {
        assertThat(execution.status()).as("%s", execution.cause()).isEqualTo(Execution.Status.SUCCEEDED);
    }

    /** Starts the recover machine as a person does, and waits for its end. */
    Execution recover(Map<String, ?> input) throws InterruptedException {
        return ended(cloud.stepFunctions().start(LocalCloud.RECOVER_MACHINE, Json.write(input)));
    }

    /** Waits until the recovery that an execution's end has started has ended too. */
    Execution recoveryOf(Execution restore) throws InterruptedException {
        ended(restore);
        Instant limit = Instant.now().plus(LIMIT);
        while (true) {
            Optional<Execution> recovery = cloud.stepFunctions().executions().stream()
                    .filter(one -> one.machine().name().equals(LocalCloud.RECOVER_MACHINE))
                    .filter(one -> !one.startedAt().isBefore(restore.stoppedAt().orElseThrow()))
                    .findFirst();
            if (recovery.isPresent()) {
                return ended(recovery.get());
            }
            assertThat(Instant.now()).as("a recovery is started").isBefore(limit);
            // between two looks: nobody says when the event has arrived
            Thread.sleep(20);
        }
    }

    /** Returns what the ensemble serves now. */
    Tree tree() throws IOException {
        return proof.tree();
    }

    /** Asserts that every server serves what was served then, but for what comes and goes with the shop's session. */
    void assertServes(Tree then, String... laterWrites) throws IOException {
        served.assertAre(then);
        assertHeld(laterWrites);
    }

    /** Returns the record of the restore that holds the ensemble, or held it last. */
    Optional<JsonNode> lock() throws IOException {
        Path file = vaultFile("locks/" + LocalCloud.ENSEMBLE + ".json");
        return file.toFile().exists() ? Optional.of(Json.mapper().readTree(file.toFile())) : Optional.empty();
    }

    /** Changes, creates and deletes what a backup holds: should it ever show again after a restore, the trees differ. */
    void changeAfterBackup() throws IOException {
        shop.change();
    }

    /** Writes a znode as a client, through the gates; the write is acknowledged. */
    void write(String path) throws IOException {
        proof.write(path, "acknowledged");
    }

    /** Asserts that every server holds the shop as the backup has it, and nothing else differs between them. */
    void assertHolds(Backup backup, String... laterWrites) throws IOException {
        proof.sameAsBackup(backup.tree());
        assertHeld(laterWrites);
    }

    private void assertHeld(String... writes) throws IOException {
        for (String path : writes) {
            proof.holds(Map.of(path, "acknowledged"));
        }
        assertSameEverywhere();
    }

    /** Asserts that no server holds anything that another does not. */
    void assertSameEverywhere() throws IOException {
        served.assertSame();
    }

    Tree tree(LocalHost host) throws IOException {
        return ServedTrees.of(host);
    }

    /** Hangs the leader past the sync limit until the others have elected another, and lets it go on. */
    void hangLeader() throws IOException {
        LocalHost leader = ensemble.leader();
        List<LocalHost> others = others(leader);
        leader.server().pause();
        try {
            ensemble.awaitBroadcast(others, LIMIT);
        } finally {
            leader.server().resume();
        }
        ensemble.awaitBroadcast(LIMIT);
        assertThat(ensemble.leader()).isNotEqualTo(leader);
    }

    /** Kills the leader, waits until the others have elected another, and starts it again. */
    LocalHost killLeader() throws IOException {
        LocalHost leader = ensemble.leader();
        leader.server().kill();
        ensemble.awaitBroadcast(others(leader), LIMIT);
        LocalHost elected = ensemble.leader();
        ensemble.start();
        return elected;
    }

    void killAll() throws IOException {
        ensemble.hosts().forEach(host -> host.server().kill());
        ensemble.start();
    }

    List<LocalHost> others(LocalHost one) {
        return ensemble.hosts().stream().filter(host -> host != one).toList();
    }

    @Override
    public void close() throws IOException {
        shop.close();
        cloud.close();
        ensemble.close();
    }
}
