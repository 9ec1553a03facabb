package io.zooark.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a machine may do by its role, and what becomes of an execution that may not. */
class PermissionsTest {
    private static final String ASK = """
            {"Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 10,
              "Parameters": {"FunctionName": "ask", "Payload": {}}, "End": true}}""";
    private static final String DESCRIBE = """
            {"Look": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:describeExecution", "TimeoutSeconds": 10,
              "Parameters": {"ExecutionArn.$": "$$.Execution.Id"}, "End": true}}""";

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Test
    void aFunctionIsInvokedByLeaveOfTheMachinesRole() throws InterruptedException {
        Execution allowed = run(ASK, Optional.empty());
        Execution refused = run(ASK, Optional.of("not today"));

        assertThat(asked)
                .containsOnly("restore-orders lambda:InvokeFunction"
                        + " arn:aws:lambda:eu-central-1:123456789012:function:ask");
        assertThat(allowed.status()).isEqualTo(Execution.Status.SUCCEEDED);
        assertThat(refused.error()).hasValue("Lambda.AWSLambdaException");
        assertThat(refused.cause().orElseThrow()).startsWith("not today").contains("AccessDeniedException");
    }

    @Test
    void anExecutionIsDescribedByLeaveOfTheMachinesRole() throws InterruptedException {
        Execution allowed = run(DESCRIBE, Optional.empty());
        Execution refused = run(DESCRIBE, Optional.of("not today"));

        assertThat(asked.get(0)).isEqualTo("restore-orders states:DescribeExecution " + allowed.arn());
        assertThat(allowed.status()).isEqualTo(Execution.Status.SUCCEEDED);
        assertThat(refused.error()).hasValue("Sfn.SfnException");
        assertThat(refused.cause().orElseThrow()).startsWith("not today");
    }

    private Execution run(String states, Optional<String> refusal) throws InterruptedException {
        try (Stage stage = new Stage().script("ask", UnaryOperator.identity())) {
            stage.service().permit((machine, action, resource) -> {
                asked.add(machine + " " + action + " " + resource);
                return refusal;
            });
            return stage.deploy(states).run("{}");
        }
    }
}
