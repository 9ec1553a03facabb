package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The record of the znode that names the ensemble's members ({@code ZooDefs.CONFIG_NODE}).
 *
 * <p>It is under {@code /zookeeper/}, so that no digest covers it.
 */
final class ConfigNode {
    private static final byte[] PATH = "/zookeeper/config".getBytes(UTF_8);
    private static final int MZXID = AclAndStat.STAT + Long.BYTES;
    private static final int DATA_VERSION = AclAndStat.STAT + 4 * Long.BYTES;
    private static final String VERSION = "version=";

    /** ZooKeeper writes this node with -1, whatever the version was ({@code ZKDatabase.initConfigInZKDatabase}). */
    private static final int NO_DATA_VERSION = -1;

    private final byte[] data;
    private final byte[] aclAndStat;

    private ConfigNode(byte[] data, byte[] aclAndStat) {
        this.data = data;
        this.aclAndStat = aclAndStat;
    }

    /** Returns the node if this record is it. */
    static Optional<ConfigNode> in(byte[] bytes, int from, int length) {
        int path = from + Integer.BYTES;
        if (ByteBuffer.wrap(bytes).getInt(from) != PATH.length
                || !Arrays.equals(bytes, path, path + PATH.length, PATH, 0, PATH.length)) {
            return Optional.empty();
        }
        int stat = from + length - AclAndStat.LENGTH;
        int data = Math.min(path + PATH.length + Integer.BYTES, stat);
        return Optional.of(
                new ConfigNode(Arrays.copyOfRange(bytes, data, stat), Arrays.copyOfRange(bytes, stat, from + length)));
    }

    String text() {
        return new String(data, UTF_8);
    }

    int dataLength() {
        return data.length;
    }

    /**
     * Returns the node as a server writes it that starts with these members: its {@code mzxid} is their version. Its ACL,
     * which says who may reconfigure the ensemble, stays.
     */
    ConfigNode with(String membership) {
        byte[] changed = aclAndStat.clone();
        ByteBuffer.wrap(changed).putLong(MZXID, version(membership)).putInt(DATA_VERSION, NO_DATA_VERSION);
        return new ConfigNode(membership.getBytes(UTF_8), changed);
    }

    void write(SealedOutput output) throws IOException {
        output.writeInt(PATH.length);
        output.write(PATH, 0, PATH.length);
        output.writeInt(data.length);
        output.write(data, 0, data.length);
        output.write(aclAndStat, 0, aclAndStat.length);
    }

    private static long version(String membership) {
        return membership
                .lines()
                .filter(line -> line.startsWith(VERSION))
                .map(line -> Long.parseUnsignedLong(line.substring(VERSION.length()), 16))
                .findFirst()
                .orElse(0L);
    }
}
