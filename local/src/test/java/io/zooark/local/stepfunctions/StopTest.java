package io.zooark.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class StopTest {
    private static final String TWO_TASKS = """
            {"One": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "ResultPath": null,
               "Parameters": {"FunctionName": "one", "Payload": {}}, "Next": "Two",
               "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Clean up"}]},
             "Two": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "ResultPath": null,
               "Parameters": {"FunctionName": "two", "Payload": {}}, "End": true,
               "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Clean up"}]},
             "Clean up": {"Type": "Pass", "End": true}}""";

    @Test
    void entersNoStateAfterTheOneItWasStoppedIn() throws InterruptedException {
        try (Stage stage = twoTasks()) {
            stage.service().listen(stopping(stage, (execution, event) -> {
                if (event.exitedState().filter("One"::equals).isPresent()) {
                    execution.stop("Crash", "after One");
                }
            }));
            Execution execution = stage.run("{}");

            assertThat(execution.status()).isEqualTo(Execution.Status.ABORTED);
            assertThat(execution.error()).contains("Crash");
            assertThat(execution.cause()).contains("after One");
            assertThat(stage.calls()).containsExactly("one {}");
            assertThat(entered(execution)).containsExactly("One");
        }
    }

    @Test
    void neverEntersAStateItWasStoppedBefore() throws InterruptedException {
        try (Stage stage = twoTasks()) {
            stage.service().listen(new Listener() {
                @Override
                public void entering(String executionArn, String state) {
                    if (state.equals("Two")) {
                        stage.service().execution(executionArn).orElseThrow().stop("Crash", "before Two");
                    }
                }
            });
            Execution execution = stage.run("{}");

            assertThat(entered(execution)).containsExactly("One");
            assertThat(execution.history())
                    .last()
                    .extracting(HistoryEvent::type)
                    .isEqualTo("ExecutionAborted");
        }
    }

    @Test
    void invokesNothingWhenItWasStoppedWhileATaskWasScheduled() throws InterruptedException {
        try (Stage stage = twoTasks()) {
            stage.service().listen(stopping(stage, (execution, event) -> {
                if (event.type().equals("TaskScheduled")) {
                    execution.stop("Crash", "");
                }
            }));
            stage.run("{}");

            assertThat(stage.calls()).isEmpty();
        }
    }

    @Test
    void letsAFunctionGoOnThatWasInvokedBefore() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Stage stage = new Stage()) {
            stage.script("one", payload -> {
                        asked.countDown();
                        await(goOn);
                        ended.countDown();
                        return "{}";
                    })
                    .script("two", payload -> "{}")
                    .deploy(TWO_TASKS);
            Execution execution = stage.service().start(Stage.MACHINE, "{}");
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

            execution.stop("Crash", "");
            execution.await(Stage.LONG);
            goOn.countDown();

            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(execution.status()).isEqualTo(Execution.Status.ABORTED);
            assertThat(entered(execution)).containsExactly("One");
        }
    }

    @Test
    void stopsTheIterationsOfAMapToo() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.deploy("""
                    {"Each": {"Type": "Map", "End": true, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}],
                       "ItemProcessor": {"StartAt": "A", "States": {
                       "A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "End": true}}}},
                     "C": {"Type": "Pass", "End": true}}""");
            stage.service().listen(stopping(stage, (execution, event) -> {
                if (event.exitedState().filter("A"::equals).isPresent()) {
                    execution.stop("Crash", "");
                }
            }));
            Execution execution = stage.run("[1, 2, 3]");

            assertThat(entered(execution)).doesNotContain("B", "C");
            assertThat(execution.history())
                    .last()
                    .extracting(HistoryEvent::type)
                    .isEqualTo("ExecutionAborted");
        }
    }

    @Test
    void wakesUpAWait() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        try (StepFunctions service = new StepFunctions(new ScriptedFunctions(), Pace.REAL, Clock.systemUTC())
                .listen(new Listener() {
                    @Override
                    public void happened(String executionArn, HistoryEvent event) {
                        if (event.type().equals("WaitStateEntered")) {
                            waiting.countDown();
                        }
                    }
                })) {
            service.register(StateMachine.define("waits", """
                    {"StartAt": "W", "States": {"W": {"Type": "Wait", "SecondsPath": "$.s", "End": true}}}""", Map.of()));
            Execution execution = service.start("waits", "{\"s\": 3600}");
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();

            execution.stop("", "");

            assertThat(execution.await(Stage.LONG).status()).isEqualTo(Execution.Status.ABORTED);
            assertThat(execution.error()).isEmpty();
        }
    }

    @Test
    void leavesAnExecutionThatHasEndedAsItIs() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution =
                    stage.deploy("{\"A\": {\"Type\": \"Succeed\"}}").run("1");

            execution.stop("Crash", "");

            assertThat(execution.status()).isEqualTo(Execution.Status.SUCCEEDED);
            assertThat(execution.error()).isEmpty();
        }
    }

    @Test
    void stopsWhatRunsWhenTheServiceIsClosed() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Execution execution;
        try (Stage stage = new Stage()) {
            stage.script("one", payload -> {
                        asked.countDown();
                        await(never);
                        interrupted.countDown();
                        return "{}";
                    })
                    .deploy(TWO_TASKS);
            execution = stage.service().start(Stage.MACHINE, "{}");
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(execution.await(Stage.LONG).status()).isEqualTo(Execution.Status.ABORTED);
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void pausesAsLongAsItsPaceSays() {
        assertThat(Pace.REAL.really(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
        assertThat(Pace.scaled(0.01).really(Duration.ofSeconds(30))).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void waitsForAsManySecondsAsTheInputSays() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.deploy("""
                    {"A": {"Type": "Wait", "Seconds": 5, "Next": "B"},
                     "B": {"Type": "Wait", "SecondsPath": "$.s", "End": true}}""");

            assertThat(stage.run("{\"s\": 7}").output()).contains("{\"s\":7}");
            assertThat(stage.pauses()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(7));
            assertThat(stage.run("{\"s\": \"7\"}").error()).contains("States.Runtime");
        }
    }

    private static Stage twoTasks() {
        return new Stage()
                .script("one", payload -> "{}")
                .script("two", payload -> "{}")
                .deploy(TWO_TASKS);
    }

    private static Listener stopping(Stage stage, BiConsumer<Execution, HistoryEvent> reaction) {
        return new Listener() {
            @Override
            public void happened(String executionArn, HistoryEvent event) {
                reaction.accept(stage.service().execution(executionArn).orElseThrow(), event);
            }
        };
    }

    private static List<String> entered(Execution execution) {
        List<String> names = new ArrayList<>();
        execution.history().forEach(event -> event.enteredState().ifPresent(names::add));
        return names;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
