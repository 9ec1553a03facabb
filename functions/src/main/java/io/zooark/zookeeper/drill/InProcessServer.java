package io.zooark.zookeeper.drill;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.invocation.Deadline;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.PrivateServer;
import io.zooark.zookeeper.format.ReadTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.zookeeper.Version;

/** A private server in this very process: ZooKeeper's own standalone server, on loopback only, and its own client. */
public final class InProcessServer implements PrivateServer {
    private final long heap;

    /** Makes one that may use all memory of this process. */
    public InProcessServer() {
        this(Runtime.getRuntime().maxMemory());
    }

    InProcessServer(long heap) {
        this.heap = heap;
        ServerClasses.load();
    }

    @Override
    public String version() {
        return Version.getVersion();
    }

    @Override
    public void requireRoomFor(Manifest manifest) {
        HeapNeed.require(manifest, heap);
    }

    @Override
    public Contents read(Path snapshot, Manifest manifest, Deadline deadline) throws IOException {
        try {
            return new ThreadRoom("drill of " + manifest.id()).call(() -> drill(snapshot, manifest, deadline));
        } catch (OutOfMemoryError e) {
            // all that it held is gone by now
            throw HeapNeed.exceeded(manifest, heap, e);
        }
    }

    private static Contents drill(Path snapshot, Manifest manifest, Deadline deadline)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (RunningServer server = RunningServer.start(snapshot, manifest, deadline);
                DrillClient client = DrillClient.connect(server.port(), deadline)) {
            long started = System.nanoTime();
            Map<String, Long> hiddenOwners = server.hiddenOwners();
            ReadTree read = client.read(path -> hiddenOwners.getOrDefault(path, 0L), deadline);
            Duration reading = Duration.ofNanos(System.nanoTime() - started);
            requireSame(server, read);
            return new Contents(
                    // the server keeps the root under two names and counts both
                    read.znodes() + 1, read.digest(), Duration.ofNanos(started - begin), reading);
        }
    }

    private static void requireSame(RunningServer server, ReadTree read) {
        if (server.znodes() != read.znodes() + 1 || !read.is(server.digest())) {
            throw new SnapshotUnusableException(
                    ("the private server holds %d znodes with the digest 0x%x, but gave its client %d with %s;"
                                    + " the root counts twice")
                            .formatted(server.znodes(), server.digest(), read.znodes() + 1, read.digest()),
                    "do not count on this backup; look for a memory fault, or for another ZooKeeper on the class path");
        }
    }
}
