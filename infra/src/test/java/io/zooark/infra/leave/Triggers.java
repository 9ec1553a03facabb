package io.zooark.infra.leave;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.local.LocalCloud;
import io.zooark.local.cloud.Functions;
import io.zooark.local.cloudformation.Resource;
import io.zooark.local.cloudformation.Stacks;
import io.zooark.local.iam.Call;
import io.zooark.local.iam.Caller;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.stepfunctions.StepFunctions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** EventBridge and its Scheduler: start what the synthesised schedules and rules name, with their input and by their roles. */
final class Triggers {
    private final Supplier<Installation> installation;
    private final LocalCloud cloud;

    Triggers(Supplier<Installation> installation, LocalCloud cloud) {
        this.installation = installation;
        this.cloud = cloud;
    }

    /** Invokes the function of a schedule, as it does at this time, and waits for its answer. */
    Functions.Answer invoke(String purpose, Instant due) {
        Resource schedule = schedule(purpose);
        String function = target(schedule, "lambda:InvokeFunction");
        return cloud.functions()
                .invoke(
                        function.substring(function.lastIndexOf(':') + 1),
                        text(schedule, "/Target/Input").replace("<aws.scheduler.scheduled-time>", due.toString()));
    }

    /** Starts the machine of a schedule. */
    Execution start(String purpose) {
        Resource schedule = schedule(purpose);
        String machine = target(schedule, "states:StartExecution");
        return steps().start(nameOf(machine), text(schedule, "/Target/Input"));
    }

    /** Starts what the rule starts for the end of an execution, which its pattern must match. */
    Execution end(Execution execution) {
        Resource rule = stacks().all("AWS::Events::Rule").stream()
                .filter(one -> matches(stacks().resolved(one, "/EventPattern"), execution))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no rule is for " + execution.status()));
        String role = text(rule, "/Targets/0/RoleArn");
        String machine = text(rule, "/Targets/0/Arn");
        require(installation
                .get()
                .iam()
                .takingRefusal(role, "events.amazonaws.com", context(stacks().attribute(rule, "Arn"))));
        require(installation
                .get()
                .iam()
                .refusal(new Caller(role, rule.name(), Map.of()), Call.of("states:StartExecution", machine)));
        return steps().start(nameOf(machine), text(rule, "/Targets/0/Input"));
    }

    private static boolean matches(JsonNode pattern, Execution execution) {
        return has(pattern.path("source"), "aws.states")
                && has(pattern.path("detail-type"), "Step Functions Execution Status Change")
                && has(
                        pattern.at("/detail/stateMachineArn"),
                        execution.machine().arn())
                && has(pattern.at("/detail/status"), execution.status().name());
    }

    private static boolean has(JsonNode list, String wanted) {
        for (JsonNode one : list) {
            if (one.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Returns what a schedule starts, where its role allows that. */
    private String target(Resource schedule, String action) {
        String role = text(schedule, "/Target/RoleArn");
        String group = text(schedule, "/GroupName");
        require(installation
                .get()
                .iam()
                .takingRefusal(
                        role,
                        "scheduler.amazonaws.com",
                        context(LocalCloud.PLACE.arn("scheduler", "schedule-group/" + group))));
        String target = text(schedule, "/Target/Arn");
        require(installation.get().iam().refusal(new Caller(role, schedule.name(), Map.of()), Call.of(action, target)));
        return target;
    }

    private Resource schedule(String purpose) {
        return stacks().all("AWS::Scheduler::Schedule").stream()
                .filter(schedule ->
                        text(schedule, "/Description").toLowerCase(Locale.ROOT).equals("zooark: " + purpose))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no schedule of " + purpose));
    }

    private static Map<String, List<String>> context(String source) {
        return Map.of("aws:SourceArn", List.of(source), "aws:SourceAccount", List.of(LocalCloud.PLACE.account()));
    }

    private static void require(Optional<String> refusal) {
        refusal.ifPresent(why -> {
            throw new AssertionError(why);
        });
    }

    private static String nameOf(String machineArn) {
        return machineArn.substring(machineArn.lastIndexOf(':') + 1);
    }

    private StepFunctions steps() {
        return cloud.stepFunctions();
    }

    private Stacks stacks() {
        return installation.get().stacks();
    }

    private String text(Resource resource, String pointer) {
        return stacks().text(resource, pointer);
    }
}
