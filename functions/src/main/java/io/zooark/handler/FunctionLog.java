package io.zooark.handler;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.invocation.Journal;
import io.zooark.invocation.Metric;
import io.zooark.json.Json;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the one line of JSON that each invocation leaves in the log; where something was measured, in CloudWatch's
 * embedded metric format, so that the same line makes the metrics.
 *
 * <p>Source of the format: "Specification: Embedded metric format" in the CloudWatch user guide.
 */
public final class FunctionLog {
    /** Under which the metrics stand in CloudWatch. */
    public static final String NAMESPACE = "Zooark";
    /** The only dimension of the metrics. */
    public static final String DIMENSION = "ensemble";

    private final String ensemble;
    private final Consumer<String> lines;
    private final Clock clock;

    /**
     * Makes a log.
     *
     * @param ensemble the ensemble that the functions work for; the metrics' dimension
     * @param lines takes each line, without its end
     */
    public FunctionLog(String ensemble, Consumer<String> lines) {
        this(ensemble, lines, Clock.systemUTC());
    }

    FunctionLog(String ensemble, Consumer<String> lines, Clock clock) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.lines = requireNonNull(lines, "lines is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Writes the line of one invocation. */
    void write(Entry entry) {
        ObjectNode line = Json.mapper().createObjectNode();
        long now = clock.millis();
        if (!entry.journal().measures().isEmpty()) {
            line.set("_aws", directive(now, entry.journal().measures()));
        }
        line.put("time", clock.instant().toString());
        line.put("level", entry.failure() == null ? "INFO" : "ERROR");
        line.put(DIMENSION, ensemble);
        line.put("function", entry.function());
        line.put("requestId", entry.requestId());
        line.put("outcome", entry.failure() == null ? "done" : "failed");
        if (entry.failure() != null) {
            line.put("error", entry.failure().getClass().getSimpleName());
            line.put("message", String.valueOf(entry.failure().getMessage()));
        }
        line.put("elapsedMs", entry.elapsedMs());
        entry.journal()
                .notes()
                .forEach((name, value) -> line.set(name, Json.mapper().valueToTree(value)));
        entry.journal().measures().forEach((metric, value) -> line.put(metric.label(), value));
        lines.accept(line.toString());
    }

    private static ObjectNode directive(long now, Map<Metric, Double> measures) {
        ObjectNode aws = Json.mapper().createObjectNode();
        aws.put("Timestamp", now);
        ObjectNode metrics = aws.putArray("CloudWatchMetrics").addObject();
        metrics.put("Namespace", NAMESPACE);
        metrics.putArray("Dimensions").addArray().add(DIMENSION);
        ArrayNode definitions = metrics.putArray("Metrics");
        measures.keySet()
                .forEach(metric -> definitions
                        .addObject()
                        .put("Name", metric.label())
                        .put("Unit", metric.unit().label()));
        return aws;
    }

    /**
     * What is known of one invocation at its end.
     *
     * @param failure what it failed with; null where it did not
     */
    record Entry(
            String function,
            String requestId,
            long elapsedMs,
            Journal journal,
            @Nullable Throwable failure) {}
}
