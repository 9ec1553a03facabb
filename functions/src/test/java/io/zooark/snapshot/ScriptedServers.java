package io.zooark.snapshot;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerAddress;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerUnreachableException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Servers that answer what a test has told them, and remember who was asked for a snapshot. */
final class ScriptedServers implements AdminServers {
    private final Map<ServerAddress, ServerStatus> statuses = new LinkedHashMap<>();
    private final Map<ServerAddress, Supplier<RestoreException>> failures = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    /** Every snapshot has these bytes: one word that says what {@link #examiner} shall find. */
    private String bytes = "CONSISTENT";

    /** Who votes, as every server says. */
    private Set<String> voters = Set.of();

    static ServerAddress address(String host) {
        return new ServerAddress(host, 8080);
    }

    static Ensemble ensemble(String... seeds) {
        return new Ensemble(
                "orders",
                List.of(seeds),
                new Ensemble.Admin("http", 8080, "/credential"),
                Set.of(2181),
                new Ensemble.Tag("zooark:ensemble", "orders"),
                new Ensemble.HostPaths(null, null),
                new Ensemble.Functions("sg-functions", List.of("10.0.9.0/28")));
    }

    ScriptedServers with(String host, Role role, long zxid) {
        return with(new ServerStatus(address(host), statuses.size() + 1, role, true, new Zxid(zxid), 10, "3.9.5"));
    }

    ScriptedServers with(ServerStatus status) {
        statuses.put(status.address(), status);
        return this;
    }

    ScriptedServers voting(String... hosts) {
        voters = Set.of(hosts);
        return this;
    }

    ScriptedServers failing(String host, Supplier<RestoreException> failure) {
        failures.put(address(host), failure);
        return this;
    }

    ScriptedServers sending(String verdict) {
        bytes = verdict;
        return this;
    }

    /** Returns the hosts that were asked for a snapshot, in order. */
    List<String> asked() {
        return asked;
    }

    /** Returns an examiner that finds what the bytes say. */
    static SnapshotExaminer examiner() {
        return (stream, start) -> {
            byte[] bytes = stream.readAllBytes();
            Verdict verdict = Verdict.valueOf(new String(bytes, StandardCharsets.US_ASCII));
            return new Examination(
                    verdict,
                    "as the test says",
                    Compression.NONE,
                    bytes.length,
                    start,
                    start,
                    Optional.of("0x1"),
                    0,
                    new Examination.Content(10, 0, 0, 0, 0));
        };
    }

    @Override
    public AdminServer at(ServerAddress address) {
        return new Scripted(address);
    }

    private final class Scripted implements AdminServer {
        private final ServerAddress address;

        Scripted(ServerAddress address) {
            this.address = address;
        }

        @Override
        public ServerStatus status() {
            ServerStatus status = statuses.get(address);
            if (status == null) {
                throw new ServerUnreachableException(address + " did not answer", "see that it runs");
            }
            return status;
        }

        @Override
        public Set<String> voterHosts() {
            return voters;
        }

        @Override
        public long digestMismatches() {
            return 0;
        }

        @Override
        public Download openSnapshot() {
            asked.add(address.host());
            Supplier<RestoreException> failure = failures.get(address);
            if (failure != null) {
                throw failure.get();
            }
            byte[] sent = bytes.getBytes(StandardCharsets.US_ASCII);
            return new Sent(status().lastZxid(), sent.length, new ByteArrayInputStream(sent));
        }

        @Override
        public Zxid persistSnapshot() {
            throw new AssertionError("a backup never writes to the server's disk on purpose");
        }

        @Override
        public Zxid restore(Body snapshot) {
            throw new AssertionError("a backup never restores");
        }
    }

    private record Sent(Zxid startZxid, long size, InputStream body) implements AdminServer.Download {
        @Override
        public void close() {
            // nothing to free
        }
    }
}
