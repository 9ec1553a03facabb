package io.zooark.restore;

/** How far a restore has come, as its record says; written before the step that it names is begun. */
public enum Phase {
    /** The lock is held; nothing was changed yet. */
    TAKEN,
    /** Clients are being shut out. */
    CLOSING,
    /** Data is being moved: from here on the old state is no longer in its place. */
    MOVING,
    /** The restored data is proven; clients are being let in. */
    OPENING,
    /** It ended, and the ensemble is open: another restore may begin. */
    RELEASED,
    /** It ended with the ensemble closed: another restore may take over, and must, or a person opens by hand. */
    LEFT_CLOSED;

    /** Returns whether clients are shut out of what is not proven, or may be. */
    public boolean closed() {
        return this == CLOSING || this == MOVING || this == LEFT_CLOSED;
    }

    /** Returns whether another restore may take the lock now. */
    public boolean ended() {
        return this == RELEASED || this == LEFT_CLOSED;
    }
}
