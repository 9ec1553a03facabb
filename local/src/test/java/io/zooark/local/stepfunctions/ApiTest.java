package io.zooark.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTest {
    private static final String MACHINE_ARN = "arn:aws:states:eu-central-1:123456789012:stateMachine:restore-orders";
    private static final String EXECUTION_ARN = "arn:aws:states:eu-central-1:123456789012:execution:restore-orders:";
    private static final String ASK = """
            {"Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
               "Parameters": {"FunctionName": "ask", "Payload.$": "$"}, "OutputPath": "$.Payload", "End": true}}""";

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Stage stage = new Stage(Stage.tickingClock())
            .script("ask", payload -> {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return payload;
            })
            .deploy(ASK);

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void startsAndDescribesAnExecution() throws InterruptedException {
        JsonNode started = start("run-1", "{\\\"a\\\": 1}");

        assertThat(started.toString())
                .isEqualTo("{\"executionArn\":\"" + EXECUTION_ARN + "run-1\",\"startDate\":1772366402.000}");
        assertThat(describe("run-1").toString())
                .isEqualTo("{\"executionArn\":\"" + EXECUTION_ARN + "run-1\",\"stateMachineArn\":\"" + MACHINE_ARN
                        + "\",\"name\":\"run-1\",\"status\":\"RUNNING\",\"startDate\":1772366402.000,"
                        + "\"input\":\"{\\\"a\\\": 1}\",\"inputDetails\":{\"included\":true}}");

        end("run-1");

        JsonNode ended = describe("run-1");
        assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("output").asText()).isEqualTo("{\"a\":1}");
        assertThat(ended.path("stopDate").isNumber()).isTrue();
    }

    @Test
    void namesAnExecutionItselfWhereNobodyElseDoes() {
        JsonNode started = call("StartExecution", "{\"stateMachineArn\": \"" + MACHINE_ARN + "\"}");

        assertThat(started.path("executionArn").asText()).matches(EXECUTION_ARN + "[0-9a-f-]{36}");
    }

    @Test
    void startsTheSameExecutionOnceWhileItRuns() throws InterruptedException {
        JsonNode first = start("run-1", "{}");

        assertThat(start("run-1", "{}")).isEqualTo(first);
        assertThatThrownBy(() -> start("run-1", "{\\\"other\\\": 1}"))
                .isInstanceOfSatisfying(
                        StepFunctionsException.class, e -> assertThat(e.code()).isEqualTo("ExecutionAlreadyExists"))
                .hasMessage("Execution Already Exists: '" + EXECUTION_ARN + "run-1'");

        end("run-1");

        assertThatThrownBy(() -> start("run-1", "{}")).hasMessageStartingWith("Execution Already Exists");
        assertThat(stage.calls()).hasSize(1);
    }

    @Test
    void pagesThroughAHistoryInBothDirections() throws InterruptedException {
        start("run-1", "{}");
        end("run-1");
        List<Integer> ids = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = call(
                    "GetExecutionHistory",
                    "{\"executionArn\": \"%srun-1\", \"maxResults\": 3, \"reverseOrder\": true%s}"
                            .formatted(EXECUTION_ARN, token));
            page.path("events").forEach(event -> ids.add(event.path("id").asInt()));
            token = page.has("nextToken") ? ", \"nextToken\": " + page.path("nextToken") : "";
        } while (!token.isEmpty());

        assertThat(ids).containsExactly(7, 6, 5, 4, 3, 2, 1);
        assertThat(call("GetExecutionHistory", "{\"executionArn\": \"" + EXECUTION_ARN + "run-1\"}")
                        .path("events")
                        .path(0)
                        .path("type")
                        .asText())
                .isEqualTo("ExecutionStarted");
    }

    @Test
    void stopsAnExecution() throws InterruptedException {
        start("run-1", "{}");

        JsonNode stopped = call(
                "StopExecution",
                "{\"executionArn\": \"%srun-1\", \"error\": \"Operator\", \"cause\": \"changed my mind\"}"
                        .formatted(EXECUTION_ARN));

        JsonNode description = describe("run-1");
        assertThat(stopped.path("stopDate")).isEqualTo(description.path("stopDate"));
        assertThat(description.path("status").asText()).isEqualTo("ABORTED");
        assertThat(description.path("error").asText()).isEqualTo("Operator");
        assertThat(description.path("cause").asText()).isEqualTo("changed my mind");
        assertThat(stage.service()
                        .execution(EXECUTION_ARN + "run-1")
                        .orElseThrow()
                        .history())
                .last()
                .extracting(event ->
                        event.toJson().path("executionAbortedEventDetails").toString())
                .isEqualTo("{\"error\":\"Operator\",\"cause\":\"changed my mind\"}");
    }

    @Test
    void listsExecutionsNewestFirst() throws InterruptedException {
        start("run-1", "{}");
        call("StopExecution", "{\"executionArn\": \"" + EXECUTION_ARN + "run-1\"}");
        start("run-2", "{}");

        assertThat(names("ListExecutions", "executions", "{\"stateMachineArn\": \"" + MACHINE_ARN + "\"}"))
                .containsExactly("run-2", "run-1");
        assertThat(names(
                        "ListExecutions",
                        "executions",
                        "{\"stateMachineArn\": \"" + MACHINE_ARN + "\", \"statusFilter\": \"ABORTED\"}"))
                .containsExactly("run-1");
    }

    @Test
    void listsAndDescribesMachines() {
        assertThat(names("ListStateMachines", "stateMachines", "")).containsExactly("restore-orders");

        JsonNode machine = call("DescribeStateMachine", "{\"stateMachineArn\": \"" + MACHINE_ARN + "\"}");

        assertThat(machine.path("type").asText()).isEqualTo("STANDARD");
        assertThat(machine.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(Json.read(machine.path("definition").asText())
                        .path("StartAt")
                        .asText())
                .isEqualTo("Ask");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            StartExecution       | {"stateMachineArn": "restore-orders"}             | InvalidArn
            StartExecution       | {"stateMachineArn": "MACHINEx"}                   | StateMachineDoesNotExist
            StartExecution       | {"stateMachineArn": "MACHINE", "name": "a b"}     | InvalidName
            StartExecution       | {"stateMachineArn": "MACHINE", "name": ""}        | InvalidName
            StartExecution       | {"stateMachineArn": "MACHINE", "input": "{a"}     | InvalidExecutionInput
            StartExecution       | {"stateMachineArn": "MACHINE", "input": ""}       | InvalidExecutionInput
            StartExecution       | {"stateMachineArn": "MACHINE", "input": {}}       | ValidationException
            StartExecution       | {"stateMachineArn": "MACHINE", "Name": "a"}       | ValidationException
            StartExecution       | {}                                                | ValidationException
            StartExecution       | not json                                          | SerializationException
            DescribeExecution    | {"executionArn": "EXECUTIONnone"}                 | ExecutionDoesNotExist
            DescribeExecution    | {"executionArn": "MACHINE"}                       | InvalidArn
            StopExecution        | {"executionArn": "EXECUTIONnone"}                 | ExecutionDoesNotExist
            GetExecutionHistory  | {"executionArn": "EXECUTIONnone"}                 | ExecutionDoesNotExist
            ListExecutions       | {"stateMachineArn": "MACHINE", "statusFilter": "DONE"}  | ValidationException
            ListExecutions       | {"stateMachineArn": "MACHINE", "maxResults": 1001}      | ValidationException
            ListStateMachines    | {"nextToken": "from-9"}                           | InvalidToken
            DescribeStateMachine | {"stateMachineArn": "MACHINEx"}                   | StateMachineDoesNotExist
            CreateStateMachine   | {}                                                | UnknownOperationException
            """)
    void answersWithTheErrorsOfTheService(String action, String body, String code) {
        String request = body.replace("MACHINE", MACHINE_ARN).replace("EXECUTION", EXECUTION_ARN);

        assertThatThrownBy(() -> call(action, request)).isInstanceOfSatisfying(StepFunctionsException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.status()).isEqualTo(400);
        });
    }

    private JsonNode start(String name, String escapedInput) {
        return call(
                "StartExecution",
                "{\"stateMachineArn\": \"%s\", \"name\": \"%s\", \"input\": \"%s\"}"
                        .formatted(MACHINE_ARN, name, escapedInput));
    }

    private void end(String name) throws InterruptedException {
        goOn.countDown();
        stage.service().execution(EXECUTION_ARN + name).orElseThrow().await(Stage.LONG);
    }

    private JsonNode describe(String name) {
        return call("DescribeExecution", "{\"executionArn\": \"" + EXECUTION_ARN + name + "\"}");
    }

    private List<String> names(String action, String field, String body) {
        List<String> names = new ArrayList<>();
        call(action, body)
                .path(field)
                .forEach(item -> names.add(item.path("name").asText()));
        return names;
    }

    private JsonNode call(String action, String body) {
        return Json.read(stage.service().call(action, body));
    }
}
