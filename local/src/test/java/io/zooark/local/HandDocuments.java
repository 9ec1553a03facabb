package io.zooark.local;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The documents that a person runs where a report says so. */
final class HandDocuments {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Trial trial;

    HandDocuments(Trial trial) {
        this.trial = requireNonNull(trial, "trial is null");
    }

    /** Lifts the cut on every host, with the order that the host was given last. */
    void uncut() throws IOException {
        String restore = trial.lock().orElseThrow().path("restoreId").asText();
        for (LocalHost host : trial.ensemble().hosts()) {
            String instance = LocalCloud.instance(host.server().id());
            Map<String, List<String>> parameters = Map.of(
                    "RestoreId", List.of(restore),
                    "Order",
                            List.of(Files.readString(host.root().resolve("var/lib/zooark/order"))
                                    .strip()),
                    "ZooCfg", List.of(host.zooCfg()),
                    "Unit", List.of(LocalHost.UNIT),
                    "ClientPorts", List.of(ports()));
            JsonNode sent = call(
                    "SendCommand",
                    Map.of(
                            "DocumentName",
                            "zooark-" + LocalCloud.ENSEMBLE + "-uncut",
                            "InstanceIds",
                            List.of(instance),
                            "Parameters",
                            parameters));
            await(sent.path("Command").path("CommandId").asText(), instance);
        }
    }

    private String ports() {
        return String.join(
                ",",
                trial.ensemble().hosts().stream()
                        .map(host -> String.valueOf(host.server().ports().client()))
                        .toList());
    }

    private void await(String command, String instance) throws IOException {
        Instant limit = Instant.now().plus(Trial.LIMIT);
        String last = "";
        while (!last.equals("Success")) {
            if (Instant.now().isAfter(limit) || last.equals("Failed")) {
                throw new IOException("uncut on " + instance + " has not succeeded: " + last);
            }
            LockSupport.parkNanos(POLL.toNanos());
            last = invocations(command, instance).path("Status").asText();
        }
    }

    /** An invocation is not there right after it was sent. */
    private JsonNode invocations(String command, String instance) throws IOException {
        return call("ListCommandInvocations", Map.of("CommandId", command, "InstanceId", instance))
                .path("CommandInvocations")
                .path(0);
    }

    private JsonNode call(String action, Map<String, ?> request) throws IOException {
        return Json.mapper().readTree(trial.cloud().ssm().call(action, Json.write(request)));
    }
}
