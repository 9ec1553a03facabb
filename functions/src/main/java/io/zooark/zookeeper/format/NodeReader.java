package io.zooark.zookeeper.format;

import java.io.IOException;

/** Reads the znodes of a snapshot: the part in which nearly all of its bytes are. */
final class NodeReader {
    /** Twice ZooKeeper's default {@code jute.maxbuffer}, within which a path must come from its client. */
    private static final int LONGEST_PATH = 2 * 1024 * 1024;

    private final Window window;
    private final SnapshotSink sink;
    private final Findings findings;
    private final LongSet acls;
    private final Owners owners;
    private final Preorder paths = new Preorder();
    private final NodeDigest digest = new NodeDigest();
    private final boolean keeping;
    private final boolean telling;
    private boolean previousIsEphemeral;

    NodeReader(Window window, SnapshotSink sink, Findings findings, LongSet acls, Owners owners) {
        this.window = window;
        this.sink = sink;
        this.findings = findings;
        this.acls = acls;
        this.owners = owners;
        keeping = sink.wantsBytes();
        telling = sink.wantsFields();
    }

    /** Reads every znode and the mark after the last. */
    void read() throws IOException, DamagedSnapshotException {
        try {
            readAll();
        } catch (DamagedSnapshotException e) {
            throw paths.isStarted() ? e.at(paths.latest()) : e;
        }
    }

    private void readAll() throws IOException, DamagedSnapshotException {
        if (keeping) {
            window.hold();
        }
        while (path()) {
            int dataLength = data();
            stat(dataLength);
            if (keeping) {
                sink.node(window.bytes(), window.held(), window.position() - window.held(), previousIsEphemeral);
                window.hold();
            }
        }
        if (keeping) {
            sink.common(window.bytes(), window.held(), window.position() - window.held());
            window.release();
        }
    }

    /** Reads a path and returns whether it is that of a znode; "/" marks the end. */
    private boolean path() throws IOException, DamagedSnapshotException {
        int length = window.readInt("the path of a znode");
        if (length < 0 || length > LONGEST_PATH) {
            throw new DamagedSnapshotException(
                    "at byte %d: a path of %d bytes".formatted(window.offset() - Integer.BYTES, length));
        }
        window.require(length, "the path of a znode");
        byte[] bytes = window.bytes();
        int from = window.position();
        window.advance(length);
        if (length == 1 && bytes[from] == '/') {
            if (!paths.isStarted()) {
                throw new DamagedSnapshotException("it holds no znode, not even the root");
            }
            return false;
        }
        if (paths.next(bytes, from, length) && previousIsEphemeral) {
            throw new DamagedSnapshotException("the parent is an ephemeral, which has no children");
        }
        digest.path(bytes, from, length);
        if (telling) {
            sink.path(bytes, from, length);
        }
        return true;
    }

    /** Reads the data and returns its length, -1 for none. */
    private int data() throws IOException, DamagedSnapshotException {
        int length = window.readInt("the data of a znode");
        if (length < -1 || (keeping && length > Window.LIMIT)) {
            throw new DamagedSnapshotException(
                    "at byte %d: data of %d bytes".formatted(window.offset() - Integer.BYTES, length));
        }
        int left = Math.max(length, 0);
        while (left > 0) {
            int some = window.some(left, "the data of a znode");
            digest.data(window.bytes(), window.position(), some);
            if (telling) {
                sink.data(window.bytes(), window.position(), some);
            }
            window.advance(some);
            left -= some;
        }
        return length;
    }

    private void stat(int lengthOrNone) throws IOException, DamagedSnapshotException {
        window.require(AclAndStat.LENGTH, "the stat of a znode");
        byte[] bytes = window.bytes();
        int from = window.position();
        int dataLength = Math.max(lengthOrNone, 0);
        long acl = AclAndStat.acl(bytes, from);
        if (acl != AclAndStat.OPEN_ACL && findings.withoutAcl == null && !acls.contains(acl)) {
            findings.withoutAcl = paths.latest();
        }
        digest.stat(bytes, from + AclAndStat.STAT);
        long owner = AclAndStat.owner(bytes, from);
        previousIsEphemeral = owners.isSession(owner);
        window.advance(AclAndStat.LENGTH);
        findings.nodes++;
        findings.dataBytes += dataLength;
        findings.digest.add(digest);
        if (previousIsEphemeral) {
            findings.ephemerals++;
            findings.dataBytesOfEphemerals += dataLength;
            findings.digestOfEphemerals.add(digest);
        }
        if (ZnodeKind.of(owner, previousIsEphemeral) == ZnodeKind.PERSISTENT) {
            findings.lastingNodes++;
            findings.lastingDigest += digest.valueWithoutPzxid();
        }
        if (telling) {
            sink.stat(bytes, from, lengthOrNone, previousIsEphemeral);
        }
    }
}
