package io.zooark.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionTest {
    private static final String TASK = """
            "Close client access": {
              "Comment": "New connections stop here.",
              "Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke",
              "Parameters": {"FunctionName": "client-access", "Payload": {"action": "close", "plan.$": "$.plan"}},
              "ResultPath": "$.access",
              "TimeoutSeconds": 300,
              "Retry": [{"ErrorEquals": ["Lambda.ServiceException"], "IntervalSeconds": 2}],
              "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "Left closed"}],
              "Next": "Is it closed?"
            },
            "Is it closed?": {
              "Type": "Choice",
              "Choices": [{"Variable": "$.access.closed", "BooleanEquals": true, "Next": "Each server"}],
              "Default": "Left closed"
            },
            "Each server": {
              "Type": "Map",
              "ItemsPath": "$.plan.servers",
              "ItemSelector": {"server.$": "$$.Map.Item.Value"},
              "MaxConcurrency": 1,
              "ItemProcessor": {
                "ProcessorConfig": {"Mode": "INLINE"},
                "StartAt": "Look away",
                "States": {"Look away": {"Type": "Pass", "End": true}}
              },
              "End": true
            },
            "Left closed": {"Type": "Fail", "Error": "EnsembleLeftClosed", "CausePath": "$.failure.Cause"}
            """;

    @Test
    void takesWhatItKnows() {
        StateMachine machine = define(TASK);

        assertThat(machine.arn()).isEqualTo("arn:aws:states:eu-central-1:123456789012:stateMachine:restore-orders");
        assertThat(machine.states())
                .containsExactly("Close client access", "Is it closed?", "Each server", "Look away", "Left closed");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            "IntervalSeconds"   | "Foo"               | States.Close client access.Retry[0].Foo: is not known here; known are BackoffRate
            "TimeoutSeconds"    | "TimeoutSecond"     | States.Close client access.TimeoutSecond: is not known
            "TimeoutSeconds"    | "HeartbeatSeconds"  | States.Close client access.HeartbeatSeconds: a Lambda function sends no heartbeat
            "action": "close"   | "a.$": "$.length()" | States.Close client access.Parameters.Payload.a.$: Step Functions knows no functions in paths
            "action": "close"   | "a": "$.plan"       | States.Close client access.Parameters.Payload.a: would be passed on as it is written
            "action": "close"   | "plan": 1           | States.Close client access.Parameters.Payload.plan.$: stands there twice
            "$.plan"            | "plan"              | States.Close client access.Parameters.Payload.plan.$: neither a path nor a function
            "Payload":          | "Payloads":         | States.Close client access.Parameters.Payload: is missing; there are FunctionName, Payloads
            "client-access"     | "client access"     | States.Close client access.Parameters.FunctionName: neither the name nor the ARN
            :::lambda:invoke    | :::sqs:sendMessage  | States.Close client access.Resource: must be arn:aws:states:::lambda:invoke
            "$.failure"         | "$.failures[0]"     | States.Close client access.Catch[0].ResultPath: a ResultPath is null, $ or field names
            "States.ALL"        | "States.All"        | States.Close client access.Catch[0].ErrorEquals: no error is called States.All
            "States.ALL"        | "States.Runtime"    | States.Close client access.Catch[0].ErrorEquals: States.Runtime always ends the execution
            ["States.ALL"]      | ["States.ALL", "X"] | States.Close client access.Catch[0].ErrorEquals: States.ALL must stand alone
            "Is it closed?"     | "Is it close?"      | States.Close client access: no state is called 'Is it close?', to which it leads
            "BooleanEquals"     | "BooleanEqual"      | States.Is it closed?.Choices[0].BooleanEqual: is not known here
            true, "Next"        | "yes", "Next"       | States.Is it closed?.Choices[0].BooleanEquals: wants true or false, got "yes"
            "$.access.closed"   | "$.access[*]"       | States.Is it closed?.Choices[0].Variable: only a path to one value
            "$.access.closed"   | "$$.Execution.Nam"  | States.Is it closed?.Choices[0].Variable: nothing of this name is in the context object
            INLINE              | DISTRIBUTED         | States.Each server.ItemProcessor.ProcessorConfig.Mode: must be INLINE
            "Pass", "End": true | "Pass"              | States.Each server.ItemProcessor.States.Look away.Next: either this or End is wanted
            "Pass", "End": true | "Pass", "Next": "Each server" | States.Each server.ItemProcessor.States.Look away: no state is called 'Each server'
            "CausePath"         | "Cause": "", "CausePath" | States.Left closed.CausePath: and Cause exclude each other
            "$.failure.Cause"   | "States.MathAdd(1, 2)"   | States.Left closed.CausePath: only a path, States.Format or States.JsonToString
            "Type": "Fail"      | "Type": "Failed"    | States.Left closed.Type: is not known here, got 'Failed'
            "Type": "Fail"      | "Type": "Fail", "InputPath": "$" | States.Left closed.InputPath: is not known here
            """)
    void refusesByItsPath(String part, String instead, String message) {
        String states = TASK.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(instead));

        assertThatThrownBy(() -> define(states))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesATimeOutOfTheWholeMachine() {
        assertThatThrownBy(() -> StateMachine.define("m", """
                        {"TimeoutSeconds": 60, "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}""", Map.of()))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageStartingWith("TimeoutSeconds: a machine that times out runs no Catch");
    }

    @Test
    void refusesAStateThatNothingLeadsTo() {
        assertThatThrownBy(() -> define("""
                        "Close client access": {"Type": "Succeed"}, "Forgotten": {"Type": "Succeed"}""")).hasMessage("States.Forgotten: no other state leads here");
    }

    @Test
    void refusesALoopThatNeverEnds() {
        assertThatThrownBy(() -> define("""
                        "Close client access": {"Type": "Wait", "Seconds": 1, "Next": "Again"},
                        "Again": {"Type": "Pass", "Next": "Close client access"}""")).hasMessage("States.Close client access: no way from here ends");
    }

    @Test
    void refusesTheSameNameInsideAndOutsideAMap() {
        assertThatThrownBy(() -> define("""
                        "Close client access": {"Type": "Map", "End": true, "ItemProcessor":
                          {"StartAt": "Close client access", "States": {"Close client access": {"Type": "Succeed"}}}}"""))
                .hasMessage("States.Close client access.ItemProcessor.States.Close client access:"
                        + " another state of this machine has the same name");
    }

    @Test
    void refusesANameOfMoreThanEightyCharacters() {
        String name = "x".repeat(81);

        assertThatThrownBy(() -> StateMachine.define(
                        "m",
                        "{\"StartAt\": \"%1$s\", \"States\": {\"%1$s\": {\"Type\": \"Succeed\"}}}".formatted(name),
                        Map.of()))
                .hasMessageContaining("at most 80 characters, got 81");
    }

    @Test
    void refusesAKeyThatStandsThereTwice() {
        assertThatThrownBy(() -> define("""
                        "Close client access": {"Type": "Succeed", "Type": "Succeed"}""")).hasMessageContaining("is not JSON: Duplicate field 'Type'");
    }

    @Test
    void replacesPlaceholdersAndRefusesThoseItWasGivenNothingFor() {
        String asl = """
                {"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "${Error}", "Cause": "${Cause}"}}}""";

        assertThat(StateMachine.define("m", asl, Map.of("Error", "E", "Cause", "say \"no\"", "More", ""))
                        .definition())
                .contains("\"Error\": \"E\", \"Cause\": \"say \\\"no\\\"\"");
        assertThatThrownBy(() -> StateMachine.define("m", asl, Map.of("Error", "E")))
                .hasMessage("States.A.Cause: nothing was given to replace ${Cause}");
    }

    private static StateMachine define(String states) {
        return StateMachine.define(
                "restore-orders", "{\"StartAt\": \"Close client access\", \"States\": {" + states + "}}", Map.of());
    }
}
