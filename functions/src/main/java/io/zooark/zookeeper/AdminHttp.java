package io.zooark.zookeeper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.ensemble.Credential;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerNotServingException;
import io.zooark.error.ServerRateLimitedException;
import io.zooark.error.ServerRefusedException;
import io.zooark.error.ServerUnreachableException;
import io.zooark.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * The AdminServer's HTTP, with each of its answers told apart.
 *
 * <p>HTTP 200 is not success: a server that is not serving answers 200 with an error in its JSON, to everybody.
 */
final class AdminHttp {
    private static final int LONGEST_ANSWER = 4 << 20;

    private static final int LONGEST_EXCERPT = 200;

    private final HttpClient http;
    private final URI commands;
    private final Credential credential;
    private final HttpAdminServers.Timeouts timeouts;

    AdminHttp(HttpClient http, URI commands, Credential credential, HttpAdminServers.Timeouts timeouts) {
        this.http = http;
        this.commands = commands;
        this.credential = credential;
        this.timeouts = timeouts;
    }

    HttpAdminServers.Timeouts timeouts() {
        return timeouts;
    }

    /** Asks a command that needs no credentials. */
    JsonNode ask(String command) {
        HttpRequest request = HttpRequest.newBuilder(commands.resolve(command))
                .timeout(timeouts.answer())
                .build();
        return json(command, checked(command, send(command, request)));
    }

    /** Sends a command with the credential; once more with a fresh one where it is refused. */
    HttpResponse<InputStream> command(String command, Duration limit, HttpRequest.BodyPublisher body, String method) {
        HttpResponse<InputStream> response = send(command, authorized(command, limit, body, method));
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            credential.forget();
            // a body that was consumed by the refused request is made anew by its publisher
            close(response);
            response = send(command, authorized(command, limit, body, method));
        }
        return checked(command, response);
    }

    private HttpRequest authorized(String command, Duration limit, HttpRequest.BodyPublisher body, String method) {
        return HttpRequest.newBuilder(commands.resolve(command))
                .timeout(limit)
                .header("Authorization", "digest " + credential.digest())
                .header("Content-Type", "application/octet-stream")
                .method(method, body)
                .build();
    }

    private HttpResponse<InputStream> send(String command, HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new ServerUnreachableException(
                    server() + " did not answer " + command + ": " + (e.getMessage() == null ? e : e.getMessage()),
                    "see that the server runs, its AdminServer is enabled, and its security group lets the functions in",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnreachableException("interrupted while asking " + server(), "run it again", e);
        }
    }

    private HttpResponse<InputStream> checked(String command, HttpResponse<InputStream> response) {
        if (response.statusCode() != 200) {
            throw refused(command, response.statusCode(), text(response));
        }
        return response;
    }

    private RestoreException refused(String command, int status, String body) {
        String said = server() + " answered " + command + " with HTTP " + status;
        return switch (status) {
            case 401 ->
                new ServerRefusedException(
                        said + ": it does not know the credential's scheme or user",
                        "look at the credential parameter, and at authProvider and superDigest of the server");
            case 403 ->
                new ServerRefusedException(
                        said + ": the credential may not administer it",
                        "give the user all permissions on / of the tree that the server holds now, or use the super user;"
                                + " after a restore the ACL of the snapshot's / applies");
            case 429 ->
                new ServerRateLimitedException(
                        said + ": its rate limiter lets one through every 5 minutes (admin.rateLimiterIntervalInMS)",
                        "wait, or restart the server, which resets the limiter");
            case 503 ->
                new ServerRefusedException(
                        said + ": the command is disabled",
                        "set admin.snapshot.enabled and admin.restore.enabled to true and restart the server");
            case 500 ->
                body.startsWith("<")
                        ? new ServerNotServingException(
                                said + " and a page of HTML: the server is not up, or not a ZooKeeper 3.9",
                                "see that the server serves and its version is 3.9.4 or later")
                        : new ServerRefusedException(
                                said + ": an I/O error there, or serializeLastProcessedZxid.enabled=false",
                                "look at the server's log");
            default ->
                new ServerRefusedException(
                        said + excerpt(body), "see that the admin port is right, and that nothing stands between");
        };
    }

    /** Reads an answer that must be JSON without an error in it. */
    JsonNode json(String command, HttpResponse<InputStream> response) {
        String body = text(response);
        JsonNode answer;
        try {
            answer = Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new ServerRefusedException(
                    server() + " answered " + command + " with what is not JSON",
                    "see that the admin port is that of a ZooKeeper server",
                    e);
        }
        requireNoError(command, answer);
        return answer;
    }

    private void requireNoError(String command, JsonNode answer) {
        String error = answer.path("error").asText("");
        if (error.isEmpty() || error.equals("null")) {
            return;
        }
        if (error.contains("not currently serving requests")) {
            throw new ServerNotServingException(
                    server() + " is not serving requests (" + command + ")",
                    "it has most likely lost its quorum: see to the other servers");
        }
        throw new ServerRefusedException(
                server() + " answered " + command + excerpt(error), "see that its version is 3.9.4 or later");
    }

    /** What a person may see of an answer: a proxy's page may be long, and may quote the request with its credential. */
    private String excerpt(String answer) {
        String line = answer.lines().findFirst().orElse("");
        if (line.isEmpty() || line.toLowerCase(Locale.ROOT).contains("digest ")) {
            return "";
        }
        return ": " + (line.length() > LONGEST_EXCERPT ? line.substring(0, LONGEST_EXCERPT) + "…" : line);
    }

    private String text(HttpResponse<InputStream> response) {
        try (InputStream body = new StallGuard(response.body(), timeouts.stall())) {
            return new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ServerUnreachableException(
                    server() + " broke off its answer: " + e.getMessage(), "run it again", e);
        }
    }

    private static void close(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            // the connection is gone, which is what was wanted
        }
    }

    String server() {
        return "server " + commands.getRawAuthority();
    }
}
