package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** A schedule that starts one thing, with a role that may start it and nothing else. */
final class ScheduledStart extends Construct {
    /** Where Scheduler keeps schedules without a group of their own. */
    private static final String GROUP = "default";

    private static final int DELIVERIES = 10;

    private final Props props;

    /**
     * What is started, when.
     *
     * @param purpose what it does, for who looks at it in the console
     * @param action with which {@code target} is started
     * @param target ARN of what is started
     * @param patienceSeconds how long a start that fails is tried again; after that it is in the queue
     * @param missed the queue of what could not be started
     */
    record Props(
            String purpose,
            EnsembleConfig.Schedule schedule,
            String action,
            String target,
            Map<String, Object> input,
            int patienceSeconds,
            Queue missed) {
        Props {
            requireNonNull(purpose, "purpose is null");
            requireNonNull(schedule, "schedule is null");
            requireNonNull(action, "action is null");
            requireNonNull(target, "target is null");
            requireNonNull(input, "input is null");
            requireNonNull(missed, "missed is null");
        }
    }

    ScheduledStart(Construct scope, String id, Props props) {
        super(scope, id);
        this.props = requireNonNull(props, "props is null");
        CfnSchedule.Builder.create(this, "Schedule")
                .description("Zooark: " + props.purpose())
                .groupName(GROUP)
                .scheduleExpression(props.schedule().expression())
                .scheduleExpressionTimezone(props.schedule().timeZone())
                .flexibleTimeWindow(window(props.schedule().flexibleMinutes()))
                .target(target())
                .build();
    }

    private Role role() {
        Stack stack = Stack.of(this);
        String group = stack.formatArn(ArnComponents.builder()
                .service("scheduler")
                .resource("schedule-group")
                .resourceName(GROUP)
                .build());
        Role role = Role.Builder.create(this, "Role")
                .description("Zooark: starts " + props.purpose())
                // without the conditions, a schedule of another account could use the role
                .assumedBy(ServicePrincipal.Builder.create("scheduler.amazonaws.com")
                        .conditions(Map.of(
                                "StringEquals",
                                new TreeMap<>(Map.of("aws:SourceAccount", stack.getAccount(), "aws:SourceArn", group))))
                        .build())
                .build();
        role.addToPolicy(Statements.allow("Start", List.of(props.action()), List.of(props.target())));
        role.addToPolicy(Statements.allow(
                "KeepUndelivered",
                List.of("sqs:SendMessage"),
                List.of(props.missed().getQueueArn())));
        return role;
    }

    private CfnSchedule.TargetProperty target() {
        return CfnSchedule.TargetProperty.builder()
                .arn(props.target())
                .roleArn(role().getRoleArn())
                .input(Stack.of(this).toJsonString(props.input()))
                .retryPolicy(CfnSchedule.RetryPolicyProperty.builder()
                        .maximumEventAgeInSeconds(props.patienceSeconds())
                        .maximumRetryAttempts(DELIVERIES)
                        .build())
                .deadLetterConfig(CfnSchedule.DeadLetterConfigProperty.builder()
                        .arn(props.missed().getQueueArn())
                        .build())
                .build();
    }

    private static CfnSchedule.FlexibleTimeWindowProperty window(int minutes) {
        return minutes == 0
                ? CfnSchedule.FlexibleTimeWindowProperty.builder().mode("OFF").build()
                : CfnSchedule.FlexibleTimeWindowProperty.builder()
                        .mode("FLEXIBLE")
                        .maximumWindowInMinutes(minutes)
                        .build();
    }
}
