package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.local.Trial.Backup;
import io.zooark.local.cloud.HandlerFunctions;
import io.zooark.local.cloud.Moto;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.LiveClients;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.statemachine.Definitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A second opinion on how a definition is read: the restore machine runs in moto's interpreter, with our functions behind
 * the gateway, and goes the way that it goes in ours. Left out where {@code moto_server} is not installed.
 */
@Tag("thorough")
class SecondInterpreterTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    private static Trial trial;
    private static Moto moto;
    private static Backup backup;

    /** What is the same wherever the definition runs. */
    private record Course(List<String> states, String status, String error) {}

    @BeforeAll
    static void begin() throws Exception {
        trial = Trial.begin("second-interpreter");
        moto = Moto.calling(trial.cloud().endpoint());
        backup = trial.backup();
    }

    @AfterAll
    static void close() throws IOException {
        if (moto != null) {
            moto.close();
        }
        trial.close();
    }

    @Test
    void goesTheGoodWay() throws Exception {
        Map<String, ?> input = Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", backup.id());
        trial.changeAfterBackup();
        Course ours = ours(input);
        assertThat(ours.status()).isEqualTo("SUCCEEDED");
        trial.changeAfterBackup();

        assertThat(motos("good", input)).isEqualTo(ours);
        trial.assertHolds(backup);
    }

    @Test
    void refusesWhatIsNotThere() throws Exception {
        Map<String, ?> input = Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", "20200101T000000Z-0");

        Course ours = ours(input);
        assertThat(ours.states()).last().isEqualTo("Restore refused");

        assertThat(motos("refused", input)).isEqualTo(ours);
    }

    @Test
    void opensAgainWhereAClientStaysConnected() throws Exception {
        Map<String, ?> input = Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", backup.id());
        LocalHost host = trial.ensemble().host(2);
        host.gate().spareEstablished(true);
        try (LiveClients client =
                LiveClients.start("127.0.0.1:" + host.server().ports().gate(), 1, Duration.ofSeconds(6))) {
            client.awaitWrites(1, Trial.LIMIT);
            Course ours = ours(input);
            assertThat(ours.states()).last().isEqualTo("Restore refused, nothing changed");

            assertThat(motos("connected", input)).isEqualTo(ours);
        } finally {
            host.gate().spareEstablished(false);
        }
    }

    @Test
    void handsOverWhatFailsAfterDataWasMoved() throws Exception {
        Map<String, ?> input = Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", backup.id());
        Course ours = withAFileInTheWay(() -> ours(input));
        assertThat(ours.error()).isEqualTo("RestoreFailedBeingRecovered");

        assertThat(withAFileInTheWay(() -> motos("moved", input))).isEqualTo(ours);
    }

    private interface Run {
        Course run() throws Exception;
    }

    /** Server 3 cannot set aside anything; afterwards the recovery puts back what the others have. */
    private static Course withAFileInTheWay(Run run) throws Exception {
        Path inTheWay = trial.ensemble().host(3).server().dataDir().resolve("set-aside");
        Optional<Path> kept = Files.exists(inTheWay)
                ? Optional.of(Files.move(inTheWay, inTheWay.resolveSibling("set-aside-kept")))
                : Optional.empty();
        Files.createFile(inTheWay);
        Course course;
        try {
            course = run.run();
        } finally {
            Files.delete(inTheWay);
            if (kept.isPresent()) {
                Files.move(kept.get(), inTheWay);
            }
        }
        // started by the event already where the execution was ours: two at once do the work of one
        trial.recover(Map.of("confirm", LocalCloud.ENSEMBLE));
        awaitReleased();
        return course;
    }

    private static void awaitReleased() throws IOException {
        long end = System.nanoTime() + Trial.LIMIT.toNanos();
        while (!trial.lock().orElseThrow().path("phase").asText().equals("RELEASED")) {
            assertThat(System.nanoTime()).as("%s", trial.lock()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static Course ours(Map<String, ?> input) throws IOException, InterruptedException {
        Execution execution = trial.run(input);
        List<JsonNode> events = execution.history().stream()
                .map(event -> (JsonNode) Json.mapper()
                        .createObjectNode()
                        .put("type", event.type())
                        .put("name", event.enteredState().orElse("")))
                .toList();
        return new Course(
                entered(events), execution.status().name(), execution.error().orElse(""));
    }

    private static Course motos(String name, Map<String, ?> input) throws IOException, InterruptedException {
        moto.reset();
        String machine = moto.stepFunctions(
                        "CreateStateMachine",
                        Map.of(
                                "name",
                                LocalCloud.RESTORE_MACHINE,
                                "definition",
                                substituted(Definitions.restoreEnsemble()),
                                "roleArn",
                                "arn:aws:iam::123456789012:role/restore"))
                .path("stateMachineArn")
                .asText();
        String execution = moto.stepFunctions(
                        "StartExecution", Map.of("stateMachineArn", machine, "name", name, "input", Json.write(input)))
                .path("executionArn")
                .asText();
        long end = System.nanoTime() + LIMIT.toNanos();
        JsonNode described;
        do {
            assertThat(System.nanoTime()).as("no end of %s", execution).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            described = moto.stepFunctions("DescribeExecution", Map.of("executionArn", execution));
        } while (described.path("status").asText().equals("RUNNING"));
        List<JsonNode> events = new ArrayList<>();
        moto.stepFunctions("GetExecutionHistory", Map.of("executionArn", execution, "maxResults", 1000))
                .path("events")
                .forEach(event -> events.add(Json.mapper()
                        .createObjectNode()
                        .put("type", event.path("type").asText())
                        .put(
                                "name",
                                event.path("stateEnteredEventDetails")
                                        .path("name")
                                        .asText())));
        return new Course(
                entered(events),
                described.path("status").asText(),
                described.path("error").asText());
    }

    /** The states in their order, without those of branches and of items: these run at once, in any order. */
    private static List<String> entered(List<JsonNode> events) throws IOException {
        JsonNode states = Json.mapper().readTree(Definitions.restoreEnsemble()).path("States");
        return events.stream()
                .filter(event -> event.path("type").asText().endsWith("StateEntered"))
                .map(event -> event.path("name").asText())
                .filter(states::has)
                .toList();
    }

    private static String substituted(String definition) {
        Map<String, String> functions = HandlerFunctions.substitutions();
        Matcher placeholder = PLACEHOLDER.matcher(definition);
        return placeholder.replaceAll(
                found -> Matcher.quoteReplacement(functions.getOrDefault(found.group(1), found.group())));
    }
}
