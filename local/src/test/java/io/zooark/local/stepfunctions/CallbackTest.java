package io.zooark.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that wait until somebody answers with their token. */
class CallbackTest {
    private static final String ASK = """
            {"Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
               "Parameters": {"FunctionName": "ask", "Payload": {"token.$": "$$.Task.Token"}}, "TimeoutSeconds": %d,
               "ResultPath": "$.reply",
               "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Caught"}], "Next": "Answered"},
             "Answered": {"Type": "Succeed"}, "Caught": {"Type": "Succeed"}}""";

    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    private final Stage stage = new Stage(Clock.systemUTC()).script("ask", payload -> {
        tokens.add(Json.read(payload).path("token").asText());
        return "\"asked\"";
    });

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void goesOnWithWhatTheAnswerCarries() throws InterruptedException {
        Execution execution = start(30);

        call("SendTaskSuccess", "\"output\": \"{\\\"yes\\\": true}\"", token());

        execution.await(Stage.LONG);
        assertThat(execution.output()).contains("{\"a\":1,\"reply\":{\"yes\":true}}");
        assertThat(execution.history().stream().map(HistoryEvent::type))
                .containsSubsequence("TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded");
    }

    @Test
    void failsWithTheErrorOfARejection() throws InterruptedException {
        Execution execution = start(30);

        call("SendTaskFailure", "\"error\": \"NotApproved\", \"cause\": \"not today\"", token());

        execution.await(Stage.LONG);
        assertThat(execution.output()).contains("{\"Error\":\"NotApproved\",\"Cause\":\"not today\"}");
    }

    @Test
    void timesOutWhereNobodyAnswersAndTakesNoAnswerAfterwards() throws InterruptedException {
        Execution execution = start(1);
        String token = token();

        execution.await(Stage.LONG);

        assertThat(execution.output()).contains("{\"Error\":\"States.Timeout\",\"Cause\":\"\"}");
        assertThatThrownBy(() -> call("SendTaskSuccess", "\"output\": \"{}\"", token))
                .isInstanceOf(StepFunctionsException.class)
                .extracting(e -> ((StepFunctionsException) e).code())
                .isEqualTo("TaskTimedOut");
    }

    @Test
    void takesOneAnswerOnlyAndNoneThatIsNotJson() throws InterruptedException {
        Execution execution = start(30);
        String token = token();

        assertThat(code("\"output\": \"yes\"", token)).isEqualTo("InvalidOutput");
        assertThat(code("\"output\": \"{}\"", "made up")).isEqualTo("InvalidToken");
        call("SendTaskSuccess", "\"output\": \"{}\"", token);
        execution.await(Stage.LONG);
        assertThat(code("\"output\": \"{}\"", token)).isEqualTo("TaskTimedOut");
    }

    @Test
    void refusesATaskThatCouldWaitForEver() {
        assertThatThrownBy(() -> stage.deploy(ASK.replace("\"TimeoutSeconds\": %d,", "")))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("TimeoutSeconds: is missing");
    }

    private String code(String fields, String token) {
        try {
            call("SendTaskSuccess", fields, token);
            return "none";
        } catch (StepFunctionsException e) {
            return e.code();
        }
    }

    private Execution start(int seconds) {
        return stage.deploy(ASK.formatted(seconds)).service().start(Stage.MACHINE, "{\"a\": 1}");
    }

    private String token() throws InterruptedException {
        String token = tokens.poll(30, TimeUnit.SECONDS);
        assertThat(token).isNotNull();
        return token == null ? "" : token;
    }

    private void call(String action, String fields, String token) {
        assertThat(stage.service().call(action, "{\"taskToken\": \"%s\", %s}".formatted(token, fields)))
                .isEqualTo("{}");
    }
}
