package io.zooark.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.local.stepfunctions.ScriptedFunctions.FunctionError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The histories that AWS writes, as public recordings of the real service show them. */
class HistoryTest {
    private static final String TASK = """
            {"Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
               "Parameters": {"FunctionName": "ask", "Payload.$": "$"}, "TimeoutSeconds": 1,
               "Catch": [{"ErrorEquals": ["Known"], "Next": "After"}], "End": true},
             "After": {"Type": "Pass", "End": true}}""";

    @Test
    void tellsOfATaskThatSucceeds() throws InterruptedException {
        try (Stage stage = new Stage(Stage.tickingClock())) {
            Execution execution =
                    stage.script("ask", payload -> "{\"b\":2}").deploy(TASK).run("{\"a\":1}");

            assertThat(lines(execution))
                    .containsExactly(
                            "1 after 0 ExecutionStarted",
                            "2 after 0 TaskStateEntered",
                            "3 after 2 TaskScheduled",
                            "4 after 3 TaskStarted",
                            "5 after 4 TaskSucceeded",
                            "6 after 5 TaskStateExited",
                            "7 after 6 ExecutionSucceeded");
            assertThat(json(execution, 1)).isEqualTo(Json.read("""
                            {"timestamp": 1772366403.000, "type": "ExecutionStarted", "id": 1, "previousEventId": 0,
                             "executionStartedEventDetails": {"input": "{\\"a\\":1}",
                               "inputDetails": {"truncated": false},
                               "roleArn": "arn:aws:iam::123456789012:role/restore-orders"}}"""));
            assertThat(json(execution, 2).path("stateEnteredEventDetails")).isEqualTo(Json.read("""
                            {"name": "Ask", "input": "{\\"a\\":1}", "inputDetails": {"truncated": false}}"""));
            assertThat(json(execution, 3).path("taskScheduledEventDetails").toString())
                    .isEqualTo("{\"resourceType\":\"lambda\",\"resource\":\"invoke\",\"region\":\"eu-central-1\","
                            + "\"parameters\":\"{\\\"FunctionName\\\":\\\"ask\\\",\\\"Payload\\\":{\\\"a\\\":1}}\","
                            + "\"timeoutInSeconds\":1}");
            assertThat(json(execution, 5)
                            .path("taskSucceededEventDetails")
                            .path("output")
                            .asText())
                    .isEqualTo("{\"ExecutedVersion\":\"$LATEST\",\"Payload\":{\"b\":2},\"StatusCode\":200}");
            assertThat(json(execution, 7).path("executionSucceededEventDetails").path("output"))
                    .isEqualTo(
                            json(execution, 6).path("stateExitedEventDetails").path("output"));
        }
    }

    @Test
    void tellsOfATaskThatFailsAndIsCaught() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.script("ask", payload -> {
                        throw new FunctionError("Known", "no");
                    })
                    .deploy(TASK)
                    .run("{}");

            assertThat(lines(execution))
                    .endsWith(
                            "5 after 4 TaskFailed",
                            "6 after 5 TaskStateExited",
                            "7 after 6 PassStateEntered",
                            "8 after 7 PassStateExited",
                            "9 after 8 ExecutionSucceeded");
            assertThat(json(execution, 5)
                            .path("taskFailedEventDetails")
                            .path("error")
                            .asText())
                    .isEqualTo("Known");
        }
    }

    @Test
    void tellsOfATimeOut() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try (Stage stage = new Stage()) {
            Execution execution = stage.script("ask", payload -> {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return "{}";
                    })
                    .deploy(TASK)
                    .run("{}");

            assertThat(lines(execution)).endsWith("5 after 4 TaskTimedOut", "6 after 5 ExecutionFailed");
            assertThat(json(execution, 5).path("taskTimedOutEventDetails").toString())
                    .isEqualTo("{\"resourceType\":\"lambda\",\"resource\":\"invoke\",\"error\":\"States.Timeout\"}");
            assertThat(json(execution, 6).path("executionFailedEventDetails").toString())
                    .isEqualTo("{\"error\":\"States.Timeout\"}");
        }
    }

    @Test
    void tellsOfAMapWhoseIterationFails() throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.deploy("""
                            {"Each": {"Type": "Map", "MaxConcurrency": 1, "End": true, "ItemProcessor": {
                               "StartAt": "Good?", "States": {
                                 "Good?": {"Type": "Choice", "Default": "Bad", "Choices": [
                                   {"Variable": "$", "BooleanEquals": true, "Next": "Good"}]},
                                 "Good": {"Type": "Succeed"},
                                 "Bad": {"Type": "Fail", "Error": "Boom"}}}}}""").run("[true, false]");

            assertThat(lines(execution))
                    .containsExactly(
                            "1 after 0 ExecutionStarted",
                            "2 after 0 MapStateEntered",
                            "3 after 2 MapStateStarted",
                            "4 after 3 MapIterationStarted",
                            "5 after 4 ChoiceStateEntered",
                            "6 after 5 ChoiceStateExited",
                            "7 after 6 SucceedStateEntered",
                            "8 after 7 SucceedStateExited",
                            "9 after 8 MapIterationSucceeded",
                            "10 after 3 MapIterationStarted",
                            "11 after 10 ChoiceStateEntered",
                            "12 after 11 ChoiceStateExited",
                            "13 after 12 FailStateEntered",
                            "14 after 13 MapIterationFailed",
                            "15 after 13 MapStateFailed",
                            "16 after 15 ExecutionFailed");
            assertThat(json(execution, 3).path("mapStateStartedEventDetails").toString())
                    .isEqualTo("{\"length\":2}");
            assertThat(json(execution, 14)
                            .path("mapIterationFailedEventDetails")
                            .toString())
                    .isEqualTo("{\"name\":\"Each\",\"index\":1}");
        }
    }

    @Test
    void tellsListenersOfEachEventInTurn() throws InterruptedException {
        List<String> told = new ArrayList<>();
        try (Stage stage = new Stage()) {
            stage.deploy("{\"A\": {\"Type\": \"Pass\", \"Next\": \"B\"}, \"B\": {\"Type\": \"Succeed\"}}")
                    .service()
                    .listen(new Listener() {
                        @Override
                        public void entering(String executionArn, String state) {
                            told.add("entering " + state);
                        }

                        @Override
                        public void happened(String executionArn, HistoryEvent event) {
                            told.add(event.type());
                        }
                    });
            stage.run("{}");
        }

        assertThat(told)
                .containsExactly(
                        "ExecutionStarted",
                        "entering A",
                        "PassStateEntered",
                        "PassStateExited",
                        "entering B",
                        "SucceedStateEntered",
                        "SucceedStateExited",
                        "ExecutionSucceeded");
    }

    private static List<String> lines(Execution execution) {
        return execution.history().stream()
                .map(event -> event.id() + " after " + event.previousEventId() + " " + event.type())
                .toList();
    }

    private static JsonNode json(Execution execution, int id) {
        return Json.read(Json.write(execution.history().get(id - 1).toJson()));
    }
}
