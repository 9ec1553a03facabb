package io.zooark.zookeeper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerNotServingException;
import io.zooark.error.ServerRateLimitedException;
import io.zooark.error.ServerRefusedException;
import io.zooark.error.ServerUnreachableException;
import io.zooark.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The AdminServer's HTTP, with each of its answers told apart.
 *
 * <p>HTTP 200 is not success: a server that is not serving answers 200 with an error in its JSON, to everybody.
 */
final class AdminHttp {
    private static final int LONGEST_ANSWER = 4 << 20;

    private final AdminClients clients;
    private final URI commands;
    private final HttpAdminServers.Timeouts timeouts;

    /** The last authorization that was sent: an answer may quote it. */
    private volatile String shown = "";

    AdminHttp(AdminClients clients, URI commands, HttpAdminServers.Timeouts timeouts) {
        this.clients = clients;
        this.commands = commands;
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
        return json(command, checked(command, send(command, () -> request)));
    }

    /** Sends a command with the credential; once more with a fresh one where it is refused. */
    HttpResponse<InputStream> command(String command, Duration limit, HttpRequest.BodyPublisher body, String method) {
        return checked(command, send(command, () -> authorized(command, limit, body, method)));
    }

    private HttpRequest authorized(String command, Duration limit, HttpRequest.BodyPublisher body, String method) {
        String authorization = clients.access().authorization();
        shown = clients.access().credential() == null ? "" : authorization;
        return HttpRequest.newBuilder(commands.resolve(command))
                .timeout(limit)
                .header("Authorization", authorization)
                .header("Content-Type", "application/octet-stream")
                .method(method, body)
                .build();
    }

    /** Sends a request; where it is refused, once more with whatever of ours may have been replaced read anew. */
    private HttpResponse<InputStream> send(String command, Supplier<HttpRequest> request) {
        AdminClients.Client client = clients.current();
        AdminClients.Client fresh;
        try {
            HttpResponse<InputStream> response = send(client, request.get());
            if (response.statusCode() != 401 && response.statusCode() != 403) {
                return response;
            }
            // a body that was consumed by the refused request is made anew by its publisher
            close(response);
            clients.access().forget();
            fresh = clients.successor(client).orElse(client);
        } catch (IOException e) {
            fresh = replacement(client, e).orElseThrow(() -> unreachable(command, client, e));
        }
        try {
            return send(fresh, request.get());
        } catch (IOException e) {
            throw unreachable(command, fresh, e);
        }
    }

    /** Only where a handshake was refused: a server that has seen a request may have obeyed it. */
    private Optional<AdminClients.Client> replacement(AdminClients.Client client, IOException e) {
        return failure(client, e).refusedInHandshake() ? clients.successor(client) : Optional.empty();
    }

    private TlsFailure failure(AdminClients.Client client, IOException e) {
        return new TlsFailure(commands, clients.access(), client.identity(), e);
    }

    private RestoreException unreachable(String command, AdminClients.Client client, IOException e) {
        return failure(client, e)
                .explained()
                .orElseGet(() -> new ServerUnreachableException(
                        server() + " did not answer " + command + ": " + (e.getMessage() == null ? e : e.getMessage()),
                        "see that the server runs, its AdminServer is enabled, and its security group lets the functions in",
                        e));
    }

    private HttpResponse<InputStream> send(AdminClients.Client client, HttpRequest request) throws IOException {
        try {
            return client.http().send(request, HttpResponse.BodyHandlers.ofInputStream());
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
            case 401 -> unknown(said);
            case 403 -> forbidden(said);
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

    private ServerRefusedException unknown(String said) {
        return clients.access().credential() == null
                ? new ServerRefusedException(
                        said + ": it does not know client certificates, or not the authority of " + who(),
                        "set admin.needClientAuth=true, authProvider.x509="
                                + "org.apache.zookeeper.server.auth.X509AuthenticationProvider, and ssl.trustStore.location (not"
                                + " that of ssl.quorum alone) with the authority of the certificate")
                : new ServerRefusedException(
                        said + ": it does not know the credential's scheme or user",
                        "look at the credential parameter, and at authProvider and superDigest of the server");
    }

    /** The access list of / decides, and a restore brings back the one that the snapshot has. */
    private ServerRefusedException forbidden(String said) {
        boolean x509 = clients.access().credential() == null;
        String superUser =
                x509 ? "X509AuthenticationProvider.superUser=" + subject() : "DigestAuthenticationProvider.superDigest";
        return new ServerRefusedException(
                said + ": " + who()
                        + " may not administer it: the access list of / in the tree that it holds now does not"
                        + " give it all permissions",
                "after a restore the access list of the snapshot's / applies, whatever / allowed before: make it the super user,"
                        + " whom no access list holds (" + superUser
                        + " of the server, then restart it), or give the user all permissions on /");
    }

    private String who() {
        return clients.access().credential() == null ? "the certificate " + subject() : "the credential";
    }

    private String subject() {
        return clients.current().identity().subject();
    }

    /** Reads an answer that must be JSON without an error in it. */
    JsonNode json(String command, HttpResponse<InputStream> response) {
        String body = text(response);
        JsonNode answer;
        try {
            answer = Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            // without the cause, which quotes the answer
            throw new ServerRefusedException(
                    server() + " answered " + command + " with what is not JSON",
                    "see that the admin port is that of a ZooKeeper server");
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

    private String excerpt(String answer) {
        return Quotation.of(answer, shown);
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
