package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricProps;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.sqs.Queue;

/**
 * The metrics of one ensemble in CloudWatch, as alarms and the dashboard read them.
 *
 * <p>Names and namespace are those that the functions write; a test holds the two together.
 */
final class Measures {
    static final String BACKUP_AGE = "BackupAgeSeconds";
    static final String PROVEN_AGE = "ProvenAgeSeconds";
    static final String BACKUP_SUCCEEDED = "BackupSucceeded";
    static final String TORN = "Torn";
    static final String BYTES = "Bytes";
    static final String ZNODES = "Znodes";
    static final String DURATION = "DurationMs";
    static final String DRILL_SUCCEEDED = "DrillSucceeded";
    static final String DRILL_FAILED = "DrillFailed";
    static final String RECOVERY_LOOKS = "RecoveryLooks";
    static final String CLOSED = "ClosedSeconds";
    static final String RESTORE_FAILED = "RestoreFailed";
    static final String SHUT_OUT = "ShutOutSeconds";

    private static final String NAMESPACE = "Zooark";
    private static final String DIMENSION = "ensemble";

    private final String ensemble;

    Measures(String ensemble) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
    }

    /** Returns one of the functions' own. */
    Metric own(String name, String statistic, Duration period) {
        return new Metric(props(NAMESPACE, name, Map.of(DIMENSION, ensemble), statistic, period)
                .build());
    }

    /**
     * Returns one of the functions' own for the dashboard.
     *
     * @param label what it is called there
     */
    Metric own(String name, String statistic, Duration period, String label) {
        return new Metric(props(NAMESPACE, name, Map.of(DIMENSION, ensemble), statistic, period)
                .label(label)
                .build());
    }

    /** Returns how many invocations of a function have failed. */
    static Metric errors(Function function, Duration period) {
        return new Metric(
                props("AWS/Lambda", "Errors", Map.of("FunctionName", function.getFunctionName()), "Sum", period)
                        .build());
    }

    /** Returns how many messages wait in a queue. */
    static Metric waiting(Queue queue, Duration period) {
        return new Metric(props(
                        "AWS/SQS",
                        "ApproximateNumberOfMessagesVisible",
                        Map.of("QueueName", queue.getQueueName()),
                        "Maximum",
                        period)
                .build());
    }

    /**
     * Returns how many executions of a machine have ended so.
     *
     * @param end such as {@code ExecutionsFailed}
     */
    static Metric executions(String machineArn, String end, Duration period, String label) {
        return new Metric(props("AWS/States", end, Map.of("StateMachineArn", machineArn), "Sum", period)
                .label(label)
                .build());
    }

    private static MetricProps.Builder props(
            String namespace, String name, Map<String, String> dimensions, String statistic, Duration period) {
        return MetricProps.builder()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(dimensions)
                .statistic(statistic)
                .period(period);
    }
}
