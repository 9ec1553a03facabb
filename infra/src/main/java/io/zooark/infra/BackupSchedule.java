package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** The schedule of one ensemble's backups, and the queue of those that were not taken. */
final class BackupSchedule extends Construct {
    /** EventBridge Scheduler puts the time in its place that the backup was due at, whenever it is delivered. */
    private static final String SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

    /** Where Scheduler keeps schedules without a group of their own. */
    private static final String GROUP = "default";

    /** How long a backup that does not come about is tried again; after that it is in the queue of those missed. */
    private static final int PATIENCE_SECONDS = 3600;

    private static final int DELIVERIES = 10;
    private static final int RUNS_AFTER_A_FAILURE = 2;

    private final Queue missed;

    /** What is backed up, when, and by which function. */
    record Props(String ensemble, EnsembleConfig.Schedule schedule, Function takeSnapshot) {
        Props {
            requireNonNull(ensemble, "ensemble is null");
            requireNonNull(schedule, "schedule is null");
            requireNonNull(takeSnapshot, "takeSnapshot is null");
        }
    }

    BackupSchedule(Construct scope, String id, Props props) {
        super(scope, id);
        missed = Queue.Builder.create(this, "Missed")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(14))
                .build();
        // running it again is safe: the scheduled time names the backup, and one that exists is found
        props.takeSnapshot()
                .configureAsyncInvoke(EventInvokeConfigOptions.builder()
                        .retryAttempts(RUNS_AFTER_A_FAILURE)
                        .maxEventAge(Duration.seconds(PATIENCE_SECONDS))
                        .onFailure(new SqsDestination(missed))
                        .build());
        CfnSchedule.Builder.create(this, "Schedule")
                .description("Zooark: backups of ensemble " + props.ensemble())
                .groupName(GROUP)
                .scheduleExpression(props.schedule().expression())
                .scheduleExpressionTimezone(props.schedule().timeZone())
                .flexibleTimeWindow(window(props.schedule().flexibleMinutes()))
                .target(target(props, role(props.takeSnapshot())))
                .build();
    }

    /** Returns the queue of backups that were not taken: not delivered, or failed to the last try. */
    Queue missed() {
        return missed;
    }

    private Role role(Function takeSnapshot) {
        Stack stack = Stack.of(this);
        String group = stack.formatArn(ArnComponents.builder()
                .service("scheduler")
                .resource("schedule-group")
                .resourceName(GROUP)
                .build());
        Role role = Role.Builder.create(this, "Role")
                .description("Zooark: starts backups")
                // without the conditions, a schedule of another account could use the role
                .assumedBy(ServicePrincipal.Builder.create("scheduler.amazonaws.com")
                        .conditions(Map.of(
                                "StringEquals",
                                new TreeMap<>(Map.of("aws:SourceAccount", stack.getAccount(), "aws:SourceArn", group))))
                        .build())
                .build();
        role.addToPolicy(Statements.allow(
                "StartBackup", List.of("lambda:InvokeFunction"), List.of(takeSnapshot.getFunctionArn())));
        role.addToPolicy(
                Statements.allow("KeepUndelivered", List.of("sqs:SendMessage"), List.of(missed.getQueueArn())));
        return role;
    }

    private CfnSchedule.TargetProperty target(Props props, Role role) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("ensemble", props.ensemble());
        input.put("scheduledTime", SCHEDULED_TIME);
        return CfnSchedule.TargetProperty.builder()
                .arn(props.takeSnapshot().getFunctionArn())
                .roleArn(role.getRoleArn())
                .input(Stack.of(this).toJsonString(input))
                .retryPolicy(CfnSchedule.RetryPolicyProperty.builder()
                        .maximumEventAgeInSeconds(PATIENCE_SECONDS)
                        .maximumRetryAttempts(DELIVERIES)
                        .build())
                .deadLetterConfig(CfnSchedule.DeadLetterConfigProperty.builder()
                        .arn(missed.getQueueArn())
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
