package io.zooark.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.stepfunctions.ScriptedFunctions.FunctionError;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ForkTest {
    private static final String EACH = """
            {"Each server": {"Type": "Map", "ItemsPath": "$.servers", %s "End": true,
              "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "Ask", "States": {
                "Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                  "Parameters": {"FunctionName": "ask", "Payload.$": "$"}, "OutputPath": "$.Payload",
                  "Next": "Afterwards"},
                "Afterwards": {"Type": "Pass", "End": true}}}}%s}""";

    private static final String THREE = "{\"servers\": [1, 2, 3], \"e\": \"orders\"}";

    @Test
    void keepsTheOrderOfItsItems() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        try (Stage stage = new Stage()) {
            Execution execution = stage.script("ask", payload -> {
                        if (payload.equals("1")) {
                            await(second);
                        }
                        second.countDown();
                        return payload + "0";
                    })
                    .deploy(EACH.formatted("", ""))
                    .run("{\"servers\": [1, 2]}");

            assertThat(execution.output()).contains("[10,20]");
        }
    }

    @Test
    void givesEachIterationWhatItemSelectorMakes() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.script("ask", payload -> payload).deploy(EACH.formatted("""
                            "MaxConcurrency": 1, "ItemSelector": {"i.$": "$$.Map.Item.Index",
                              "server.$": "$$.Map.Item.Value", "ensemble.$": "$.e"},""", ""));
            Execution execution = stage.run("{\"servers\": [\"a\", \"b\"], \"e\": \"orders\"}");

            assertThat(execution.output())
                    .contains("[{\"i\":0,\"server\":\"a\",\"ensemble\":\"orders\"},"
                            + "{\"i\":1,\"server\":\"b\",\"ensemble\":\"orders\"}]");
        }
    }

    @Test
    void answersAnEmptyArrayWithAnEmptyArray() throws InterruptedException {
        try (Stage stage = new Stage()) {
            assertThat(stage.deploy(EACH.formatted("", ""))
                            .run("{\"servers\": []}")
                            .output())
                    .contains("[]");
        }
    }

    @Test
    void failsForGoodWhereTheItemsAreNoArray() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.deploy(EACH.formatted("", "")).run("{\"servers\": {}}");

            assertThat(execution.error()).contains("States.Runtime");
            assertThat(execution.cause().orElseThrow()).contains("The ItemsPath must lead to an array, got {}");
        }
    }

    @Test
    void runsAsManyAtOnceAsItMay() throws InterruptedException {
        CyclicBarrier pairs = new CyclicBarrier(2);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Stage stage = new Stage()) {
            Execution execution = stage.script("ask", payload -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        await(pairs);
                        now.decrementAndGet();
                        return payload;
                    })
                    .deploy(EACH.formatted("\"MaxConcurrency\": 2,", ""))
                    .run("{\"servers\": [1, 2, 3, 4]}");

            assertThat(execution.output()).contains("[1,2,3,4]");
            assertThat(most).hasValue(2);
        }
    }

    @Test
    void failsWithTheFirstIterationsErrorAndStopsTheOthers() throws InterruptedException {
        CountDownLatch othersAsked = new CountDownLatch(2);
        CountDownLatch othersGoOn = new CountDownLatch(1);
        CountDownLatch othersEnded = new CountDownLatch(2);
        try (Stage stage = new Stage()) {
            Execution execution = stage.script("ask", payload -> {
                        if (payload.equals("2")) {
                            await(othersAsked);
                            throw new FunctionError("Boom", "two");
                        }
                        othersAsked.countDown();
                        await(othersGoOn);
                        othersEnded.countDown();
                        return "{}";
                    })
                    .deploy(EACH.formatted("", ""))
                    .run(THREE);

            assertThat(execution.error()).contains("Boom");
            assertThat(execution.cause().orElseThrow()).contains("two");
            assertThat(types(execution))
                    .doesNotContain("PassStateEntered")
                    .endsWith(
                            "TaskFailed",
                            "MapIterationFailed",
                            "TaskStateAborted",
                            "MapIterationAborted",
                            "TaskStateAborted",
                            "MapIterationAborted",
                            "MapStateFailed",
                            "ExecutionFailed");
            // the functions of the others go on all the same
            othersGoOn.countDown();
            assertThat(othersEnded.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void startsNoFurtherIterationAfterOneFailed() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.script("ask", payload -> {
                        throw new FunctionError("Boom", "one");
                    })
                    .deploy(EACH.formatted("\"MaxConcurrency\": 1,", ""))
                    .run(THREE);

            assertThat(stage.calls()).containsExactly("ask 1");
        }
    }

    @Test
    void retriesAllIterationsAndThenCatches() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.script("ask", payload -> {
                        if (payload.equals("2")) {
                            throw new FunctionError("Boom", "two");
                        }
                        return "{}";
                    })
                    .deploy(EACH.formatted(
                            """
                            "MaxConcurrency": 1, "Retry": [{"ErrorEquals": ["Boom"], "MaxAttempts": 1}],
                            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "Caught"}],""", ", \"Caught\": {\"Type\": \"Succeed\", \"OutputPath\": \"$.failure.Error\"}"))
                    .run(THREE);

            assertThat(stage.calls()).containsExactly("ask 1", "ask 2", "ask 1", "ask 2");
            assertThat(execution.output()).contains("\"Boom\"");
        }
    }

    @Test
    void doesNotCatchWhatEndedAnIterationForGood() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.script("ask", payload -> "{}")
                    .deploy(EACH.replace("\"Payload.$\": \"$\"", "\"Payload.$\": \"$.missing\"")
                            .formatted(
                                    "\"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"Caught\"}],",
                                    ", \"Caught\": {\"Type\": \"Succeed\"}"))
                    .run(THREE);

            assertThat(execution.error()).contains("States.Runtime");
        }
    }

    @Test
    void failsAMapByAFailInsideIt() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.deploy("""
                            {"Each": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "No", "States": {
                               "No": {"Type": "Fail", "Error": "ServerLeftOut", "CausePath": "$"}}}}}""").run("[\"zk1\"]");

            assertThat(execution.error()).contains("ServerLeftOut");
            assertThat(execution.cause()).contains("zk1");
        }
    }

    @Test
    void seesTheItemOfItsOwnMapInAMapWithinAMap() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.deploy("""
                            {"Outer": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "Inner", "States": {
                              "Inner": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "Say", "States": {
                                "Say": {"Type": "Pass", "End": true, "Parameters": {"v.$": "$$.Map.Item.Value"}}}}}}}}}""").run("[[1, 2], [3]]");

            assertThat(execution.output()).contains("[[{\"v\":1},{\"v\":2}],[{\"v\":3}]]");
        }
    }

    @Test
    void runsParallelBranchesOnTheSameInputAndKeepsTheirOrder() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.deploy(parallel("\"Type\": \"Pass\", \"Result\": 2, \"End\": true", ""))
                    .run("{\"a\": 1}");

            assertThat(execution.output()).contains("{\"a\":1,\"both\":[{\"a\":1},2]}");
        }
    }

    @Test
    void failsAParallelByTheErrorOfItsBranch() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.deploy(parallel(
                            "\"Type\": \"Fail\", \"Error\": \"Boom\"",
                            "\"Catch\": [{\"ErrorEquals\": [\"Boom\"], \"Next\": \"After\"}],"))
                    .run("{}");

            assertThat(execution.output()).contains("{\"Error\":\"Boom\",\"Cause\":\"\"}");
            assertThat(types(execution)).contains("ParallelStateFailed", "ParallelStateExited");
        }
    }

    private static String parallel(String second, String fields) {
        return """
                {"Both": {"Type": "Parallel", %s "ResultPath": "$.both", "Next": "After", "Branches": [
                   {"StartAt": "One", "States": {"One": {"Type": "Succeed"}}},
                   {"StartAt": "Two", "States": {"Two": {%s}}}]},
                 "After": {"Type": "Succeed"}}""".formatted(fields, second);
    }

    private static List<String> types(Execution execution) {
        return execution.history().stream().map(HistoryEvent::type).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("nobody else came", e);
        }
    }
}
