package io.zooark.zookeeper.format;

import io.zooark.ensemble.Zxid;

/**
 * The digest section of a snapshot: what ZooKeeper held to be the digest of its tree.
 *
 * @param zxid the transaction after which the tree had this digest; 0 or -1 if none was applied since it was loaded
 * @param version how the digest is computed; known is 2
 * @param value the digest; 0 for versions below 2, which write text
 */
record RecordedDigest(long zxid, int version, long value) {
    static final int KNOWN_VERSION = 2;

    /** Tells whether it says anything that can be checked. */
    boolean isUsable() {
        return version == KNOWN_VERSION && zxid > 0;
    }

    /**
     * Tells whether it is of the state at this transaction.
     *
     * <p>A new leader sets its last transaction to the first of its epoch, with counter 0, which none ever has, while
     * the digest keeps the one that was really applied last (comment in {@code DataTree.deserializeZxidDigest}). Until
     * the epoch's first write, the state at both is the same.
     */
    boolean isOf(Zxid state) {
        return zxid == state.value() || (zxid < state.value() && (int) state.value() == 0);
    }
}
