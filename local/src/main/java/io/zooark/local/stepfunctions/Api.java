package io.zooark.local.stepfunctions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.local.stepfunctions.Execution.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The actions of the service's API (JSON 1.0: times are numbers of seconds). */
final class Api {
    private final StepFunctions service;

    Api(StepFunctions service) {
        this.service = service;
    }

    String call(String action, String body) {
        return Json.write(
                switch (action) {
                    case "StartExecution" ->
                        startExecution(Request.of(body, "stateMachineArn", "name", "input", "traceHeader"));
                    case "DescribeExecution" -> describeExecution(Request.of(body, "executionArn"));
                    case "GetExecutionHistory" ->
                        getExecutionHistory(
                                Request.of(body, "executionArn", "maxResults", "nextToken", "reverseOrder"));
                    case "StopExecution" -> stopExecution(Request.of(body, "executionArn", "error", "cause"));
                    case "SendTaskSuccess" -> sendTaskSuccess(Request.of(body, "taskToken", "output"));
                    case "SendTaskFailure" -> sendTaskFailure(Request.of(body, "taskToken", "error", "cause"));
                    case "ListExecutions" ->
                        listExecutions(Request.of(body, "stateMachineArn", "statusFilter", "maxResults", "nextToken"));
                    case "ListStateMachines" -> listStateMachines(Request.of(body, "maxResults", "nextToken"));
                    case "DescribeStateMachine" -> describeStateMachine(Request.of(body, "stateMachineArn"));
                    default ->
                        throw new StepFunctionsException(
                                "UnknownOperationException", "the action '" + action + "' is not known here");
                });
    }

    private ObjectNode startExecution(Request request) {
        StateMachine machine =
                service.machine(request.arn("stateMachineArn", "stateMachine")).machine();
        String name = request.findText("name").orElseGet(() -> UUID.randomUUID().toString());
        Execution execution =
                service.start(machine.name(), name, request.findText("input").orElse("{}"));
        ObjectNode answer = Json.object();
        answer.put("executionArn", execution.arn());
        answer.put("startDate", Json.seconds(execution.startedAt()));
        return answer;
    }

    /** Refuses an execution's input that is not JSON or is too long. */
    static void checkInput(String input) {
        if (input.getBytes(UTF_8).length > Visit.LARGEST_PAYLOAD) {
            throw Request.invalid("'input' must have at most " + Visit.LARGEST_PAYLOAD + " bytes");
        }
        try {
            Json.read(input);
        } catch (NotJsonException e) {
            throw new StepFunctionsException(
                    "InvalidExecutionInput", "Invalid State Machine Execution Input: '" + e.getMessage() + "'");
        }
    }

    private ObjectNode describeExecution(Request request) {
        Execution execution = execution(request);
        ObjectNode answer = summary(execution);
        answer.put("input", execution.input());
        answer.putObject("inputDetails").put("included", true);
        execution.output().ifPresent(output -> {
            answer.put("output", output);
            answer.putObject("outputDetails").put("included", true);
        });
        execution.error().ifPresent(error -> answer.put("error", error));
        execution.cause().ifPresent(cause -> answer.put("cause", cause));
        return answer;
    }

    private ObjectNode getExecutionHistory(Request request) {
        List<HistoryEvent> events = new ArrayList<>(execution(request).history());
        if (request.flag("reverseOrder")) {
            Collections.reverse(events);
        }
        return Page.of(request, "events", events, HistoryEvent::toJson);
    }

    private ObjectNode stopExecution(Request request) {
        Execution execution = execution(request);
        execution.stop(
                request.findText("error").orElse(""), request.findText("cause").orElse(""));
        ObjectNode answer = Json.object();
        answer.put("stopDate", Json.seconds(execution.stoppedAt().orElseThrow()));
        return answer;
    }

    private ObjectNode sendTaskSuccess(Request request) {
        JsonNode output;
        try {
            output = Json.read(request.text("output"));
        } catch (NotJsonException e) {
            throw new StepFunctionsException("InvalidOutput", "Invalid Output: '" + e.getMessage() + "'");
        }
        service.tokens().answer(request.text("taskToken"), new Tokens.Reply(output, null, null));
        return Json.object();
    }

    private ObjectNode sendTaskFailure(Request request) {
        service.tokens()
                .answer(
                        request.text("taskToken"),
                        new Tokens.Reply(
                                null,
                                request.findText("error").orElse(null),
                                request.findText("cause").orElse(null)));
        return Json.object();
    }

    private ObjectNode listExecutions(Request request) {
        String machine = service.machine(request.arn("stateMachineArn", "stateMachine"))
                .machine()
                .arn();
        Optional<Status> wanted = request.findText("statusFilter").map(Api::status);
        List<Execution> executions = service.executions();
        executions.removeIf(execution -> !execution.machine().arn().equals(machine)
                || wanted.filter(status -> status != execution.status()).isPresent());
        Collections.reverse(executions);
        return Page.of(request, "executions", executions, Api::summary);
    }

    private static Status status(String text) {
        return Arrays.stream(Status.values())
                .filter(status -> status.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Request.invalid(
                        "'statusFilter' must be one of " + Arrays.toString(Status.values()) + ", got '" + text + "'"));
    }

    private ObjectNode listStateMachines(Request request) {
        return Page.of(request, "stateMachines", service.machines(), Api::summary);
    }

    private ObjectNode describeStateMachine(Request request) {
        Deployed deployed = service.machine(request.arn("stateMachineArn", "stateMachine"));
        ObjectNode answer = summary(deployed);
        answer.put("status", "ACTIVE");
        answer.put("definition", deployed.machine().definition());
        answer.put("roleArn", Arns.role(deployed.machine().name()));
        answer.putObject("loggingConfiguration").put("level", "OFF").put("includeExecutionData", false);
        answer.putObject("tracingConfiguration").put("enabled", false);
        return answer;
    }

    private Execution execution(Request request) {
        String arn = request.arn("executionArn", "execution");
        return service.execution(arn)
                .orElseThrow(() ->
                        new StepFunctionsException("ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'"));
    }

    private static ObjectNode summary(Execution execution) {
        ObjectNode summary = Json.object();
        summary.put("executionArn", execution.arn());
        summary.put("stateMachineArn", execution.machine().arn());
        summary.put("name", execution.name());
        summary.put("status", execution.status().name());
        summary.put("startDate", Json.seconds(execution.startedAt()));
        execution.stoppedAt().ifPresent(at -> summary.put("stopDate", Json.seconds(at)));
        return summary;
    }

    private static ObjectNode summary(Deployed deployed) {
        ObjectNode summary = Json.object();
        summary.put("stateMachineArn", deployed.machine().arn());
        summary.put("name", deployed.machine().name());
        summary.put("type", "STANDARD");
        summary.put("creationDate", Json.seconds(deployed.at()));
        return summary;
    }
}
