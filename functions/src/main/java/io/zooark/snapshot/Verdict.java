package io.zooark.snapshot;

/** What the bytes of a snapshot prove about it. */
public enum Verdict {
    /** One state that the ensemble really was in: no transaction between start and end, and the tree digest agrees. */
    CONSISTENT(0),
    /** Written while transactions were applied: parts of it are of different states. */
    TORN(1),
    /** Whole, but without a usable digest: neither proven nor known to be wrong. */
    UNPROVEN(2),
    /** Not a whole snapshot: magic, structure, parents, a seal or the length is wrong. */
    DAMAGED(3);

    private final int exitStatus;

    Verdict(int exitStatus) {
        this.exitStatus = exitStatus;
    }

    /** Returns what the command {@code verify} exits with. */
    public int exitStatus() {
        return exitStatus;
    }
}
