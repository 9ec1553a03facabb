package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.local.Trial.Backup;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.stepfunctions.HistoryEvent;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Restores by {@code "method": "placement"} of an ensemble whose AdminServers take no snapshot. */
class PlacementTest {
    /** A session that would not end by itself in the course of a test. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Trial trial;

    @BeforeAll
    static void begin() throws IOException {
        trial = Trial.begin("placement", EnsembleOptions.voters(3).withProperty("admin.restore.enabled", "false"));
        trial.write("/locks");
    }

    @AfterAll
    static void close() throws IOException {
        trial.close();
    }

    @Test
    void placesWhatEveryServerServesAfterOneStartAndAfterAllWereKilled() throws Exception {
        try (Locker holding = Locker.connect(trial, LONG).lock("/locks/held")) {
            Backup backup = trial.backup();
            holding.unlock("/locks/held");
            trial.changeAfterBackup();

            Execution execution = place(backup, Map.of());

            Trial.assertSucceeded(execution);
            holding.assertExpires(Duration.ofSeconds(20));
            trial.write("/written-after-the-restore");
            trial.assertHolds(backup, "/written-after-the-restore");
            assertThat(states(execution))
                    .contains("Place the snapshot")
                    .doesNotContain("Start every server empty", "Persist on every server");
            assertReported(execution);
            assertNoAddressIsLeft(execution);
            trial.killAll();
            trial.ensemble().awaitBroadcast(Trial.LIMIT);
            trial.assertHolds(backup, "/written-after-the-restore");
            for (LocalHost host : trial.ensemble().hosts()) {
                assertThat(trial.tree(host).nodes()).doesNotContainKey("/locks/held");
            }
        }
    }

    /** Each host refuses what is not the snapshot while clients are still served: nobody is shut out for nothing. */
    @Test
    void endsBeforeAnybodyIsShutOutWhereTheHostsAreGivenOtherBytes() throws Exception {
        Backup backup = trial.backup();
        trial.write("/orders/written-" + System.nanoTime());
        Tree before = trial.tree();
        trial.before("Fetch the snapshot", () -> flip(stored()));

        Execution execution = place(backup, Map.of());

        assertThat(execution.error()).as("%s", execution.cause()).hasValue("RestoreRefused");
        assertThat(execution.cause().orElseThrow()).contains("what was fetched has checksum");
        assertThat(states(execution)).doesNotContain("Close client access");
        assertThat(trial.lock().orElseThrow().path("phase").asText()).isEqualTo("RELEASED");
        trial.assertServes(before);
        assertNoAddressIsLeft(execution);
    }

    @Test
    void isRolledBackWhereAHostHoldsOtherBytesThanItFetched() throws Exception {
        Backup backup = trial.backup();
        trial.write("/orders/written-" + System.nanoTime());
        Tree before = trial.tree();
        trial.before("Place the snapshot", () -> {
            flip(fetchedBy(trial.ensemble().host(2)));
            // nor is what it would fetch again
            flip(stored());
        });

        Execution execution = place(backup, Map.of());
        Execution recovery = trial.recoveryOf(execution);

        assertThat(execution.error()).as("%s", execution.cause()).hasValue("RestoreFailedBeingRecovered");
        assertThat(execution.cause().orElseThrow()).contains("what was fetched has checksum");
        Trial.assertSucceeded(recovery);
        assertThat(trial.lock().orElseThrow().path("outcome").asText()).isEqualTo("ROLLED_BACK");
        trial.assertServes(before);
        assertThat(report(execution).at("/history/0/state").asText()).isEqualTo("Place the snapshot");
        assertThat(fetchedBy(trial.ensemble().host(2)))
                .as("removed with the cut")
                .isEmpty();
        assertNoAddressIsLeft(execution);
    }

    @Test
    void theAdminServersAreRefusedAndADryRunStoresNothing() throws Exception {
        Backup backup = trial.backup();
        Touched before = Touched.of(trial);

        Execution refused = trial.run(Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", backup.id()));
        Execution mistyped = trial.run(Map.of("confirm", LocalCloud.ENSEMBLE, "method", "copy"));
        Execution dryRun = place(backup, Map.of("dryRun", true));

        assertThat(refused.error()).hasValue("RestoreRefused");
        assertThat(refused.cause().orElseThrow())
                .contains("admin.restore.enabled=false")
                .contains("\"method\": \"placement\"");
        assertThat(mistyped.cause().orElseThrow())
                .contains("field input.method")
                .contains("placement");
        Trial.assertSucceeded(dryRun);
        JsonNode shutOut = Json.mapper().readTree(dryRun.output().orElseThrow()).at("/briefing/shutOut");
        assertThat(shutOut.path("seconds").asInt())
                .isEqualTo(shutOut.path("placement").asInt())
                .isLessThan(shutOut.path("admin").asInt());
        assertThat(Touched.of(trial)).isEqualTo(before);
    }

    private static Execution place(Backup backup, Map<String, ?> more) throws InterruptedException {
        Map<String, Object> input = new HashMap<>(more);
        input.putAll(Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", backup.id(), "method", "placement"));
        return trial.run(input);
    }

    private static List<Path> stored() throws IOException {
        return matching(trial.vaultFile("placements/" + LocalCloud.ENSEMBLE), "snapshot");
    }

    private static List<Path> fetchedBy(LocalHost host) throws IOException {
        return matching(host.server().dataDir().resolve("set-aside"), ".fetched");
    }

    private static List<Path> matching(Path folder, String name) throws IOException {
        try (Stream<Path> below = Files.list(folder)) {
            return below.map(each -> each.resolve(name)).filter(Files::exists).toList();
        }
    }

    private static void flip(List<Path> files) throws IOException {
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.seek(bytes.length() / 2);
                int old = bytes.read();
                bytes.seek(bytes.length() / 2);
                bytes.write(old ^ 1);
            }
        }
    }

    private static List<String> states(Execution execution) {
        return execution.history().stream()
                .flatMap(event -> event.enteredState().stream())
                .toList();
    }

    private static JsonNode report(Execution execution) throws IOException {
        return Json.mapper()
                .readTree(trial.vaultFile("restores/orders/" + execution.name() + "/report.json")
                        .toFile());
    }

    private static void assertReported(Execution execution) throws IOException {
        JsonNode snapshot = report(execution).path("snapshot");
        assertThat(snapshot.path("method").asText()).isEqualTo("placement");
        assertThat(snapshot.path("stored").asText())
                .startsWith("placements/orders/" + execution.name() + "/snapshot, ")
                .contains("cksum");
    }

    /** Nowhere but in the command's parameters: not in the history, not in what the restore has written, not in the log. */
    private static void assertNoAddressIsLeft(Execution execution) throws IOException {
        assertThat(execution.history()).extracting(HistoryEvent::toString).noneMatch(PlacementTest::signed);
        Path records = trial.vaultFile("restores/orders/" + execution.name());
        try (Stream<Path> files = Files.list(records)) {
            for (Path file : files.toList()) {
                assertThat(signed(Files.readString(file))).as("%s", file).isFalse();
            }
        }
        assertThat(signed(Files.readString(Path.of("target/trials/placement/functions.log"))))
                .isFalse();
    }

    private static boolean signed(String text) {
        return text.contains("X-Amz-");
    }
}
