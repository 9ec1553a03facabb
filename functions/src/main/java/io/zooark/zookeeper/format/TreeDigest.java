package io.zooark.zookeeper.format;

/** The sum of the digests of many znodes, which ZooKeeper keeps as {@code AdHash}, under each charset it may run with. */
final class TreeDigest {
    private final long[] sums = new long[NodeDigest.CHARSETS.length];

    void add(NodeDigest node) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += node.value(i);
        }
    }

    /** Returns the sum under UTF-8: the one by which snapshots of different servers can be compared. */
    long value() {
        return sums[0];
    }

    /** Returns the sum under the charset of this index. */
    long value(int charset) {
        return sums[charset];
    }

    /** Returns the index of the first charset under which the sum is this one, or -1. */
    int charsetOf(long value) {
        for (int i = 0; i < sums.length; i++) {
            if (sums[i] == value) {
                return i;
            }
        }
        return -1;
    }
}
