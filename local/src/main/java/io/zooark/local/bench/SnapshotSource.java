package io.zooark.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers as ZooKeeper's AdminServer does, with a snapshot larger than any tree that fits in here. */
final class SnapshotSource implements AutoCloseable {
    private static final String ZXID = "0x" + Long.toHexString(GeneratedSnapshot.ZXID);

    private final HttpServer server;
    private final ExecutorService threads;

    private SnapshotSource(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Opens one on the loopback interface. */
    static SnapshotSource of(GeneratedSnapshot snapshot) throws IOException {
        requireNonNull(snapshot, "snapshot is null");
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        Map.of(
                        "srvr",
                        "{\"version\": \"3.9.5-generated\", \"node_count\": 5, \"error\": null, "
                                + "\"server_stats\": {\"server_state\": \"follower\"}}",
                        "zabstate",
                        "{\"myid\": 1, \"is_leader\": false, \"voting\": true, \"zabstate\": \"broadcast\", "
                                + "\"last_zxid\": \"" + ZXID + "\", \"error\": null}",
                        "voting_view",
                        "{\"current_config\": {}, \"error\": null}")
                .forEach((command, json) ->
                        server.createContext("/commands/" + command, exchange -> answer(exchange, json)));
        server.createContext("/commands/snapshot", exchange -> stream(exchange, snapshot));
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "snapshot source");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.start();
        return new SnapshotSource(server, threads);
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void stream(HttpExchange exchange, GeneratedSnapshot snapshot) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.getResponseHeaders().set("last_zxid", ZXID);
        exchange.getResponseHeaders().set("snapshot_size", String.valueOf(snapshot.size()));
        // chunked, as Jetty sends it
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            snapshot.writeTo(out);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
