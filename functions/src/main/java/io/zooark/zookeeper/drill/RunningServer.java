package io.zooark.zookeeper.drill;

import io.zooark.ensemble.Zxid;
import io.zooark.error.SnapshotUnusableException;
import io.zooark.invocation.Deadline;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Manifest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.zookeeper.server.DataNode;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.jspecify.annotations.Nullable;

/** A private server that has come up with a snapshot and takes clients of this machine. */
final class RunningServer implements Closeable {
    private final FileTxnSnapLog files;
    private final DrillServer server;
    private final LoopbackConnections connections = new LoopbackConnections();

    private RunningServer(FileTxnSnapLog files, WatchedDatabase database) {
        this.files = files;
        this.server = new DrillServer(files, database, DrillClient.SESSION_TIMEOUT_MS);
    }

    /**
     * Starts it, as a server starts whose data directory holds the snapshot and nothing else.
     *
     * @param snapshot the file as it was stored, which is moved into the data directory
     * @throws SnapshotUnusableException if ZooKeeper does not take the snapshot up, or time runs out before it has
     */
    static RunningServer start(Path snapshot, Manifest manifest, Deadline deadline)
            throws IOException, InterruptedException {
        Path data = snapshot.resolveSibling("data");
        Path place =
                data.resolve(FileTxnSnapLog.version + FileTxnSnapLog.VERSION).resolve(fileName(manifest));
        Files.createDirectories(place.getParent());
        Files.move(snapshot, place);
        FileTxnSnapLog files = new FileTxnSnapLog(data.toFile(), data.toFile());
        WatchedDatabase database = new WatchedDatabase(files, deadline);
        RunningServer running = new RunningServer(files, database);
        try {
            running.load(manifest, database, deadline);
            running.connections.bind();
            running.connections.startup(running.server);
            return running;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            running.close();
            throw e;
        }
    }

    /** By the ending of the name ZooKeeper knows how a snapshot is compressed. */
    private static String fileName(Manifest manifest) {
        Compression compression = manifest.examination().compression();
        return "snapshot." + end(manifest).fileSuffix()
                + switch (compression) {
                    case NONE -> "";
                    case GZIP -> ".gz";
                    case SNAPPY -> ".snappy";
                };
    }

    private static Zxid end(Manifest manifest) {
        return manifest.examination().endZxid().orElse(new Zxid(0));
    }

    private void load(Manifest manifest, WatchedDatabase database, Deadline deadline) throws InterruptedException {
        try {
            server.startdata();
        } catch (IOException e) {
            throw deadline.remaining().isZero() ? late(e) : refused(database, e);
        }
        // where no file looks like a snapshot to it, ZooKeeper starts with an empty tree instead
        if (server.getZxid() != end(manifest).value()) {
            throw refused(database, null);
        }
    }

    private static SnapshotUnusableException late(IOException e) {
        return new SnapshotUnusableException(
                "time ran out while the private server was loading",
                "give the function more time, or more memory, which brings more processor with it",
                e);
    }

    private static SnapshotUnusableException refused(WatchedDatabase database, @Nullable IOException e) {
        return new SnapshotUnusableException(
                "a real server did not take it up: " + database.refusal(),
                "see the function's log for what ZooKeeper says; do not count on this backup",
                e);
    }

    int port() {
        return connections.getLocalPort();
    }

    /** Returns how many znodes the tree holds, as {@code srvr} counts them. */
    long znodes() {
        return tree().getNodeCount();
    }

    /** Returns the tree's digest as ZooKeeper keeps it. */
    long digest() {
        return tree().getTreeDigest();
    }

    /** Returns the owners that a client is not shown: those of containers and TTL znodes, by path. */
    Map<String, Long> hiddenOwners() {
        Map<String, Long> owners = new HashMap<>();
        tree().getContainers().forEach(path -> addOwner(owners, path));
        tree().getTtls().forEach(path -> addOwner(owners, path));
        return owners;
    }

    private void addOwner(Map<String, Long> owners, String path) {
        DataNode node = tree().getNode(path);
        if (node != null) {
            owners.put(path, node.stat.getEphemeralOwner());
        }
    }

    private DataTree tree() {
        return server.getZKDatabase().getDataTree();
    }

    /** Ends it: no port, no memory; its threads end soon after. */
    @Override
    public void close() throws IOException {
        // for good: else it would read its data directory once more
        server.shutdown(true);
        connections.shutdown();
        files.close();
    }
}
