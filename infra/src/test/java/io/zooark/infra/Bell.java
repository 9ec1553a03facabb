package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One deployed alarm, judged as CloudWatch judges it: the last period, missing data as the template says, and of metric math
 * the sums that our alarms are made of.
 */
final class Bell {
    private static final Pattern SUM = Pattern.compile("SUM\\(\\[(.+)]\\)");
    private static final Pattern TERM = Pattern.compile("0 \\* (\\w+)|FILL\\((\\w+), 0\\)");

    private final JsonNode alarm;

    Bell(JsonNode alarm) {
        this.alarm = alarm;
    }

    /** Returns the alarms of a stack by the ids that they were given. */
    static Map<String, Bell> of(Deployed deployed, List<String> ids) {
        Map<String, Bell> bells = new TreeMap<>();
        for (String id : ids) {
            bells.put(id, new Bell(deployed.alarm(id)));
        }
        return bells;
    }

    /** Returns whether it rings at a time. */
    boolean rings(Lines lines, Instant now) {
        if (alarm.path("EvaluationPeriods").asInt() != 1) {
            throw new AssertionError("only alarms of one period can be judged here: " + alarm);
        }
        OptionalDouble value = alarm.has("Metrics") ? sum(lines, now) : single(alarm, alarm, lines, now);
        if (value.isEmpty()) {
            return switch (alarm.path("TreatMissingData").asText()) {
                case "breaching" -> true;
                case "notBreaching" -> false;
                default -> throw new AssertionError("no data would tell nothing: " + alarm);
            };
        }
        double threshold = alarm.path("Threshold").asDouble();
        return switch (alarm.path("ComparisonOperator").asText()) {
            case "GreaterThanThreshold" -> value.getAsDouble() > threshold;
            case "LessThanThreshold" -> value.getAsDouble() < threshold;
            default -> throw new AssertionError("unknown comparison: " + alarm);
        };
    }

    private OptionalDouble sum(Lines lines, Instant now) {
        Map<String, JsonNode> metrics = new HashMap<>();
        String expression = "";
        for (JsonNode query : alarm.path("Metrics")) {
            if (query.has("Expression")) {
                expression = query.path("Expression").asText();
            } else {
                metrics.put(query.path("Id").asText(), query.path("MetricStat"));
            }
        }
        Matcher sum = SUM.matcher(expression);
        if (!sum.matches()) {
            throw new AssertionError("unknown expression: " + expression);
        }
        double total = 0;
        boolean any = false;
        for (String term : sum.group(1).split(", (?=FILL)", -1)) {
            Matcher parts = TERM.matcher(term);
            if (!parts.matches()) {
                throw new AssertionError("unknown term: " + term);
            }
            boolean filled = parts.group(2) != null;
            JsonNode metric = requireNonNull(metrics.get(filled ? parts.group(2) : parts.group(1)), term);
            OptionalDouble value = single(metric.path("Metric"), metric, lines, now);
            any |= value.isPresent();
            total += filled ? value.orElse(0) : 0;
        }
        // CloudWatch may fill up a metric of which there is nothing at all, or leave it out: this is the worse case
        return any ? OptionalDouble.of(total) : OptionalDouble.empty();
    }

    private static OptionalDouble single(JsonNode metric, JsonNode of, Lines lines, Instant now) {
        double[] values =
                lines.between(series(metric), now.minusSeconds(of.path("Period").asLong()), now);
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        String statistic = of.path(of.has("Stat") ? "Stat" : "Statistic").asText();
        return switch (statistic) {
            case "Maximum" -> Arrays.stream(values).max();
            case "Sum" -> OptionalDouble.of(Arrays.stream(values).sum());
            default -> throw new AssertionError("unknown statistic: " + statistic);
        };
    }

    /** Returns the metric that stands in an alarm or a query. */
    static Lines.Series series(JsonNode metric) {
        Map<String, String> dimensions = new TreeMap<>();
        metric.path("Dimensions")
                .forEach(dimension ->
                        dimensions.put(dimension.path("Name").asText(), Deployed.text(dimension.path("Value"))));
        return new Lines.Series(
                metric.path("Namespace").asText(), metric.path("MetricName").asText(), dimensions);
    }
}
