package io.zooark.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerAddress;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.error.ServerRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** One AdminServer over HTTP. */
final class HttpAdminServer implements AdminServer {
    private final ServerAddress address;
    private final AdminHttp http;
    private final Executor executor;

    HttpAdminServer(ServerAddress address, AdminHttp http, Executor executor) {
        this.address = address;
        this.http = http;
        this.executor = executor;
    }

    @Override
    public ServerStatus status() {
        JsonNode server = http.ask("srvr");
        JsonNode zab = http.ask("zabstate");
        String state = server.path("server_stats").path("server_state").asText("");
        boolean standalone = state.equals("standalone");
        return new ServerStatus(
                address,
                zab.path("myid").asInt(0),
                role(state),
                standalone || zab.path("zabstate").asText("").equals("broadcast"),
                understood(
                        "zxid",
                        () -> standalone
                                ? new Zxid(server.path("server_stats")
                                        .path("last_processed_zxid")
                                        .asLong())
                                : Zxid.parse(zab.path("last_zxid").asText("0"))),
                server.path("node_count").asLong(),
                server.path("version").asText("").replaceFirst("[-,].*$", ""));
    }

    private Role role(String state) {
        for (Role role : Role.values()) {
            if (role.toString().equals(state.toLowerCase(Locale.ROOT))) {
                return role;
            }
        }
        throw new ServerRefusedException(
                http.server() + " says that its state is '" + state + "'",
                "wait until it leads, follows or observes; a read-only server gives no snapshots");
    }

    @Override
    public Set<String> voterHosts() {
        Set<String> hosts = new LinkedHashSet<>();
        for (JsonNode member : http.ask("voting_view").path("current_config")) {
            JsonNode addresses = member.path("server_addresses");
            if (addresses.isArray() && !addresses.isEmpty()) {
                hosts.add(understood(
                        "voter",
                        () -> ServerAddress.parse(addresses.get(0).asText(), 1).host()));
            }
        }
        return hosts;
    }

    @Override
    public long digestMismatches() {
        // monitor answers 500 with a page while the server is not serving: asked first, srvr says so in words
        http.ask("srvr");
        JsonNode count = http.ask("monitor").path("digest_mismatches_count");
        if (!count.isIntegralNumber()) {
            throw new ServerRefusedException(
                    http.server() + " does not tell digest_mismatches_count",
                    "set zookeeper.digest.enabled=true, without which nobody would notice that servers diverge");
        }
        return count.asLong();
    }

    @Override
    public Optional<Long> learners() {
        // asked first, srvr says in words that it is not serving; monitor does not
        http.ask("srvr");
        JsonNode count = http.ask("monitor").path("learners");
        return count.isIntegralNumber() ? Optional.of(count.asLong()) : Optional.empty();
    }

    @Override
    public Optional<Long> heapBytes() {
        // Environment.list writes Runtime.maxMemory in whole megabytes
        String most = http.ask("environment").path("os.memory.max").asText("");
        return most.matches("\\d{1,9}MB")
                ? Optional.of(Long.parseLong(most.substring(0, most.length() - 2)) << 20)
                : Optional.empty();
    }

    @Override
    public Download openSnapshot() {
        HttpResponse<InputStream> response = snapshot("snapshot?streaming=true");
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("application/octet-stream")) {
            // not serving: 200 with JSON; the answer says so itself
            http.json("snapshot", response);
            throw new ServerRefusedException(
                    http.server() + " answered snapshot with " + type + " instead of a stream",
                    "see that its version is 3.9.4 or later");
        }
        InputStream body = new StallGuard(response.body(), http.timeouts().stall());
        try {
            return new Stream(headerZxid(response), headerSize(response), body);
        } catch (ServerRefusedException e) {
            // else the connection would stay open, with a snapshot in it that nobody reads
            close(body);
            throw e;
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // the connection is gone, which is what was wanted
        }
    }

    @Override
    public Zxid persistSnapshot() {
        HttpResponse<InputStream> response = snapshot("snapshot?streaming=false");
        http.json("snapshot", response);
        Zxid written = headerZxid(response);
        String answer = http.ask("last_snapshot").path("zxid").asText("");
        Zxid last = understood("last snapshot", () -> Zxid.parse(answer));
        if (!last.equals(written)) {
            throw new ServerRefusedException(
                    http.server() + " wrote a snapshot at " + written + ", but its last one is at " + last,
                    "look at the server's log and at the files in its dataDir");
        }
        return written;
    }

    private HttpResponse<InputStream> snapshot(String command) {
        return http.command(command, http.timeouts().prepare(), HttpRequest.BodyPublishers.noBody(), "GET");
    }

    private Zxid headerZxid(HttpResponse<InputStream> response) {
        String zxid = header(response, "last_zxid");
        return understood("header last_zxid", () -> Zxid.parse(zxid));
    }

    private long headerSize(HttpResponse<InputStream> response) {
        String size = header(response, "snapshot_size");
        if (!size.matches("\\d{1,18}")) {
            throw new ServerRefusedException(
                    http.server() + " announced a snapshot of '" + size + "' bytes",
                    "see that its version is 3.9.4 or later");
        }
        return Long.parseLong(size);
    }

    private String header(HttpResponse<InputStream> response, String name) {
        return response.headers()
                .firstValue(name)
                .orElseThrow(() -> new ServerRefusedException(
                        http.server() + " sent a snapshot without the header " + name,
                        "see that its version is 3.9.4 or later, and that no proxy stands between"));
    }

    @Override
    public Zxid restore(Body snapshot) {
        HttpRequest.BodyPublisher body =
                HttpRequest.BodyPublishers.ofInputStream(() -> new PipedBody(snapshot, executor));
        HttpResponse<InputStream> response =
                http.command("restore", http.timeouts().prepare(), body, "POST");
        JsonNode answer = http.json("restore", response);
        if (!answer.path("last_zxid").isIntegralNumber()) {
            throw new ServerRefusedException(
                    http.server() + " answered restore without last_zxid", "look at the server's log");
        }
        return understood(
                "restored zxid", () -> new Zxid(answer.path("last_zxid").asLong()));
    }

    /** What a server says may be anything: nonsense from one must not end what the others could do. */
    private <T> T understood(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new ServerRefusedException(
                    http.server() + " gave a " + what + " that is none: " + e.getMessage(),
                    "see that the admin port is that of a ZooKeeper server, and that no proxy stands between",
                    e);
        }
    }

    private record Stream(Zxid startZxid, long size, InputStream body) implements Download {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
