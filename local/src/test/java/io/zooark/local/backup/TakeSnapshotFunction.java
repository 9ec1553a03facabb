package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.handler.TakeSnapshotHandler;
import io.zooark.json.Json;
import io.zooark.local.cloud.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The function TakeSnapshot, called as Lambda calls it. */
final class TakeSnapshotFunction {
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    private final TakeSnapshotHandler handler;

    TakeSnapshotFunction(TakeSnapshotHandler handler) {
        this.handler = handler;
    }

    /** Delivers the schedule's event. */
    JsonNode take() throws IOException {
        return take(Map.of("ensemble", "orders", "scheduledTime", Account.DUE));
    }

    JsonNode take(Map<String, String> event) throws IOException {
        return take(event, TIMEOUT);
    }

    /** Delivers an event to a function that is killed after so long. */
    JsonNode take(Map<String, String> event, Duration timeout) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(Json.write(event).getBytes(UTF_8)),
                answer,
                new LocalContext("TakeSnapshot", timeout));
        return Json.mapper().readTree(answer.toByteArray());
    }
}
