package io.zooark.restore;

/** How far a restore has come, as its record says; written before the step that it names is begun. */
public enum Phase {
    /** The lock is held; nothing was changed yet. */
    TAKEN,
    /** Clients are being shut out; no data was moved. */
    CLOSING,
    /** Data is being moved: from here on the old state is no longer in its place. */
    MOVING,
    /** The restored data is proven; clients are being let in. */
    OPENING,
    /** The restore has failed, or is being undone: the data of before is put back, or will be. */
    ROLLING_BACK,
    /** The data of before is served again by a quorum; clients are being let in. */
    REOPENING,
    /** It ended, and the ensemble is open: another restore may begin. */
    RELEASED,
    /** It ended with the ensemble closed: another restore may take over, or a person undoes it. */
    LEFT_CLOSED;

    /** Returns whether clients are shut out of what is not proven, or may be. */
    public boolean closed() {
        return this == CLOSING || this == MOVING || this == ROLLING_BACK || this == LEFT_CLOSED;
    }

    /** Returns whether another restore may take the lock now. */
    public boolean ended() {
        return this == RELEASED || this == LEFT_CLOSED;
    }
}
