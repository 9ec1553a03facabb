package io.zooark.local.zookeeper;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zooark.ensemble.Zxid;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Reads commands of one AdminServer that need no credentials, for tests and for waiting. */
public final class AdminClient {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    // a paused server accepts connections and never answers
    private static final Duration GLANCE = Duration.ofSeconds(3);

    private final String server;
    private final String scheme;
    private final HttpClient http;

    /**
     * Speaks to an AdminServer, over TLS where it is told how.
     *
     * @param server its address and port
     */
    AdminClient(String server, @Nullable SSLContext tls) {
        this.server = requireNonNull(server, "server is null");
        this.scheme = tls == null ? "http" : "https";
        this.http = tls == null
                ? HTTP
                : HttpClient.newBuilder()
                        .connectTimeout(CONNECT)
                        .sslContext(tls)
                        .build();
    }

    /**
     * Returns the answer to a command, such as {@code srvr}, {@code monitor} or {@code last_snapshot}.
     *
     * @throws IOException if there is no answer within ten seconds, or another status than 200; a server that is not
     *     serving answers 200 with a field {@code error}
     */
    public JsonNode read(String command) throws IOException {
        return read(command, PATIENCE);
    }

    private JsonNode read(String command, Duration patience) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(scheme + "://" + server + "/commands/" + command))
                .timeout(patience)
                .build();
        HttpResponse<String> response;
        try {
            response = http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .join();
        } catch (CompletionException e) {
            throw new IOException("the AdminServer at " + server + " does not answer '" + command + "'", e);
        }
        if (response.statusCode() != 200) {
            throw new IOException("the AdminServer at " + server + " answered '" + command + "' with status "
                    + response.statusCode());
        }
        return JSON.readTree(response.body());
    }

    /** Returns the last transaction that the server applied. */
    public Zxid lastZxid() throws IOException {
        JsonNode answer = read("zabstate");
        if (!answer.hasNonNull("last_zxid")) {
            throw new IOException(
                    "the server whose AdminServer is at " + server + " has no quorum, so no last_zxid: " + answer);
        }
        return Zxid.parse(answer.get("last_zxid").asText());
    }

    /** Returns how many znodes the server holds, those of ZooKeeper itself among them. */
    public long nodeCount() throws IOException {
        JsonNode answer = read("srvr");
        if (!answer.hasNonNull("node_count")) {
            throw new IOException("the server whose AdminServer is at " + server + " is not serving: " + answer);
        }
        return answer.get("node_count").asLong();
    }

    /** Returns how the server takes part in the ensemble; one that does not answer is in state {@code ""}. */
    Part part() {
        try {
            JsonNode answer = read("zabstate", GLANCE);
            return new Part(
                    answer.path("zabstate").asText(), answer.path("is_leader").asBoolean());
        } catch (IOException e) {
            // a server that is starting or gone: not part of the ensemble now
            return new Part("", false);
        }
    }

    /** A server's part in its ensemble. */
    record Part(String state, boolean leader) {
        boolean broadcasting() {
            return state.equals("broadcast");
        }
    }
}
