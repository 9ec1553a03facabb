package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a tree, recomputed from what a client reads of it.
 *
 * <p>A client does not see a stat quite as the tree holds it. Of its {@code cversion}, ZooKeeper shows twice the number of
 * creations less the children there are ({@code DataNode.copyStat}), from which the number of creations follows. The owner
 * of containers and TTL znodes it does not show at all, so that one has to be told.
 */
public final class ReadTree {
    private static final byte[] NO_DATA = {};

    private final NodeDigest node = new NodeDigest();
    private final TreeDigest sum = new TreeDigest();
    private long znodes;

    /**
     * Takes one znode.
     *
     * @param path as the client names it
     * @param data null where it has none
     * @param owner its {@code ephemeralOwner} as the tree holds it
     */
    public void add(String path, byte @Nullable [] data, Stat stat, long owner) {
        // the root has an empty path in the tree
        byte[] name = path.equals("/") ? NO_DATA : path.getBytes(UTF_8);
        byte[] content = data == null ? NO_DATA : data;
        node.path(name, 0, name.length);
        node.data(content, 0, content.length);
        node.stat(persisted(stat, owner), 0);
        sum.add(node);
        znodes++;
    }

    /** In the order of the snapshot. */
    private static byte[] persisted(Stat stat, long owner) {
        requireNonNull(stat, "stat is null");
        return ByteBuffer.allocate(NodeDigest.STAT_LENGTH)
                .putLong(stat.getCzxid())
                .putLong(stat.getMzxid())
                .putLong(stat.getCtime())
                .putLong(stat.getMtime())
                .putInt(stat.getVersion())
                .putInt((stat.getCversion() + stat.getNumChildren()) >>> 1)
                .putInt(stat.getAversion())
                .putLong(owner)
                .putLong(stat.getPzxid())
                .array();
    }

    /** Returns how many znodes were taken. */
    public long znodes() {
        return znodes;
    }

    /** Returns the digest in the form of manifests. */
    public String digest() {
        return SnapshotVerifier.hex(sum.value());
    }

    /** Returns whether this is the digest of the same tree, as a JVM of any of the known default charsets computes it. */
    public boolean is(long digest) {
        return sum.charsetOf(digest) >= 0;
    }
}
