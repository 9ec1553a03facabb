package io.zooark.local.bench;

import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Three real servers, filled. */
final class BenchEnsemble implements AutoCloseable {
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private final LocalEnsemble ensemble;

    private BenchEnsemble(LocalEnsemble ensemble) {
        this.ensemble = ensemble;
    }

    /** Starts and fills it. */
    static BenchEnsemble filled(Path folder, Workload workload) throws IOException {
        EnsembleOptions options = EnsembleOptions.voters(3)
                .withHeap(workload.heapMegabytes())
                .withSuperPassword(Stage.PASSWORD)
                // what a ZooKeeper of that heap runs with where nobody chose; tests prefer what starts quickly
                .withJvmOptions("-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC", "-XX:+UseG1GC")
                // a snapshot that a server takes by itself must not fall into some of the runs
                .withProperty("snapCount", "10000000")
                // nor an election, because two cores are busy
                .withProperty("tickTime", "2000");
        LocalEnsemble started = LocalEnsemble.started(folder, options);
        try {
            BenchEnsemble ensemble = new BenchEnsemble(started);
            Filler.fill(ensemble.client(started.leader()), workload);
            ensemble.settle();
            return ensemble;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** Returns its servers and hosts. */
    LocalEnsemble local() {
        return ensemble;
    }

    List<Integer> adminPorts() {
        return ensemble.hosts().stream()
                .map(host -> host.server().ports().admin())
                .toList();
    }

    /** Returns the server that TakeSnapshot chooses while nothing is written: the first follower. */
    int follower() {
        return ensemble.followers().get(0).server().ports().admin();
    }

    /** Returns where each server takes clients. */
    List<String> clients() {
        return ensemble.hosts().stream().map(this::client).toList();
    }

    /** Waits until all servers are at the same transaction. */
    void settle() throws IOException {
        long deadline = System.nanoTime() + SETTLE_LIMIT.toNanos();
        while (distinctZxids() > 1) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "the servers are still apart after " + SETTLE_LIMIT.toSeconds() + " s without writes");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Deletes all snapshots but the newest of each server: each taking leaves one, and nothing removes it. */
    void deleteOldSnapshots() throws IOException {
        for (LocalHost host : ensemble.hosts()) {
            LocalServer server = host.server();
            Path directory = server.dataDir().resolve("version-2");
            try (Stream<Path> files = Files.list(directory)) {
                List<Path> snapshots = files.filter(
                                file -> file.getFileName().toString().startsWith("snapshot."))
                        .sorted(Comparator.comparing(BenchEnsemble::zxid).reversed())
                        .toList();
                for (Path old : snapshots.subList(Math.min(1, snapshots.size()), snapshots.size())) {
                    Files.deleteIfExists(old);
                }
            }
        }
    }

    private long distinctZxids() throws IOException {
        long distinct = 0;
        String first = "";
        for (LocalHost host : ensemble.hosts()) {
            String zxid = host.server().admin().lastZxid().toString();
            if (!zxid.equals(first)) {
                distinct++;
            }
            first = zxid;
        }
        return distinct;
    }

    private static long zxid(Path snapshot) {
        return Long.parseUnsignedLong(snapshot.getFileName().toString().substring("snapshot.".length()), 16);
    }

    private String client(LocalHost host) {
        return "127.0.0.1:" + host.server().ports().client();
    }

    @Override
    public void close() throws IOException {
        ensemble.close();
    }
}
