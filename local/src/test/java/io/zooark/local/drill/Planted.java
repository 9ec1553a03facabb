package io.zooark.local.drill;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.Adler32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.OutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.EphemeralType;
import org.apache.zookeeper.server.persistence.FileHeader;
import org.apache.zookeeper.server.persistence.FileSnap;
import org.apache.zookeeper.server.persistence.SnapStream;
import org.apache.zookeeper.server.util.SerializeUtils;
import org.apache.zookeeper.txn.CreateContainerTxn;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.DeleteTxn;
import org.apache.zookeeper.txn.TxnHeader;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.SnappyOutputStream;

/** A tree planted by ZooKeeper's own transactions, and the snapshots that its own classes write of it. */
final class Planted {
    private static final long NOON = 1_793_275_200_000L;

    private final DataTree tree = new DataTree();
    private final ConcurrentHashMap<Long, Integer> sessions = new ConcurrentHashMap<>();
    private long zxid = 0x5_0000_0000L;

    Planted create(String path, byte @Nullable [] data) {
        return create(path, data, Ids.OPEN_ACL_UNSAFE);
    }

    Planted create(String path, byte @Nullable [] data, List<ACL> acl) {
        return apply(0, OpCode.create, new CreateTxn(path, data, acl, false, -1));
    }

    Planted delete(String path) {
        return apply(0, OpCode.delete, new DeleteTxn(path));
    }

    Planted createContainer(String path) {
        return apply(0, OpCode.createContainer, new CreateContainerTxn(path, new byte[1], Ids.OPEN_ACL_UNSAFE, -1));
    }

    Planted createWithTtl(String path, long ttlMs) {
        return createEphemeral(path, EphemeralType.TTL.toEphemeralOwner(ttlMs));
    }

    Planted createEphemeral(String path, long session) {
        return apply(session, OpCode.create, new CreateTxn(path, new byte[3], Ids.OPEN_ACL_UNSAFE, true, -1));
    }

    Planted openSession(long id, int timeoutMs) {
        sessions.put(id, timeoutMs);
        return this;
    }

    private Planted apply(long session, int type, Record transaction) {
        zxid++;
        tree.processTxn(new TxnHeader(session, (int) zxid, zxid, NOON + zxid, type), transaction);
        return this;
    }

    byte[] snapshot() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CheckedOutputStream out = new CheckedOutputStream(bytes, new Adler32());
        OutputArchive archive = BinaryOutputArchive.getArchive(out);
        new FileHeader(FileSnap.SNAP_MAGIC, 2, -1).serialize(archive, "fileheader");
        SerializeUtils.serializeSnapshot(tree, archive, sessions);
        SnapStream.sealStream(out, archive);
        tree.serializeZxidDigest(archive);
        SnapStream.sealStream(out, archive);
        tree.serializeLastProcessedZxid(archive);
        SnapStream.sealStream(out, archive);
        return bytes.toByteArray();
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
}
