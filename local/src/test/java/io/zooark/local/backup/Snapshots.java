package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.zooark.local.zookeeper.Tree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.InputArchive;
import org.apache.jute.OutputArchive;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.persistence.FileHeader;
import org.apache.zookeeper.server.persistence.FileSnap;
import org.apache.zookeeper.server.persistence.SnapStream;
import org.apache.zookeeper.server.util.SerializeUtils;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.TxnHeader;
import org.xerial.snappy.SnappyOutputStream;

/** Snapshots written, read and broken with ZooKeeper's own classes and plain arithmetic, without any of the product's. */
final class Snapshots {
    /** A seal is an Adler32 as a long and the string "/"; from the end: seal, zxid, seal, digest, seal. */
    private static final int SEAL = 13;

    private static final int[] SEALS_FROM_END = {3 * SEAL + 8 + 20, 2 * SEAL + 8, SEAL};

    private Snapshots() {}

    /** Returns a snapshot of this many znodes with random data; the last transaction is the fakes' own. */
    static byte[] whole(int znodes, int dataBytes) {
        DataTree tree = new DataTree();
        Random random = new Random(znodes);
        long last = Long.parseLong(FakeAdminServer.FOLLOWER_ZXID.substring(2), 16);
        create(tree, "/orders", new byte[0], last - znodes);
        for (int i = 0; i < znodes; i++) {
            byte[] data = new byte[dataBytes];
            random.nextBytes(data);
            create(tree, "/orders/o%05d".formatted(i), data, last - znodes + i + 1);
        }
        return serialized(tree);
    }

    private static void create(DataTree tree, String path, byte[] data, long zxid) {
        tree.processTxn(
                new TxnHeader(0, (int) zxid, zxid, 1_793_275_200_000L, OpCode.create),
                new CreateTxn(path, data, Ids.OPEN_ACL_UNSAFE, false, -1));
    }

    private static byte[] serialized(DataTree tree) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CheckedOutputStream out = new CheckedOutputStream(bytes, new Adler32());
            OutputArchive archive = BinaryOutputArchive.getArchive(out);
            new FileHeader(FileSnap.SNAP_MAGIC, 2, -1).serialize(archive, "fileheader");
            SerializeUtils.serializeSnapshot(tree, archive, new ConcurrentHashMap<>());
            SnapStream.sealStream(out, archive);
            tree.serializeZxidDigest(archive);
            SnapStream.sealStream(out, archive);
            tree.serializeLastProcessedZxid(archive);
            SnapStream.sealStream(out, archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Loads a stored snapshot as a server would, and returns its tree. */
    static Tree load(byte[] snapshot) throws IOException {
        DataTree tree = new DataTree();
        Map<Long, Integer> sessions = new HashMap<>();
        try (CheckedInputStream in = new CheckedInputStream(new ByteArrayInputStream(snapshot), new Adler32())) {
            InputArchive archive = BinaryInputArchive.getArchive(in);
            FileSnap.deserialize(tree, sessions, archive);
            SnapStream.checkSealIntegrity(in, archive);
        }
        TreeMap<String, Tree.Node> nodes = new TreeMap<>();
        Deque<String> paths = new ArrayDeque<>();
        paths.add("/");
        while (!paths.isEmpty()) {
            String path = paths.remove();
            Stat stat = new Stat();
            try {
                byte[] data = tree.getData(path, stat, null);
                nodes.put(path, new Tree.Node(data == null ? null : ByteBuffer.wrap(data), Ids.OPEN_ACL_UNSAFE, stat));
                for (String child : tree.getChildren(path, null, null)) {
                    paths.add((path.equals("/") ? "" : path) + "/" + child);
                }
            } catch (KeeperException e) {
                throw new IOException("the loaded tree has no " + path, e);
            }
        }
        return new Tree(nodes);
    }

    static byte[] gzip(byte[] snapshot) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(snapshot);
        }
        return packed.toByteArray();
    }

    static byte[] snappy(byte[] snapshot) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new SnappyOutputStream(packed)) {
            out.write(snapshot);
        }
        return packed.toByteArray();
    }

    /** Returns the same with one bit in its middle turned over: in the data of a znode. */
    static byte[] withAFlippedBit(byte[] snapshot) {
        byte[] flipped = snapshot.clone();
        flipped[flipped.length / 2] ^= 0x10;
        return flipped;
    }

    /** Returns the same with a bit turned over and every seal made right again: only the tree's digest can tell. */
    static byte[] withAFlippedBitAndRightSeals(byte[] snapshot) {
        return sealed(withAFlippedBit(snapshot));
    }

    /** Returns the same with a znode moved before its parent, and every seal made right again. */
    static byte[] withAChildBeforeItsParent(byte[] snapshot) {
        int parent = indexOf(snapshot, "/orders");
        int child = indexOf(snapshot, "/orders/o00000");
        int next = indexOf(snapshot, "/orders/o00001");
        byte[] reordered = snapshot.clone();
        System.arraycopy(snapshot, child, reordered, parent, next - child);
        System.arraycopy(snapshot, parent, reordered, parent + next - child, child - parent);
        return sealed(reordered);
    }

    /** Finds the record of a path: its length as an int, and itself. */
    private static int indexOf(byte[] snapshot, String path) {
        byte[] wanted = ByteBuffer.allocate(4 + path.length())
                .putInt(path.length())
                .put(path.getBytes(US_ASCII))
                .array();
        for (int at = 0; at + wanted.length <= snapshot.length; at++) {
            if (ByteBuffer.wrap(snapshot, at, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                return at;
            }
        }
        throw new AssertionError("the snapshot has no " + path);
    }

    private static byte[] sealed(byte[] snapshot) {
        for (int fromEnd : SEALS_FROM_END) {
            int at = snapshot.length - fromEnd;
            Adler32 adler = new Adler32();
            adler.update(snapshot, 0, at);
            ByteBuffer.wrap(snapshot).putLong(at, adler.getValue());
        }
        return snapshot;
    }

    /** Returns the CRC-32 of some bytes as manifests write it. */
    static String crc32(InputStream bytes) throws IOException {
        CRC32 crc = new CRC32();
        try (CheckedInputStream in = new CheckedInputStream(bytes, crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return "%08x".formatted(crc.getValue());
    }
}
