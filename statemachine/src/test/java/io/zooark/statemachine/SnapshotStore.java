package io.zooark.statemachine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zooark.snapshot.Cksum;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where hosts fetch a snapshot: an HTTP server that can be told to misbehave. */
final class SnapshotStore implements AutoCloseable {
    /** The {@code Range} of each request, {@code "null"} for one without. */
    final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

    volatile String stored;
    volatile int status = 200;

    /** Whether the first answer ends in its middle. */
    volatile boolean breaks;

    volatile Meanwhile meanwhile = () -> {};

    private final String wanted;
    private final HttpServer server;

    /** What somebody else does on the host while the snapshot is fetched. */
    interface Meanwhile {
        void happens() throws IOException;
    }

    SnapshotStore(String wanted) throws IOException {
        this.wanted = wanted;
        stored = wanted;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Gives a host's documents the address, and what they must find there. */
    void tell(StandInHost host) {
        host.with(
                        "Url",
                        "http://127.0.0.1:%d/s?X-Amz-Signature=secret"
                                .formatted(server.getAddress().getPort()))
                .with("Bytes", String.valueOf(wanted.length()))
                .with("Cksum", String.valueOf(cksum(wanted)));
    }

    private void serve(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        meanwhile.happens();
        byte[] bytes = stored.getBytes(ISO_8859_1);
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        int length = bytes.length - from;
        if (status == 200 && range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
        }
        exchange.sendResponseHeaders(status == 200 && range != null ? 206 : status, length);
        try (OutputStream body = exchange.getResponseBody()) {
            int sent = breaks && range == null ? length / 2 : length;
            body.write(bytes, from, sent);
            body.flush();
        } finally {
            exchange.close();
        }
    }

    static long cksum(String text) {
        Cksum cksum = new Cksum();
        cksum.update(text.getBytes(ISO_8859_1));
        return cksum.getValue();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
