package io.zooark.local.artefact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.error.RequestRefusedException;
import io.zooark.handler.Wiring;
import io.zooark.json.Json;
import io.zooark.local.LocalCloud;
import io.zooark.local.artefact.RuntimeApi.Answer;
import io.zooark.local.cloud.Functions;
import io.zooark.local.cloud.HandlerFunctions;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.Orders;
import io.zooark.statemachine.Definitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged jar under Lambda's own runtime for Java, against a real ensemble. */
@Tag("thorough")
class LambdaRuntimeTest {
    private static final String PASSWORD = "s3cret-of-the-super-user";
    private static final String REFUSAL = RequestRefusedException.class.getName();
    private static final Instant DUE = Instant.parse("2026-11-18T10:00:00Z");
    private static final int WARM = 5;

    /** No promise: what cannot be right, even on a busy machine. */
    private static final Duration ABSURD = Duration.ofSeconds(60);

    private static final List<String> FIGURES = new ArrayList<>();

    private static Path code;
    private static Path storage;
    private static LocalEnsemble ensemble;
    private static DeployedFunctions functions;
    private static LocalCloud cloud;

    @BeforeAll
    static void deploy(@TempDir Path folder) throws IOException {
        ExecutionEnvironment.assumePossible();
        code = ZooarkJar.unpackedTo(Files.createDirectory(folder.resolve("task")));
        storage = folder.resolve("s3");
        ensemble = LocalEnsemble.started(
                folder.resolve("zk"), EnsembleOptions.voters(3).withHeap(128).withSuperPassword(PASSWORD));
        Orders.fill(ensemble.connectString(), 7).close();
        cloud = LocalCloud.around(ensemble, storage, PASSWORD, variables -> new DeployedFunctions(code, variables));
        functions = (DeployedFunctions) cloud.functions();
        FIGURES.add(Measured.HEAD);
    }

    @AfterAll
    static void close() throws IOException {
        if (functions != null) {
            functions.close();
        }
        if (cloud != null) {
            cloud.close();
        }
        if (ensemble != null) {
            ensemble.close();
            Files.write(ZooarkJar.FOLDER.resolve("lambda.txt"), FIGURES);
            FIGURES.forEach(System.out::println);
        }
    }

    static List<String> names() {
        return List.copyOf(HandlerFunctions.names());
    }

    @Test
    void takesABackupOfARealEnsemble() throws IOException {
        try (ExecutionEnvironment environment = start("TakeSnapshot", functions.variables())) {
            JsonNode backup = answered(environment.invoke(due(0)));

            assertThat(backup.path("verdict").asText()).isEqualTo("CONSISTENT");
            assertThat(object(backup)).isRegularFile();
            assertThat(Files.size(object(backup)))
                    .isEqualTo(
                            backup.path("manifest").path("object").path("size").asLong());
            figure(Measured.of("TakeSnapshot", "", environment, Optional.of(again(environment))));
            assertThat(environment.standardOutput())
                    .allSatisfy(line -> assertThat(isJsonObject(line)).as(line).isTrue());
            assertThat(environment.standardError()).isEmpty();
            assertThat(String.join("\n", environment.standardOutput())).doesNotContain(PASSWORD);
        }
    }

    /** Takes a few more backups, each of another second, and returns the median of the times. */
    private static Duration again(ExecutionEnvironment environment) throws IOException {
        List<Duration> times = new ArrayList<>();
        for (int i = 1; i <= WARM; i++) {
            Instant begin = Instant.now();
            answered(environment.invoke(due(i)));
            times.add(Duration.between(begin, Instant.now()));
        }
        return median(times);
    }

    @Test
    void restoresTheEnsemble() throws Exception {
        Functions.Answer taken = functions.invoke("TakeSnapshot", due(100));
        String backup = Json.mapper().readTree(taken.payload()).path("id").asText();

        Execution execution = cloud.stepFunctions()
                .start(
                        LocalCloud.RESTORE_MACHINE,
                        Json.write(Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", backup)));
        execution.await(Duration.ofMinutes(5));

        assertThat(execution.status()).as("%s", execution.cause()).isEqualTo(Execution.Status.SUCCEEDED);
        assertThat(functions.invoked()).containsExactlyInAnyOrderElementsOf(invokedByTheMachine());
        functions.measured("restoring").forEach(LambdaRuntimeTest::figure);
    }

    /** Every placeholder in the machine's definition is a function. */
    private static List<String> invokedByTheMachine() {
        return names().stream()
                .filter(name -> Definitions.restoreEnsemble().contains("${" + name + "}"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void reportsAnErrorAsStepFunctionsMatchesIt(String function) throws IOException {
        try (ExecutionEnvironment environment = start(function, functions.variables())) {
            Answer refused = environment.invoke("{\"snpashot\": \"latest\"}");

            assertThat(refusal(refused))
                    .startsWith("the input is not understood: ")
                    .contains("\nHINT: ");
            List<Duration> times = new ArrayList<>();
            for (int i = 0; i < WARM; i++) {
                Instant begin = Instant.now();
                assertThat(refusal(environment.invoke("not JSON"))).contains("line 1");
                times.add(Duration.between(begin, Instant.now()));
            }
            figure(Measured.of(function, "refusing", environment, Optional.of(median(times))));
        }
    }

    @Test
    void saysBeforeTheFirstEventWhichVariableIsMissing() throws IOException {
        Map<String, String> variables = new HashMap<>(functions.variables());
        variables.remove(Wiring.VAULT);
        try (ExecutionEnvironment environment = start("TakeSnapshot", variables)) {
            Answer refused = environment.invoke(due(0));

            assertThat(refusal(refused)).startsWith("the environment variable ZOOARK_VAULT is missing\nHINT: ");
            assertThat(environment.exitStatus()).isNotZero();
        }
    }

    private static ExecutionEnvironment start(String function, Map<String, String> variables) throws IOException {
        return ExecutionEnvironment.start(function, code, variables);
    }

    private static String due(int seconds) {
        return Json.write(Map.of(
                "ensemble",
                LocalCloud.ENSEMBLE,
                "scheduledTime",
                DUE.plusSeconds(seconds).toString()));
    }

    private static Path object(JsonNode backup) {
        return storage.resolve(LocalCloud.BUCKET)
                .resolve(backup.path("manifest").path("object").path("key").asText());
    }

    private static JsonNode answered(Answer answer) throws IOException {
        assertThat(answer.failed()).as(answer.payload()).isFalse();
        return Json.mapper().readTree(answer.payload());
    }

    /** Returns the message of a refusal; Step Functions matches the type that stands beside it, by its full name. */
    private static String refusal(Answer answer) throws IOException {
        assertThat(answer.failed()).as(answer.payload()).isTrue();
        JsonNode error = Json.mapper().readTree(answer.payload());
        assertThat(error.path("errorType").asText()).isEqualTo(REFUSAL);
        return error.path("errorMessage").asText();
    }

    private static boolean isJsonObject(String line) {
        try {
            return Json.mapper().readTree(line).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }

    /** What larger trees take is measured by {@code ./mvnw -q -Pbench}. */
    private static void figure(Measured measured) {
        FIGURES.add(measured.line());
        assertThat(measured.first().time()).as(measured.name()).isLessThan(ABSURD);
        assertThat(measured.fits())
                .as(
                        "%s needs %d MiB and has %d; raise FunctionSize.%s",
                        measured.name(), measured.peak(), measured.size().memory(), measured.size())
                .isTrue();
    }
}
