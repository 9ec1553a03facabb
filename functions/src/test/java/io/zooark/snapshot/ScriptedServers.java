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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Servers that answer what a test has told them, and remember who was asked for a snapshot. */
final class ScriptedServers implements AdminServers {
    private final Map<ServerAddress, ServerStatus> statuses = new LinkedHashMap<>();
    private final Map<ServerAddress, Supplier<? extends @Nullable RestoreException>> failures = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    /** What the snapshots are, one after the other, and the last for ever: the word that {@link #examiner} shall find. */
    private final Deque<String> verdicts = new ArrayDeque<>(List.of("CONSISTENT"));

    /** Whether transactions are applied while a snapshot is written: servers are further afterwards. */
    private boolean moving;

    /** Who votes, as every server says. */
    private Set<String> voters = Set.of();

    static ServerAddress address(String host) {
        return new ServerAddress(host, 8080);
    }

    static Ensemble ensemble(String... seeds) {
        return ensemble(Ensemble.Backups.usual(), seeds);
    }

    static Ensemble ensemble(Ensemble.Backups backups, String... seeds) {
        return new Ensemble(
                "orders",
                List.of(seeds),
                new Ensemble.Admin("http", 8080, "/credential"),
                Set.of(2181),
                new Ensemble.Tag("zooark:ensemble", "orders"),
                new Ensemble.HostPaths(null, null),
                new Ensemble.Functions("sg-functions", List.of("10.0.9.0/28")),
                backups,
                Set.of());
    }

    ScriptedServers with(String host, Role role, long zxid) {
        ServerStatus known = statuses.get(address(host));
        int id = known == null ? statuses.size() + 1 : known.id();
        return with(new ServerStatus(address(host), id, role, true, new Zxid(zxid), 10, "3.9.5"));
    }

    ScriptedServers with(ServerStatus status) {
        statuses.put(status.address(), status);
        return this;
    }

    ScriptedServers voting(String... hosts) {
        voters = Set.of(hosts);
        return this;
    }

    /** Has a server fail when it is asked for a snapshot, where the supplier gives an error. */
    ScriptedServers failing(String host, Supplier<? extends @Nullable RestoreException> failure) {
        failures.put(address(host), failure);
        return this;
    }

    ScriptedServers sending(Verdict... some) {
        verdicts.clear();
        for (Verdict verdict : some) {
            verdicts.add(verdict.name());
        }
        return this;
    }

    /** Has transactions applied whenever a snapshot is written. */
    ScriptedServers moving() {
        moving = true;
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
        public Optional<Long> learners() {
            return Optional.empty();
        }

        @Override
        public Optional<Long> heapBytes() {
            return Optional.empty();
        }

        @Override
        public Download openSnapshot() {
            asked.add(address.host());
            RestoreException failure =
                    failures.getOrDefault(address, () -> null).get();
            if (failure != null) {
                throw failure;
            }
            String word = verdicts.size() > 1 ? verdicts.remove() : verdicts.element();
            byte[] sent = word.getBytes(StandardCharsets.US_ASCII);
            ServerStatus before = status();
            if (moving) {
                with(before.address().host(), before.role(), before.lastZxid().value() + 1);
            }
            return new Sent(before.lastZxid(), sent.length, new ByteArrayInputStream(sent));
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
