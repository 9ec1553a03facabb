package io.zooark.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.local.stepfunctions.ScriptedFunctions.FunctionError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    private static final String BUSY = "io.zooark.error.EnsembleBusyException";

    @Test
    void namesAFunctionsErrorByItsTypeAndCarriesTheWholeAnswerAsCause() throws InterruptedException {
        Execution execution = run("", failing(BUSY));

        assertThat(execution.status()).isEqualTo(Execution.Status.FAILED);
        assertThat(execution.error()).contains(BUSY);
        assertThat(execution.cause())
                .contains("{\"errorMessage\":\"no\",\"errorType\":\"" + BUSY + "\",\"stackTrace\":[]}");
    }

    @Test
    void namesAFunctionThatIsNotThere() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.deploy(task("")).run("{}");

            assertThat(execution.error()).contains("Lambda.ResourceNotFoundException");
            assertThat(execution.cause().orElseThrow())
                    .startsWith("Function not found: arn:aws:lambda:eu-central-1:123456789012:function:ask");
        }
    }

    @Test
    void reportsABrokenStandInAsAFaultOfTheLocalCloud() throws InterruptedException {
        Execution execution =
                run("\"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"Caught\"}],", payload -> {
                    throw new IllegalStateException("the stand-in broke");
                });

        assertThat(execution.error()).contains("Local.InterpreterBroken");
        assertThat(execution.cause().orElseThrow()).contains("the stand-in broke");
    }

    @Test
    void catchesByNameAndPutsTheErrorIntoTheRawInput() throws InterruptedException {
        Execution execution = run("""
                "InputPath": "$.in", "OutputPath": "$.never",
                "Catch": [{"ErrorEquals": ["Other", "%s"], "ResultPath": "$.failure", "Next": "Caught"}],""".formatted(BUSY), "{\"in\": 1, \"kept\": 2}", failing(BUSY));

        JsonNode output = Json.read(execution.output().orElseThrow());
        assertThat(output.path("kept").asInt()).isEqualTo(2);
        assertThat(output.path("failure").path("Error").asText()).isEqualTo(BUSY);
        assertThat(Json.read(output.path("failure").path("Cause").asText())
                        .path("errorMessage")
                        .asText())
                .isEqualTo("no");
    }

    @Test
    void replacesTheInputByTheErrorWhereCatchHasNoResultPath() throws InterruptedException {
        Execution execution =
                run("\"Catch\": [{\"ErrorEquals\": [\"States.TaskFailed\"], \"Next\": \"Caught\"}],", failing("Boom"));

        assertThat(Json.read(execution.output().orElseThrow()).fieldNames())
                .toIterable()
                .containsExactly("Error", "Cause");
    }

    @ParameterizedTest
    @CsvSource({
        "States.ALL, Boom, true",
        "States.ALL, States.Timeout, true",
        "States.ALL, States.Runtime, false",
        "States.ALL, States.DataLimitExceeded, false",
        "States.TaskFailed, Boom, true",
        "States.TaskFailed, States.Timeout, false",
        "States.TaskFailed, States.DataLimitExceeded, false",
        "States.DataLimitExceeded, States.DataLimitExceeded, true",
        "Boom, boom, false",
        "java.lang.RuntimeException, java.lang.IllegalStateException, false"
    })
    void matchesErrorsByTheirNames(String name, String error, boolean expected) {
        assertThat(new ErrorNames(List.of(name)).match(error)).isEqualTo(expected);
    }

    @Test
    void catchesNothingWhereThePathOfAParameterLeadsNowhere() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.script("ask", payload -> "{}")
                    .deploy(task("\"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"Caught\"}],")
                            .replace("\"$\"", "\"$.missing\""))
                    .run("{}");

            assertThat(execution.error()).contains("States.Runtime");
            assertThat(stage.calls()).isEmpty();
        }
    }

    @Test
    void retriesWithGrowingPausesUpToTheirCap() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.script("ask", failing(BUSY)).deploy(task("""
                            "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 2, "BackoffRate": 3,
                              "MaxAttempts": 4, "MaxDelaySeconds": 20}],""")).run("{}");

            assertThat(stage.pauses()).extracting(Duration::toSeconds).containsExactly(2L, 6L, 18L, 20L);
            assertThat(stage.calls()).hasSize(5);
        }
    }

    @Test
    void retriesThreeTimesWhereNothingElseIsSaid() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.script("ask", failing(BUSY))
                    .deploy(task("\"Retry\": [{\"ErrorEquals\": [\"States.TaskFailed\"]}],"))
                    .run("{}");

            assertThat(stage.pauses()).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
        }
    }

    @Test
    void drawsPausesWithJitterBetweenZeroAndTheirLength() {
        Retrier retrier = new Retrier(new ErrorNames(List.of("Boom")), 10, 2, 3, 99, true);

        assertThat(retrier.delay(1, 0)).isZero();
        assertThat(retrier.delay(1, 0.5)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void countsRetriesForEachEntryAndCatchesWhenTheMatchingOneIsUsedUp() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        try (Stage stage = new Stage()) {
            Execution execution = stage.script("ask", payload -> {
                        throw new FunctionError(calls.incrementAndGet() == 2 ? "Rare" : "Common", "no");
                    })
                    .deploy(task("""
                            "Retry": [
                              {"ErrorEquals": ["Rare"], "IntervalSeconds": 5, "MaxAttempts": 1},
                              {"ErrorEquals": ["Common"], "IntervalSeconds": 1, "MaxAttempts": 2, "BackoffRate": 1},
                              {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 9, "MaxAttempts": 9}],
                            "Catch": [{"ErrorEquals": ["Common"], "Next": "Caught"}],"""))
                    .run("{}");

            assertThat(stage.pauses()).extracting(Duration::toSeconds).containsExactly(1L, 5L, 1L);
            assertThat(execution.status()).isEqualTo(Execution.Status.SUCCEEDED);
        }
    }

    @Test
    void showsTheRetryCountToEachAttemptAndKeepsTheTimeOfEntry() throws InterruptedException {
        try (Stage stage = new Stage(Stage.tickingClock())) {
            stage.script("ask", failing(BUSY))
                    .deploy(
                            task("\"Retry\": [{\"ErrorEquals\": [\"States.ALL\"], \"MaxAttempts\": 1}],")
                                    .replace(
                                            "\"Payload.$\": \"$\"",
                                            "\"Payload\": {\"n.$\": \"$$.State.RetryCount\", \"at.$\": \"$$.State.EnteredTime\"}"))
                    .run("{}");

            assertThat(stage.calls())
                    .containsExactly(
                            "ask {\"n\":0,\"at\":\"2026-03-01T12:00:05.000Z\"}",
                            "ask {\"n\":1,\"at\":\"2026-03-01T12:00:05.000Z\"}");
        }
    }

    @Test
    void timesOutWhileTheFunctionGoesOn() throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Stage stage = new Stage()) {
            Execution execution = stage.script("ask", payload -> {
                        await(goOn);
                        ended.countDown();
                        return "{}";
                    })
                    .deploy(task("""
                            "TimeoutSeconds": 1, "Retry": [{"ErrorEquals": ["States.TaskFailed"]}],
                            "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Caught"}],"""))
                    .run("{}");

            assertThat(execution.output()).contains("{\"Error\":\"States.Timeout\",\"Cause\":\"\"}");
            assertThat(stage.calls()).hasSize(1);
            goOn.countDown();
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void failsWithWordsFromTheInput() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.deploy("""
                    {"Stop": {"Type": "Fail", "ErrorPath": "$.failure.Error",
                      "CausePath": "States.Format('{}: {}', $$.Execution.Name, $.failure.Cause)"}}""");
            Execution execution = stage.service()
                    .start(Stage.MACHINE, "run-1", "{\"failure\": {\"Error\": \"Boom\", \"Cause\": \"it broke\"}}")
                    .await(Stage.LONG);

            assertThat(execution.error()).contains("Boom");
            assertThat(execution.cause()).contains("run-1: it broke");
        }
    }

    @Test
    void failsForGoodWhereTheWordsOfAFailAreNoString() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.deploy("{\"Stop\": {\"Type\": \"Fail\", \"CausePath\": \"$.n\"}}")
                    .run("{\"n\": 1}");

            assertThat(execution.error()).contains("States.Runtime");
        }
    }

    @Test
    void refusesToWaitForAnEndThatDoesNotCome() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try (Stage stage = new Stage()) {
            stage.script("ask", payload -> {
                        await(never);
                        return "{}";
                    })
                    .deploy(task(""));
            Execution execution = stage.service().start(Stage.MACHINE, "run-1", "{}");

            assertThatThrownBy(() -> execution.await(Duration.ofMillis(200)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("run-1 still runs after PT0.2S; the last state entered is 'Ask'");
        }
    }

    private static Execution run(String fields, UnaryOperator<String> script) throws InterruptedException {
        return run(fields, "{}", script);
    }

    private static Execution run(String fields, String input, UnaryOperator<String> script)
            throws InterruptedException {
        try (Stage stage = new Stage()) {
            return stage.script("ask", script).deploy(task(fields)).run(input);
        }
    }

    private static String task(String fields) {
        String caught = fields.contains("Caught") ? ", \"Caught\": {\"Type\": \"Succeed\"}" : "";
        return """
                {"Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                  "Parameters": {"FunctionName": "ask", "Payload.$": "$"}, %s "End": true}%s}""".formatted(fields, caught);
    }

    private static UnaryOperator<String> failing(String type) {
        return payload -> {
            throw new FunctionError(type, "no");
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
