package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** What runs on a schedule for one ensemble, and the queue of what did not come about in spite of all tries. */
final class ScheduledJobs extends Construct {
    /** EventBridge Scheduler puts the time in its place that a job was due at, whenever it is delivered. */
    private static final String SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

    /** How long a job that does not come about is tried again; after that it is in the queue of those missed. */
    static final int PATIENCE_SECONDS = 3600;

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
     * @param id of its construct
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
        Accepted.at(
                missed,
                "AwsSolutions-SQS3",
                "It is the dead-letter queue itself: of the schedules, the rule and the functions' invocations. A person reads"
                        + " it; an alarm says that there is something to read.",
                "AWS::SQS::Queue");
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
        new ScheduledStart(
                this,
                job.id(),
                new ScheduledStart.Props(
                        job.purpose(),
                        job.schedule(),
                        "lambda:InvokeFunction",
                        job.function().getFunctionArn(),
                        job.input(),
                        PATIENCE_SECONDS,
                        missed));
    }
}
