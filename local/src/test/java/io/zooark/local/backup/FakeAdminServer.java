package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A peer that misbehaves: it answers the status commands as a ZooKeeper server does, and the snapshot command with whatever
 * bytes a test wants on the wire.
 */
final class FakeAdminServer implements AutoCloseable {
    static final String FOLLOWER_ZXID = "0x300000007";

    private final ServerSocket listener;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Reply snapshot = out -> {};

    /** Writes an answer, headers and all. */
    interface Reply {
        void send(OutputStream out) throws IOException;
    }

    private FakeAdminServer(ServerSocket listener) {
        this.listener = listener;
        answers.put("srvr", """
                {"version": "3.9.5-0123456789abcdef, built on 2026-01-01", "node_count": 12,
                 "server_stats": {"server_state": "follower", "last_processed_zxid": 12884901895}, "error": null}
                """);
        answers.put("zabstate", """
                {"myid": 2, "is_leader": false, "voting": true, "zabstate": "broadcast",
                 "last_zxid": "0x300000007", "error": null}
                """);
        answers.put("voting_view", "{\"current_config\": {}, \"error\": null}");
    }

    static FakeAdminServer open() throws IOException {
        FakeAdminServer server =
                new FakeAdminServer(new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
        Thread thread = new Thread(server::accept, "fake admin server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Answers a status command otherwise. */
    FakeAdminServer answering(String command, String json) {
        answers.put(command, json);
        return this;
    }

    /** Answers a status command with nothing at all until it is closed. */
    FakeAdminServer hanging(String command) {
        hanging.add(command);
        return this;
    }

    /** Answers the snapshot command so. */
    FakeAdminServer snapshot(Reply reply) {
        snapshot = reply;
        return this;
    }

    /** Answers the snapshot command as a real server does. */
    FakeAdminServer snapshot(String zxid, byte[] body) {
        return snapshot(stream(zxid, body.length, body));
    }

    /** Answers with a status, and JSON or a page. */
    FakeAdminServer snapshot(int status, String type, String body) {
        return snapshot(page(status, type, body));
    }

    /** Returns an answer with a status, and JSON or a page. */
    static Reply page(int status, String type, String body) {
        return out -> out.write(("HTTP/1.1 " + status + " Whatever\r\nContent-Type: " + type + "\r\nContent-Length: "
                        + body.getBytes(UTF_8).length + "\r\n\r\n" + body)
                .getBytes(UTF_8));
    }

    /** Returns how often a snapshot was asked for. */
    long snapshots() {
        return commands.stream().filter("snapshot"::equals).count();
    }

    /** Returns a stream in chunks, as a real server sends it, with an announced size of choice. */
    static Reply stream(String zxid, long announced, byte[] body) {
        return out -> {
            head(out, Map.of("last_zxid", zxid, "snapshot_size", String.valueOf(announced)));
            chunk(out, body, body.length);
            out.write("0\r\n\r\n".getBytes(ISO_8859_1));
        };
    }

    /** Writes the head of a stream. */
    static void head(OutputStream out, Map<String, String> headers) throws IOException {
        StringBuilder head = new StringBuilder(
                "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
    }

    /** Writes the first bytes of a body as one chunk. */
    static void chunk(OutputStream out, byte[] body, int length) throws IOException {
        if (length > 0) {
            out.write((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
            out.write(body, 0, length);
            out.write("\r\n".getBytes(ISO_8859_1));
        }
    }

    /** Sends a body in small pieces, and waits a little after each: never silent, and never done. */
    void trickle(OutputStream out, byte[] body) throws IOException {
        for (int i = 0; i < body.length && !listener.isClosed(); i++) {
            chunk(out, new byte[] {body[i]}, 1);
            out.flush();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** Says nothing more until the server is closed. */
    void hang(OutputStream out) throws IOException {
        out.flush();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread thread = new Thread(() -> serve(socket), "fake admin server");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // closed
            }
        }
    }

    /** Answers one request on each connection. */
    private void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                OutputStream out = socket.getOutputStream()) {
            String request = in.readLine();
            String header = request;
            while (header != null && !header.isEmpty()) {
                header = in.readLine();
            }
            String command = request == null ? "" : request.replaceFirst("^\\S+ /commands/([a-z_]*).*$", "$1");
            commands.add(command);
            if (hanging.contains(command)) {
                hang(out);
                return;
            }
            String json = answers.get(command);
            if (json == null) {
                snapshot.send(out);
            } else {
                out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                + json.length() + "\r\n\r\n" + json)
                        .getBytes(ISO_8859_1));
            }
            out.flush();
        } catch (IOException e) {
            // whoever asked has gone
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
