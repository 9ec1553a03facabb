package io.zooark.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.error.SnapshotFailedException;
import io.zooark.invocation.Invocation;
import io.zooark.invocation.Metric;
import io.zooark.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class FunctionLogTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final List<String> lines = new ArrayList<>();

    @Test
    void anInvocationLeavesOneLineWithItsFacts() throws IOException {
        invoke((request, invocation) ->
                invocation.journal().note("server", "zk1:8080").notes());

        JsonNode line = onlyLine();
        assertThat(line.path("time").asText()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("ensemble").asText()).isEqualTo("orders");
        assertThat(line.path("function").asText()).isEqualTo("Worker");
        assertThat(line.path("requestId").asText()).isEqualTo(StillContext.REQUEST);
        assertThat(line.path("outcome").asText()).isEqualTo("done");
        assertThat(line.path("elapsedMs").isIntegralNumber()).isTrue();
        assertThat(line.path("server").asText()).isEqualTo("zk1:8080");
        assertThat(line.has("_aws")).as("nothing was measured").isFalse();
    }

    @Test
    void whatWasMeasuredIsInTheEmbeddedMetricFormat() throws IOException {
        invoke((request, invocation) -> invocation
                .journal()
                .measure(Metric.ZNODES, 10_009)
                .measure(Metric.BACKUP_AGE, 1.5)
                .notes());

        JsonNode line = onlyLine();
        assertThat(line.path("_aws").path("Timestamp").asLong()).isEqualTo(NOON.toEpochMilli());
        JsonNode directive = line.path("_aws").path("CloudWatchMetrics").path(0);
        assertThat(directive.path("Namespace").asText()).isEqualTo("Zooark");
        assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"ensemble\"]]");
        assertThat(directive.path("Metrics").toString())
                .isEqualTo("[{\"Name\":\"BackupAgeSeconds\",\"Unit\":\"Seconds\"},"
                        + "{\"Name\":\"Znodes\",\"Unit\":\"Count\"}]");
        assertThat(line.path("Znodes").asDouble()).isEqualTo(10_009);
        assertThat(line.path("BackupAgeSeconds").asDouble()).isEqualTo(1.5);
        assertThat(line.path("ensemble").asText()).as("the dimension's value").isEqualTo("orders");
    }

    @Test
    void aFailureIsInTheLineWithWhatWasMeasuredBefore() throws JsonProcessingException {
        assertThatThrownBy(() -> invoke((request, invocation) -> {
                    invocation.journal().measure(Metric.BACKUP_SUCCEEDED, 0);
                    throw new SnapshotFailedException("zk1 broke off", "look at its log");
                }))
                .isInstanceOf(SnapshotFailedException.class);

        JsonNode line = onlyLine();
        assertThat(line.path("level").asText()).isEqualTo("ERROR");
        assertThat(line.path("outcome").asText()).isEqualTo("failed");
        assertThat(line.path("error").asText()).isEqualTo("SnapshotFailedException");
        assertThat(line.path("message").asText()).contains("zk1 broke off").contains("HINT: look at its log");
        assertThat(line.path("BackupSucceeded").asDouble()).isZero();
    }

    @Test
    void inputThatIsRefusedLeavesItsLineToo() throws JsonProcessingException {
        assertThatThrownBy(() -> invoke("{\"unclosed\": ", (request, invocation) -> "never"));

        assertThat(onlyLine().path("error").asText()).isEqualTo("RequestRefusedException");
    }

    private void invoke(BiFunction<Event, Invocation, Object> work) throws IOException {
        invoke("{}", work);
    }

    private void invoke(String event, BiFunction<Event, Invocation, Object> work) throws IOException {
        FunctionLog log = new FunctionLog("orders", lines::add, Clock.fixed(NOON, ZoneOffset.UTC));
        new Lambda<>("Worker", Event.class, log, work)
                .answer(
                        new ByteArrayInputStream(event.getBytes(UTF_8)),
                        new ByteArrayOutputStream(),
                        new StillContext());
    }

    private record Event() {}

    private JsonNode onlyLine() throws JsonProcessingException {
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).doesNotContain("\n");
        return Json.mapper().readTree(lines.get(0));
    }
}
