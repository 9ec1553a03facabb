package io.zooark.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What CloudWatch has been given: datapoints, also those in lines of a log in the embedded metric format.
 *
 * <p>Source of the format: "Specification: Embedded metric format" in the CloudWatch user guide.
 */
final class Lines {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<Datapoint> datapoints = new ArrayList<>();

    /** One metric: its namespace, name and dimensions. */
    record Series(String namespace, String name, Map<String, String> dimensions) {
        Series {
            dimensions = new TreeMap<>(dimensions);
        }
    }

    /** One value of a metric. */
    record Datapoint(Series series, Instant at, double value) {}

    /** Takes a datapoint as one of AWS's own services writes it. */
    void add(Series series, Instant at, double value) {
        datapoints.add(new Datapoint(series, at, value));
    }

    /** Takes a line of a log as if it had been written at a time; one without metrics makes none. */
    void read(String line, Instant at) {
        try {
            JsonNode json = MAPPER.readTree(line);
            for (JsonNode directive : json.at("/_aws/CloudWatchMetrics")) {
                Map<String, String> dimensions = new TreeMap<>();
                directive
                        .at("/Dimensions/0")
                        .forEach(name -> dimensions.put(
                                name.asText(), json.path(name.asText()).asText()));
                for (JsonNode metric : directive.path("Metrics")) {
                    String name = metric.path("Name").asText();
                    add(
                            new Series(directive.path("Namespace").asText(), name, dimensions),
                            at,
                            json.required(name).asDouble());
                }
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not a line of JSON: " + line, e);
        }
    }

    /** Returns the values of a metric from one time up to before another. */
    double[] between(Series series, Instant from, Instant until) {
        return datapoints.stream()
                .filter(point -> !point.at().isBefore(from) && point.at().isBefore(until))
                .filter(point -> point.series().equals(series))
                .mapToDouble(Datapoint::value)
                .toArray();
    }

    /** Forgets what is older. */
    void forgetBefore(Instant time) {
        datapoints.removeIf(point -> point.at().isBefore(time));
    }
}
