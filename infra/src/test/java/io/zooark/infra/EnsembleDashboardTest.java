package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.zooark.handler.FunctionLog;
import io.zooark.invocation.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@NeedsNode
class EnsembleDashboardTest {
    private static final int COLUMNS = 24;

    private final JsonNode body = Synthesis.orders().dashboard();

    @Test
    void isWhatCloudWatchTakes() throws IOException {
        try (InputStream schema =
                Objects.requireNonNull(getClass().getResourceAsStream("/dashboard.schema.json"), "no schema")) {
            assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                            .getSchema(schema)
                            .validate(body))
                    .isEmpty();
        }
    }

    @Test
    void showsEveryAlarm() {
        assertThat(widgets("alarm").findFirst().orElseThrow().path("alarms")).hasSize(AlarmText.values().length);
    }

    @Test
    void showsWhatTheFunctionsMeasure() {
        Set<String> own = metrics()
                .filter(metric -> metric.path(0).asText().equals(FunctionLog.NAMESPACE))
                .peek(metric -> assertThat(
                                List.of(metric.path(2).asText(), metric.path(3).asText()))
                        .containsExactly(FunctionLog.DIMENSION, "orders"))
                .map(metric -> metric.path(1).asText())
                .collect(Collectors.toSet());

        Set<String> written = Arrays.stream(Metric.values()).map(Metric::label).collect(Collectors.toSet());
        // the looks stand behind the alarms, and how many servers answered is in the log
        written.removeAll(Set.of(Metric.RECOVERY_LOOKS.label(), Metric.SERVERS_REACHABLE.label()));
        written.remove(Metric.RESTORE_FAILED.label());
        assertThat(own).isEqualTo(written);
    }

    @Test
    void everyExpressionIsOfMetricsThatStandBesideIt() {
        widgets("metric").forEach(widget -> {
            Set<String> ids = new HashSet<>();
            for (JsonNode metric : widget.path("metrics")) {
                String id = metric.path(metric.size() - 1).path("id").asText();
                assertThat(id.isEmpty() || ids.add(id)).as("twice: " + id).isTrue();
            }
            widget.path("metrics")
                    .findValuesAsText("expression")
                    .forEach(expression -> assertThat(ids).containsAll(Arithmetic.names(expression)));
        });
    }

    @Test
    void noWidgetLiesOverAnother() {
        Set<String> taken = new HashSet<>();
        for (JsonNode widget : body.path("widgets")) {
            int right = widget.path("x").asInt() + widget.path("width").asInt();
            assertThat(right).isLessThanOrEqualTo(COLUMNS);
            for (int x = widget.path("x").asInt(); x < right; x++) {
                for (int y = 0; y < widget.path("height").asInt(); y++) {
                    assertThat(taken.add(x + "," + (widget.path("y").asInt() + y)))
                            .as(widget.toString())
                            .isTrue();
                }
            }
        }
    }

    private Stream<JsonNode> widgets(String type) {
        return Deployed.stream(body.path("widgets"))
                .filter(widget -> widget.path("type").asText().equals(type))
                .map(widget -> widget.path("properties"));
    }

    private Stream<JsonNode> metrics() {
        return widgets("metric").flatMap(widget -> Deployed.stream(widget.path("metrics")));
    }
}
