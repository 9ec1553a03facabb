package io.zooark.restore;

/** How a restore, its recovery or its undoing has ended. */
public enum Outcome {
    /** The snapshot is served, proven on every server. */
    RESTORED,
    /** Proven and served, but a rule or a host still keeps clients out. */
    RESTORED_NOT_FULLY_OPEN,
    /** It ended before any data was moved; clients are in as before. */
    NOTHING_CHANGED,
    /** The restore failed; what was there before it is served again. */
    ROLLED_BACK,
    /** The restore had succeeded; what was there before it is served again, because a person wanted so. */
    UNDONE,
    /** It failed, and the recovery machine goes on from here. */
    RECOVERING,
    /** No client is in; a person decides what is next. */
    LEFT_CLOSED
}
