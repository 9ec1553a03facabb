package io.zooark.local;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Calls Lambda and Step Functions on an endpoint as a person's {@code aws} command does, over their wire protocols. */
final class AwsCalls {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final URI endpoint;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    AwsCalls(URI endpoint) {
        this.endpoint = requireNonNull(endpoint, "endpoint is null");
    }

    /**
     * Invokes a function and waits for its answer.
     *
     * @throws IOException if the function fails; the message is what it reported
     */
    JsonNode invoke(String function, Map<String, ?> event) throws IOException, InterruptedException {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(endpoint.resolve("/2015-03-31/functions/" + function + "/invocations"))
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(event))));
        if (response.headers().firstValue("X-Amz-Function-Error").isPresent()) {
            throw new IOException(function + " failed: " + response.body());
        }
        return Json.mapper().readTree(response.body());
    }

    /** Calls an action of Step Functions. */
    JsonNode stepFunctions(String action, Map<String, ?> request) throws IOException, InterruptedException {
        return Json.mapper()
                .readTree(send(HttpRequest.newBuilder(endpoint)
                                .header("X-Amz-Target", "AWSStepFunctions." + action)
                                .header("Content-Type", "application/x-amz-json-1.0")
                                .POST(HttpRequest.BodyPublishers.ofString(Json.write(request))))
                        .body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("HTTP " + response.statusCode() + ": " + response.body());
        }
        return response;
    }
}
