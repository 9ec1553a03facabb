package io.zooark.restore;

import static io.zooark.restore.RestoreOptions.Method.ADMIN;
import static io.zooark.restore.RestoreOptions.Method.PLACEMENT;

import io.zooark.restore.RestoreOptions.Method;
import java.time.Duration;

/**
 * For how long clients are likely to be shut out.
 *
 * <p>Measured without AWS, on two cores shared by three servers, with 10,000 and 200,000 znodes of 1 KB and 1,000,000 of 200
 * bytes ({@code local/README.md#restores}): it comes within two seconds of each. Servers with processors of their own are
 * faster; in AWS each command on the hosts takes a second or two more, and so does a function's first call.
 *
 * @param seconds from the first client shut out to clients let in
 * @param admin how long it would be by this method
 * @param placement how long it would be by this method
 */
public record ShutOut(long seconds, long admin, long placement) {
    /** A server that starts loads its tree by its bytes and by its znodes. */
    private static final double LOADED_BYTES_PER_SECOND = 131e6;

    private static final double SECONDS_PER_LOADED_ZNODE = 4.4e-6;

    /** About as much goes through a function in a VPC, with whatever memory, and so into the safety snapshot. Not measured here. */
    private static final double SAVED_BYTES_PER_SECOND = 75e6;

    /** Read once more before a fetched file is placed, and mostly out of the page cache still. */
    private static final double PROVEN_BYTES_PER_SECOND = 1e9;

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
        // each second look is due five seconds after the first, which the work between the two fills or does not
        double shutOut = 0.4 + Math.max(5.2, 0.5 + Math.max(0.45 * load, tree.bytes() / SAVED_BYTES_PER_SECOND));
        double stoppedAndMoved = 1.2;
        double startedAndProven = 2.5 + load + Math.max(3.6, 0.8 * load) + 0.3;
        double sentAndPersisted = 2.2 + Math.max(4.1, 1 + 1.75 * load) + 1 + 0.06 * load;
        double placed = 0.4 + tree.bytes() / PROVEN_BYTES_PER_SECOND;
        return Math.round(shutOut
                + stoppedAndMoved
                + startedAndProven
                + switch (method) {
                    case ADMIN -> sentAndPersisted;
                    case PLACEMENT -> placed;
                });
    }

    @Override
    public String toString() {
        return "clients are shut out for about " + seconds + " s (method admin: " + admin + " s, placement: "
                + placement + " s), and in AWS a second or two longer for each of the steps on the hosts";
    }
}
