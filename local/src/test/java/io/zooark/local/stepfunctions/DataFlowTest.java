package io.zooark.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataFlowTest {
    private static final String TASK = """
            {"Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
              "Parameters": {"FunctionName": "%s", "Payload.$": "$"}, %s "End": true}}""";

    @Test
    void wrapsAFunctionsAnswer() throws InterruptedException {
        assertThat(ask("ask", "", "{}"))
                .isEqualTo(
                        "{\"ExecutedVersion\":\"$LATEST\",\"Payload\":{\"verdict\":\"CONSISTENT\"},\"StatusCode\":200}");
    }

    @Test
    void knowsAFunctionByItsArnToo() throws InterruptedException {
        String arn = "arn:aws:lambda:eu-central-1:123456789012:function:ask:live";

        assertThat(ask(arn, "\"OutputPath\": \"$.Payload.verdict\",", "{}")).isEqualTo("\"CONSISTENT\"");
    }

    @Test
    void selectsFromTheResultAndPutsItIntoTheRawInput() throws InterruptedException {
        String fields = """
                "InputPath": "$.in", "ResultSelector": {"v.$": "$.Payload.verdict"}, "ResultPath": "$.out.ask",
                "OutputPath": "$.out",""";

        assertThat(ask("ask", fields, "{\"in\": {}, \"out\": {\"a\": 1}}"))
                .isEqualTo("{\"a\":1,\"ask\":{\"v\":\"CONSISTENT\"}}");
    }

    @Test
    void throwsAResultAwayWhereResultPathIsNull() throws InterruptedException {
        assertThat(ask("ask", "\"ResultPath\": null,", "{\"a\": 1}")).isEqualTo("{\"a\":1}");
    }

    @Test
    void takesNullAsAnEmptyInputAndOutput() throws InterruptedException {
        assertThat(Stage.pass("\"InputPath\": null", "{\"a\": 1}")).isEqualTo("{}");
        assertThat(Stage.pass("\"OutputPath\": null", "{\"a\": 1}")).isEqualTo("{}");
    }

    @Test
    void fillsTemplatesAtAnyDepth() throws InterruptedException {
        assertThat(Stage.pass(
                        "\"Parameters\": {\"l\": [{\"n.$\": \"$.a\"}, \"b\"], \"o\": {\"p.$\": \"$.a\"}}",
                        "{\"a\": 1}"))
                .isEqualTo("{\"l\":[{\"n\":1},\"b\"],\"o\":{\"p\":1}}");
    }

    @Test
    void passesAResultOnAsItIsWritten() throws InterruptedException {
        assertThat(Stage.pass("\"Result\": {\"a.$\": \"$.b\"}, \"ResultPath\": \"$['r s']\"", "{}"))
                .isEqualTo("{\"r s\":{\"a.$\":\"$.b\"}}");
    }

    @Test
    void failsForGoodWhereParametersFindNothing() throws InterruptedException {
        assertThat(Stage.pass("\"Parameters\": {\"a.$\": \"$.b\"}", "{\"c\":1}"))
                .isEqualTo(
                        "States.Runtime: An error occurred while executing the state 'P' (entered at the event id #2)."
                                + " The JSONPath '$.b' specified for the field 'a.$' could not be found in the input '{\"c\":1}'");
        assertThat(Stage.pass("\"InputPath\": \"$.b\"", "{}")).contains("specified for the field 'InputPath'");
        assertThat(Stage.pass("\"OutputPath\": \"$.b\"", "{}")).contains("specified for the field 'OutputPath'");
    }

    @Test
    void failsWhereAResultHasNoPlaceInTheInput() throws InterruptedException {
        assertThat(Stage.pass("\"ResultPath\": \"$.a.b\"", "{\"a\": \"text\"}"))
                .isEqualTo("States.ResultPathMatchFailure: Unable to apply the ResultPath $.a.b to the input"
                        + " '{\"a\":\"text\"}'");
        assertThat(Stage.pass("\"ResultPath\": \"$.a\"", "[]")).startsWith("States.ResultPathMatchFailure");
    }

    @Test
    void showsTheContextObject() throws InterruptedException {
        try (Stage stage = new Stage(Stage.tickingClock())) {
            stage.deploy("""
                    {"P": {"Type": "Pass", "End": true, "Parameters": {
                      "a.$": "$$.Execution.Id", "b.$": "$$.Execution.Name", "c.$": "$$.Execution.StartTime",
                      "d.$": "$$.Execution.Input.x", "e.$": "$$.State.Name", "f.$": "$$.State.EnteredTime",
                      "g.$": "$$.StateMachine.Id", "h.$": "$$.StateMachine.Name",
                      "i.$": "$$.State"}}}""");
            Execution execution =
                    stage.service().start(Stage.MACHINE, "run-1", "{\"x\": 1}").await(Stage.LONG);

            assertThat(execution.output().map(Json::read)).contains(Json.read("""
                    {"a": "arn:aws:states:eu-central-1:123456789012:execution:restore-orders:run-1", "b": "run-1",
                     "c": "2026-03-01T12:00:02.000Z", "d": 1, "e": "P", "f": "2026-03-01T12:00:05.000Z",
                     "g": "arn:aws:states:eu-central-1:123456789012:stateMachine:restore-orders",
                     "h": "restore-orders",
                     "i": {"Name": "P", "EnteredTime": "2026-03-01T12:00:05.000Z"}}"""));
        }
    }

    @Test
    void refusesMoreThan256KibibytesOfResultAndDoesNotLetStatesAllCatchIt() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.script("ask", payload -> "\"" + "ä".repeat(140_000) + "\"")
                    .deploy(TASK.formatted("ask", "\"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"C\"}],")
                            .replaceFirst("}$", ", \"C\": {\"Type\": \"Succeed\"}}"));
            Execution execution = stage.run("{}");

            assertThat(execution.error()).contains("States.DataLimitExceeded");
            assertThat(execution.cause())
                    .contains("The state/task 'lambda' returned a result with a size exceeding"
                            + " the maximum number of bytes service limit.");
        }
    }

    @Test
    void refusesMoreThan256KibibytesOfOutput() throws InterruptedException {
        String fields = "\"Parameters\": {\"a.$\": \"$\", \"b.$\": \"$\"}";

        assertThat(Stage.pass(fields, "\"" + "x".repeat(140_000) + "\""))
                .startsWith("States.DataLimitExceeded: The state/task 'P' returned");
    }

    private static String ask(String function, String fields, String input) throws InterruptedException {
        try (Stage stage = new Stage()) {
            return stage.script("ask", payload -> "{\"verdict\":\"CONSISTENT\"}")
                    .deploy(TASK.formatted(function, fields))
                    .run(input)
                    .output()
                    .orElseThrow();
        }
    }
}
