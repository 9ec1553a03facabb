package io.zooark.zookeeper.format;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.zip.Adler32;
import java.util.zip.CheckedOutputStream;
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
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.server.persistence.SnapStream;
import org.apache.zookeeper.server.persistence.SnapStream.StreamMode;
import org.apache.zookeeper.server.util.SerializeUtils;
import org.apache.zookeeper.txn.CloseSessionTxn;
import org.apache.zookeeper.txn.CreateContainerTxn;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.DeleteTxn;
import org.apache.zookeeper.txn.SetACLTxn;
import org.apache.zookeeper.txn.SetDataTxn;
import org.apache.zookeeper.txn.TxnHeader;
import org.jspecify.annotations.Nullable;

/** ZooKeeper's own tree, changed by its own transactions, and the snapshots that its own classes write of it. */
public final class LiveTree {
    static final String EXTENDED_TYPES = "zookeeper.extendedTypesEnabled";

    private static final long NOON = 1_793_275_200_000L;

    final DataTree tree = new DataTree();
    final ConcurrentHashMap<Long, Integer> sessions = new ConcurrentHashMap<>();
    private long zxid;

    public LiveTree() {
        this(0x3_0000_0000L);
    }

    LiveTree(long zxid) {
        this.zxid = zxid;
    }

    public LiveTree create(String path, byte @Nullable [] data) {
        return create(path, data, Ids.OPEN_ACL_UNSAFE);
    }

    public LiveTree create(String path, byte @Nullable [] data, List<ACL> acl) {
        return apply(0, OpCode.create, new CreateTxn(path, data, acl, false, -1));
    }

    public LiveTree createEphemeral(String path, byte @Nullable [] data, long session) {
        return apply(session, OpCode.create, new CreateTxn(path, data, Ids.OPEN_ACL_UNSAFE, true, -1));
    }

    LiveTree createContainer(String path) {
        return apply(0, OpCode.createContainer, new CreateContainerTxn(path, new byte[1], Ids.OPEN_ACL_UNSAFE, -1));
    }

    /** Creates a TTL znode as ZooKeeper does once extended types are enabled, whether they are or not. */
    LiveTree createWithTtl(String path, long ttlMs) {
        return apply(
                EphemeralType.TTL.toEphemeralOwner(ttlMs),
                OpCode.create,
                new CreateTxn(path, new byte[2], Ids.OPEN_ACL_UNSAFE, true, -1));
    }

    public LiveTree delete(String path) {
        return apply(0, OpCode.delete, new DeleteTxn(path));
    }

    public LiveTree setData(String path, byte @Nullable [] data) {
        return apply(0, OpCode.setData, new SetDataTxn(path, data, 1));
    }

    LiveTree setAcl(String path, List<ACL> acl) {
        return apply(0, OpCode.setACL, new SetACLTxn(path, acl, 1));
    }

    public LiveTree openSession(long id, int timeoutMs) {
        sessions.put(id, timeoutMs);
        return this;
    }

    /** Ends a session, and its ephemerals with it. */
    LiveTree closeSession(long id) {
        sessions.remove(id);
        return apply(id, OpCode.closeSession, new CloseSessionTxn(List.copyOf(tree.getEphemerals(id))));
    }

    long zxid() {
        return tree.lastProcessedZxid;
    }

    String digest() {
        return "0x" + Long.toHexString(tree.getTreeDigest());
    }

    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        serialize(bytes);
        return bytes.toByteArray();
    }

    /** Writes a snapshot and calls what happens meanwhile each time a byte has been written. */
    byte[] snapshot(BiConsumer<LiveTree, Integer> meanwhile) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        serialize(new OutputStream() {
            @Override
            public void write(int one) {
                bytes.write(one);
                meanwhile.accept(LiveTree.this, bytes.size());
            }
        });
        return bytes.toByteArray();
    }

    private void serialize(OutputStream target) {
        try {
            CheckedOutputStream out = new CheckedOutputStream(target, new Adler32());
            OutputArchive archive = BinaryOutputArchive.getArchive(out);
            new FileHeader(FileSnap.SNAP_MAGIC, 2, -1).serialize(archive, "fileheader");
            SerializeUtils.serializeSnapshot(tree, archive, sessions);
            SnapStream.sealStream(out, archive);
            tree.serializeZxidDigest(archive);
            SnapStream.sealStream(out, archive);
            tree.serializeLastProcessedZxid(archive);
            SnapStream.sealStream(out, archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has ZooKeeper save a snapshot file as a server does. */
    File save(Path directory, StreamMode mode) throws IOException {
        StreamMode before = SnapStream.getStreamMode();
        SnapStream.setStreamMode(mode);
        FileTxnSnapLog log = new FileTxnSnapLog(directory.toFile(), directory.toFile());
        try {
            return log.save(tree, sessions, false);
        } finally {
            log.close();
            SnapStream.setStreamMode(before);
        }
    }

    /** Returns what a server saves. */
    byte[] file(StreamMode mode) {
        try {
            Path directory = Files.createTempDirectory("zooark");
            File file = save(directory, mode);
            byte[] bytes = Files.readAllBytes(file.toPath());
            Files.delete(file.toPath());
            Files.delete(directory.resolve("version-2"));
            Files.delete(directory);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LiveTree apply(long session, int type, Record txn) {
        zxid++;
        tree.processTxn(new TxnHeader(session, (int) zxid, zxid, NOON + zxid, type), txn);
        return this;
    }
}
