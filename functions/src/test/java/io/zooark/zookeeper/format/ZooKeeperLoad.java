package io.zooark.zookeeper.format;

import io.zooark.snapshot.Compression;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.Adler32;
import java.util.zip.CheckedInputStream;
import org.apache.jute.BinaryInputArchive;
import org.apache.zookeeper.server.DataNode;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.persistence.FileSnap;

/**
 * What ZooKeeper's own classes make of a snapshot.
 *
 * @param tree as loaded; half of it if refused
 * @param problem why it is refused; empty if not
 */
record ZooKeeperLoad(Outcome outcome, DataTree tree, Map<Long, Integer> sessions, String problem) {
    private static final int DIGEST_VERSION = 2;

    /** Whether ZooKeeper loads it, and what it says of the digest. */
    enum Outcome {
        /** An exception, of whatever kind. */
        REFUSED,
        /** Loaded, and reported that the digest is not that of the tree. */
        MISMATCH,
        /** Loaded, and found that the digest is that of the tree. */
        MATCH,
        /** Loaded, and had no digest, or none of the transaction it compares at. */
        NOT_COMPARED
    }

    /** Loads it as a server does that starts and finds it as a file of this transaction. */
    static ZooKeeperLoad atStart(byte[] snapshot, Compression compression, long zxid) {
        String name = "snapshot." + Long.toHexString(zxid)
                + Map.of(Compression.NONE, "", Compression.GZIP, ".gz", Compression.SNAPPY, ".snappy")
                        .get(compression);
        ObservedTree tree = new ObservedTree();
        Map<Long, Integer> sessions = new ConcurrentHashMap<>();
        return load(tree, sessions, () -> {
            Path directory = Files.createTempDirectory("zooark");
            Path file = Files.write(directory.resolve(name), snapshot);
            try {
                // -1: it did not even begin with the only file that there is
                return new FileSnap(directory.toFile()).deserialize(tree, sessions) != -1;
            } finally {
                Files.delete(file);
                Files.delete(directory);
            }
        });
    }

    /** Loads it as the AdminServer's command {@code restore} does. */
    static ZooKeeperLoad byRestore(byte[] snapshot) {
        ObservedDatabase database = new ObservedDatabase();
        CheckedInputStream in =
                new CheckedInputStream(new BufferedInputStream(new ByteArrayInputStream(snapshot)), new Adler32());
        ZooKeeperLoad load = load(new ObservedTree(), database.getSessionWithTimeOuts(), () -> {
            database.deserializeSnapshot(BinaryInputArchive.getArchive(in), in);
            return true;
        });
        return new ZooKeeperLoad(
                load.outcome == Outcome.REFUSED ? Outcome.REFUSED : database.tree.outcome(),
                database.tree,
                load.sessions,
                load.problem);
    }

    @Override
    public String toString() {
        return outcome + " " + problem;
    }

    /** Returns everything that a client could see of the tree, by path. */
    Map<String, String> described() {
        return described(tree);
    }

    /** Returns everything that a client could see of a tree, by path. */
    static Map<String, String> described(DataTree tree) {
        Map<String, String> described = new TreeMap<>();
        describe(tree, "", described);
        return described;
    }

    private static void describe(DataTree tree, String path, Map<String, String> described) {
        DataNode node = tree.getNode(path);
        byte[] data = node.getData();
        String content = data == null ? "null" : data.length + " bytes, hash " + Arrays.hashCode(data);
        described.put(path, content + " " + tree.getACL(node) + " " + node.stat);
        node.getChildren().forEach(child -> describe(tree, path + "/" + child, described));
    }

    private static ZooKeeperLoad load(ObservedTree tree, Map<Long, Integer> sessions, Loading loading) {
        System.setProperty(LiveTree.EXTENDED_TYPES, "true");
        try {
            boolean begun = loading.load();
            return new ZooKeeperLoad(
                    begun ? tree.outcome() : Outcome.REFUSED, tree, sessions, begun ? "" : "it is not even begun");
        } catch (IOException | RuntimeException e) {
            return new ZooKeeperLoad(Outcome.REFUSED, tree, sessions, e.toString());
        } finally {
            System.clearProperty(LiveTree.EXTENDED_TYPES);
        }
    }

    private interface Loading {
        boolean load() throws IOException;
    }

    /** A tree that says what comparing its digest came to. */
    private static final class ObservedTree extends DataTree {
        private boolean compared;
        private boolean mismatched;

        @Override
        public void compareSnapshotDigests(long zxid) {
            ZxidDigest recorded = getDigestFromLoadedSnapshot();
            compared = zxid == recorded.getZxid() && recorded.getDigestVersion() == DIGEST_VERSION;
            super.compareSnapshotDigests(zxid);
        }

        @Override
        public void reportDigestMismatch(long zxid) {
            mismatched = true;
            super.reportDigestMismatch(zxid);
        }

        Outcome outcome() {
            if (!compared) {
                return Outcome.NOT_COMPARED;
            }
            return mismatched ? Outcome.MISMATCH : Outcome.MATCH;
        }
    }

    private static final class ObservedDatabase extends ZKDatabase {
        private ObservedTree tree = new ObservedTree();

        ObservedDatabase() {
            super(null);
        }

        @Override
        public DataTree createDataTree() {
            tree = new ObservedTree();
            return tree;
        }
    }
}
