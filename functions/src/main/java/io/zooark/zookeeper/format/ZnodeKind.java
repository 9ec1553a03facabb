package io.zooark.zookeeper.format;

/** What decides how long a znode stays. */
public enum ZnodeKind {
    /** Stays until a client deletes it. */
    PERSISTENT,
    /** Ends with its session. */
    EPHEMERAL,
    /** Is removed by ZooKeeper once its last child is gone. */
    CONTAINER,
    /** Is removed by ZooKeeper when it was not changed for a time and has no children. */
    TTL;

    static ZnodeKind of(long owner, boolean ephemeral) {
        if (ephemeral) {
            return EPHEMERAL;
        }
        if (owner == 0) {
            return PERSISTENT;
        }
        return owner == Owners.CONTAINER ? CONTAINER : TTL;
    }
}
