package io.zooark.restore;

import java.time.Duration;

/**
 * For how long clients are likely to be shut out.
 *
 * <p>Measured on two cores shared by three servers, with 10,000 and 1,000,000 znodes of 200 bytes: servers with processors of
 * their own are faster. Loading a tree goes by its bytes and by its znodes.
 *
 * @param seconds from the first client shut out to clients let in
 */
public record ShutOut(long seconds) {
    private static final double LOADED_BYTES_PER_SECOND = 125e6;
    private static final double SECONDS_PER_LOADED_ZNODE = 12e-6;

    /** Writing the safety snapshot, with the clients shut out already. */
    private static final double SAVED_BYTES_PER_SECOND = 83e6;

    /** Sent to the servers, written to their disks, and loaded again after a second start. */
    private static final double LOADS = 3.6;

    private static final double BASE = 27;

    /**
     * Estimates.
     *
     * @param plan what is restored
     * @param wait until the sessions of the snapshot have ended, where they are kept; else none
     */
    static ShutOut of(RestorePlan plan, Duration wait) {
        RestorePlan.Expectation tree = plan.expected();
        double load = tree.bytes() / LOADED_BYTES_PER_SECOND + tree.nodes() * SECONDS_PER_LOADED_ZNODE;
        double saving = tree.bytes() / SAVED_BYTES_PER_SECOND;
        return new ShutOut(Math.round(BASE + LOADS * load + saving) + wait.toSeconds());
    }

    @Override
    public String toString() {
        return "clients are shut out for about " + seconds + " s";
    }
}
