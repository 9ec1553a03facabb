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

/** What runs on a schedule for one ensemble, and the queue of what did not come about in spite of all tries. */
final class ScheduledJobs extends Construct {
    /** EventBridge Scheduler puts the time in its place that a job was due at, whenever it is delivered. */
    private static final String SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

    /** Where Scheduler keeps schedules without a group of their own. */
    private static final String GROUP = "default";

    /** How long a job that does not come about is tried again; after that it is in the queue of those missed. */
    private static final int PATIENCE_SECONDS = 3600;

    private static final int DELIVERIES = 10;
    private static final int RUNS_AFTER_A_FAILURE = 2;

    private final Queue missed;

    /** Whose backups are taken and drilled, when, and by which functions. */
    record Props(EnsembleConfig ensemble, Function takeSnapshot, Function verifySnapshot) {
        Props {
            requireNonNull(ensemble, "ensemble is null");
            requireNonNull(takeSnapshot, "takeSnapshot is null");
            requireNonNull(verifySnapshot, "verifySnapshot is null");
        }
    }

    /**
     * One job.
     *
     * @param id of its constructs
     * @param purpose what it does, for who looks at it in the console
     */
    private record Job(
            String id,
            String purpose,
            EnsembleConfig.Schedule schedule,
            Function function,
            Map<String, Object> input) {}

    ScheduledJobs(Construct scope, String id, Props props) {
        super(scope, id);
        missed = Queue.Builder.create(this, "Missed")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(14))
                .build();
        EnsembleConfig ensemble = props.ensemble();
        Map<String, Object> backup = new LinkedHashMap<>();
        backup.put("ensemble", ensemble.name());
        backup.put("scheduledTime", SCHEDULED_TIME);
        schedule(new Job("Backup", "backups", ensemble.schedule(), props.takeSnapshot(), backup));
        schedule(new Job("Drill", "restore drills", ensemble.drill().schedule(), props.verifySnapshot(), Map.of()));
    }

    /** Returns the queue of jobs that did not come about: not delivered, or failed to the last try. */
    Queue missed() {
        return missed;
    }

    private void schedule(Job job) {
        // running it again is safe: the scheduled time names a backup, and a drill changes nothing that is there
        job.function()
                .configureAsyncInvoke(EventInvokeConfigOptions.builder()
                        .retryAttempts(RUNS_AFTER_A_FAILURE)
                        .maxEventAge(Duration.seconds(PATIENCE_SECONDS))
                        .onFailure(new SqsDestination(missed))
                        .build());
        CfnSchedule.Builder.create(this, job.id() + "Schedule")
                .description("Zooark: " + job.purpose())
                .groupName(GROUP)
                .scheduleExpression(job.schedule().expression())
                .scheduleExpressionTimezone(job.schedule().timeZone())
                .flexibleTimeWindow(window(job.schedule().flexibleMinutes()))
                .target(target(job))
                .build();
    }

    private Role role(Job job) {
        Stack stack = Stack.of(this);
        String group = stack.formatArn(ArnComponents.builder()
                .service("scheduler")
                .resource("schedule-group")
                .resourceName(GROUP)
                .build());
        Role role = Role.Builder.create(this, job.id() + "Role")
                .description("Zooark: starts " + job.purpose())
                // without the conditions, a schedule of another account could use the role
                .assumedBy(ServicePrincipal.Builder.create("scheduler.amazonaws.com")
                        .conditions(Map.of(
                                "StringEquals",
                                new TreeMap<>(Map.of("aws:SourceAccount", stack.getAccount(), "aws:SourceArn", group))))
                        .build())
                .build();
        role.addToPolicy(Statements.allow(
                "Start" + job.id(),
                List.of("lambda:InvokeFunction"),
                List.of(job.function().getFunctionArn())));
        role.addToPolicy(
                Statements.allow("KeepUndelivered", List.of("sqs:SendMessage"), List.of(missed.getQueueArn())));
        return role;
    }

    private CfnSchedule.TargetProperty target(Job job) {
        return CfnSchedule.TargetProperty.builder()
                .arn(job.function().getFunctionArn())
                .roleArn(role(job).getRoleArn())
                .input(Stack.of(this).toJsonString(job.input()))
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
