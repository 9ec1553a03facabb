package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A state that asks Step Functions itself for an execution, through the integration of the AWS SDK.
 *
 * @param timeout as the definition has it; the answer is at hand at once
 */
record DescribeState(Outline outline, @Nullable Duration timeout) implements State {
    static final String RESOURCE = "arn:aws:states:::aws-sdk:sfn:describeExecution";

    @Override
    public String type() {
        return "Task";
    }

    @Override
    public Step perform(Visit visit, JsonNode input) {
        ObjectNode scheduled = resource();
        scheduled.put("region", Arns.REGION);
        scheduled.put("parameters", Json.write(input));
        visit.branch().record("TaskScheduled", scheduled);
        visit.branch().record("TaskStarted", resource());
        String arn = input.path("ExecutionArn").asText();
        Optional<String> why = visit.branch().refusal("states:DescribeExecution", arn);
        if (why.isPresent()) {
            throw failed(visit, new StateFailure("Sfn.SfnException", why.get() + " (Service: Sfn, Status Code: 400)"));
        }
        Execution found = visit.branch().environment().executions().find(arn).orElse(null);
        if (found == null) {
            throw failed(
                    visit,
                    new StateFailure(
                            "Sfn.ExecutionDoesNotExistException",
                            "Execution Does Not Exist: '" + arn + "' (Service: Sfn, Status Code: 400)"));
        }
        // the integration of the SDK writes the fields of an answer with capitals
        ObjectNode result = Json.object();
        result.put("ExecutionArn", found.arn());
        result.put("StateMachineArn", found.machine().arn());
        result.put("Name", found.name());
        result.put("Status", found.status().name());
        ObjectNode succeeded = resource();
        succeeded.put("output", Json.write(result));
        succeeded.putObject("outputDetails").put("truncated", false);
        visit.branch().record("TaskSucceeded", succeeded);
        return new Step(result, outline.next());
    }

    private static StateFailure failed(Visit visit, StateFailure failure) {
        ObjectNode details = resource();
        details.put("error", failure.error());
        failure.cause().ifPresent(cause -> details.put("cause", cause));
        visit.branch().record("TaskFailed", details);
        return failure;
    }

    private static ObjectNode resource() {
        ObjectNode details = Json.object();
        details.put("resourceType", "aws-sdk:sfn");
        details.put("resource", "describeExecution");
        return details;
    }
}
