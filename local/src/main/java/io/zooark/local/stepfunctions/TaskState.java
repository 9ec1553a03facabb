package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.local.cloud.Functions;
import io.zooark.local.cloud.Functions.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A state that invokes a Lambda function.
 *
 * @param timeout after which {@code States.Timeout} is reported while the function goes on; null waits for ever
 * @param callback whether it goes on waiting, once the function has answered, until somebody answers with its token
 */
record TaskState(Outline outline, @Nullable Duration timeout, boolean callback) implements State {
    static final String RESOURCE = "arn:aws:states:::lambda:invoke";
    static final String CALLBACK = RESOURCE + ".waitForTaskToken";
    private static final int OK = 200;

    @Override
    public String type() {
        return "Task";
    }

    @Override
    public Step perform(Visit visit, JsonNode input) {
        if (Json.size(input) > Visit.LARGEST_PAYLOAD) {
            throw StateFailure.tooLarge("lambda");
        }
        ObjectNode scheduled = resource();
        scheduled.put("region", Arns.REGION);
        scheduled.put("parameters", Json.write(input));
        if (timeout != null) {
            scheduled.put("timeoutInSeconds", timeout.toSeconds());
        }
        visit.branch().record("TaskScheduled", scheduled);
        visit.branch().record("TaskStarted", resource());
        JsonNode result = invoke(visit, input);
        ObjectNode succeeded = resource();
        succeeded.put("output", Json.write(result));
        succeeded.putObject("outputDetails").put("truncated", false);
        visit.branch().record("TaskSucceeded", succeeded);
        return new Step(result, outline.next());
    }

    private JsonNode invoke(Visit visit, JsonNode input) {
        Branch branch = visit.branch();
        long begin = System.nanoTime();
        try {
            JsonNode result = result(call(branch, input));
            return callback ? reply(visit, result, Duration.ofNanos(System.nanoTime() - begin)) : result;
        } catch (StateFailure failure) {
            ObjectNode details = resource();
            details.put("error", failure.error());
            failure.cause().ifPresent(cause -> details.put("cause", cause));
            branch.record(failure.error().equals(StateFailure.TIMEOUT) ? "TaskTimedOut" : "TaskFailed", details);
            throw failure;
        }
    }

    /** What the function answered is noted, and means nothing more. */
    private JsonNode reply(Visit visit, JsonNode result, Duration elapsed) {
        ObjectNode submitted = resource();
        submitted.put("output", Json.write(result));
        submitted.putObject("outputDetails").put("truncated", false);
        visit.branch().record("TaskSubmitted", submitted);
        CompletableFuture<Tokens.Reply> reply =
                visit.branch().environment().tokens().reply(visit.token());
        return visit.branch()
                .await(reply, Optional.ofNullable(timeout).map(limit -> limit.minus(elapsed)))
                .orFailure();
    }

    private Answer call(Branch branch, JsonNode input) {
        String function = Arns.functionName(input.path("FunctionName").textValue());
        Functions functions = branch.environment().functions();
        // as a machine in AWS reports it: Lambda's client there has no name for this refusal
        branch.refusal("lambda:InvokeFunction", Arns.function(function)).ifPresent(why -> {
            throw new StateFailure(
                    "Lambda.AWSLambdaException",
                    why + " (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException)");
        });
        if (!functions.exists(function)) {
            throw new StateFailure(
                    "Lambda.ResourceNotFoundException",
                    "Function not found: " + Arns.function(function)
                            + " (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException)");
        }
        String payload = Json.write(input.path("Payload"));
        // never interrupted: as in AWS, a function goes on after nobody waits for it any more
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
                () -> functions.invoke(function, payload), branch.environment().threads());
        return branch.await(answer, Optional.ofNullable(timeout));
    }

    private static JsonNode result(Answer answer) {
        JsonNode payload;
        try {
            payload = Json.read(answer.payload());
        } catch (NotJsonException e) {
            throw new StateFailure("Lambda.Unknown", "The function did not answer with JSON: " + e.getMessage());
        }
        if (answer.failed()) {
            throw failure(payload, answer.payload());
        }
        ObjectNode result = Json.object();
        result.put("ExecutedVersion", "$LATEST");
        result.set("Payload", payload);
        result.put("StatusCode", OK);
        if (Json.size(result) > Visit.LARGEST_PAYLOAD) {
            throw StateFailure.tooLarge("lambda");
        }
        return result;
    }

    private static StateFailure failure(JsonNode payload, String text) {
        String type = payload.path("errorType").asText("");
        return type.isEmpty()
                ? new StateFailure(
                        "Lambda.Unknown",
                        "The cause could not be determined because Lambda did not return an error type. "
                                + "Returned payload: " + text)
                : new StateFailure(type, text);
    }

    private ObjectNode resource() {
        ObjectNode details = Json.object();
        details.put("resourceType", "lambda");
        details.put("resource", callback ? "invoke.waitForTaskToken" : "invoke");
        return details;
    }
}
