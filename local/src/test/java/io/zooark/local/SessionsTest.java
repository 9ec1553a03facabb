package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.local.Trial.Backup;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of clients that live through a restore, and of the locks that they hold. */
class SessionsTest {
    /** None of these sessions would end by itself in the course of a test. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration SHORT = Duration.ofSeconds(6);
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Trial trial;

    @BeforeAll
    static void begin() throws IOException {
        trial = Trial.begin("sessions");
        trial.write("/locks");
    }

    @AfterAll
    static void close() throws IOException {
        trial.close();
    }

    /** By the letter of the guide the first three resume silently: one finds a lock that it had released, one misses its own. */
    @Test
    void everyClientHearsThatItsSessionHasExpiredAndNoGhostOfALockRemains() throws Exception {
        try (Locker holding = Locker.connect(trial, LONG).lock("/locks/held-all-the-while");
                Locker releasing = Locker.connect(trial, LONG).lock("/locks/released-after-the-backup");
                Locker taking = Locker.connect(trial, LONG)) {
            Backup backup = trial.backup();
            releasing.unlock("/locks/released-after-the-backup");
            taking.lock("/locks/taken-after-the-backup");
            try (Locker newcomer = Locker.connect(trial, LONG).lock("/locks/of-a-session-after-the-backup")) {
                AtomicReference<List<String>> locks = new AtomicReference<>(List.of());
                trial.before("Open client access", () -> locks.set(locks()));

                trial.restore(backup);

                for (Locker client : List.of(holding, releasing, taking, newcomer)) {
                    client.assertExpires(SOON);
                }
                assertThat(locks.get()).isEmpty();
                assertThat(locks()).isEmpty();
                trial.assertHolds(backup);
            }
        }
    }

    @Test
    void whereSessionsAreKeptClientsWaitUntilTheLastHasEndedByItself() throws Exception {
        try (Locker holding = Locker.connect(trial, SHORT).lock("/locks/held");
                Locker taking = Locker.connect(trial, SHORT)) {
            Backup backup = trial.backup();
            taking.lock("/locks/taken-after-the-backup");
            AtomicReference<List<String>> opened = new AtomicReference<>(List.of());
            trial.before("Open client access", () -> opened.set(locks()));

            Execution execution =
                    trial.run(Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", backup.id(), "sessions", "keep"));

            Trial.assertSucceeded(execution);
            JsonNode kept = plan(execution).path("expected").path("kept");
            assertThat(kept.path("ephemerals").asInt())
                    .as("znodes sent with their sessions")
                    .isEqualTo(1);
            assertThat(Duration.parse(kept.path("longestTimeout").asText())).isEqualTo(SHORT);
            assertThat(opened.get()).isEmpty();
            holding.assertExpires(SOON);
            taking.assertExpires(SOON);
            assertThat(locks()).isEmpty();
            trial.write("/written-after-the-restore");
            trial.killAll();
            assertThat(locks()).isEmpty();
            trial.assertSameEverywhere();
        }
    }

    private static JsonNode plan(Execution execution) throws IOException {
        return Json.mapper()
                .readTree(trial.vaultFile("restores/orders/" + execution.name() + "/plan.json")
                        .toFile());
    }

    /** Returns the locks that each server shows. */
    private static List<String> locks() throws IOException {
        List<String> locks = new ArrayList<>();
        for (LocalHost host : trial.ensemble().hosts()) {
            trial.tree(host).nodes().keySet().stream()
                    .filter(path -> path.startsWith("/locks/"))
                    .forEach(locks::add);
        }
        return locks;
    }
}
