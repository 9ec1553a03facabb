package io.zooark.restore;

import static io.zooark.restore.RestoreOptions.Method.ADMIN;
import static io.zooark.restore.RestoreOptions.Method.PLACEMENT;

import io.zooark.restore.RestoreOptions.Method;
import java.time.Duration;

/**
 * For how long clients are likely to be shut out.
 *
 * <p>Measured on two cores shared by three servers, with 10,000 and 1,000,000 znodes of 200 bytes: servers with processors of
 * their own are faster. Loading a tree goes by its bytes and by its znodes.
 *
 * @param seconds from the first client shut out to clients let in
 * @param admin how long it would be by this method
 * @param placement how long it would be by this method
 */
public record ShutOut(long seconds, long admin, long placement) {
    private static final double LOADED_BYTES_PER_SECOND = 125e6;
    private static final double SECONDS_PER_LOADED_ZNODE = 12e-6;

    /** Writing the safety snapshot, with the clients shut out already. */
    private static final double SAVED_BYTES_PER_SECOND = 83e6;

    /** Fetched by each host, and proven by its checksum. */
    private static final double FETCHED_BYTES_PER_SECOND = 75e6;

    /**
     * Estimates.
     *
     * @param plan what is restored
     * @param wait until the sessions of the snapshot have ended, where they are kept; else none
     */
    static ShutOut of(RestorePlan plan, Duration wait) {
        long admin = seconds(plan, ADMIN) + wait.toSeconds();
        long placement = seconds(plan, PLACEMENT) + wait.toSeconds();
        return new ShutOut(plan.options().method() == ADMIN ? admin : placement, admin, placement);
    }

    private static long seconds(RestorePlan plan, Method method) {
        RestorePlan.Expectation tree = plan.expected();
        double load = tree.bytes() / LOADED_BYTES_PER_SECOND + tree.nodes() * SECONDS_PER_LOADED_ZNODE;
        double saving = tree.bytes() / SAVED_BYTES_PER_SECOND;
        return Math.round(saving
                + switch (method) {
                    // sent to the servers, written to their disks, and loaded again after a second start
                    case ADMIN -> 27 + 3.6 * load;
                    case PLACEMENT -> 17 + 1.6 * load + tree.bytes() / FETCHED_BYTES_PER_SECOND;
                });
    }

    @Override
    public String toString() {
        return "clients are shut out for about " + seconds + " s (method admin: " + admin + " s, placement: "
                + placement + " s)";
    }
}
