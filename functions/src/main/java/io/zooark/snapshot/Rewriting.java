package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import java.util.Optional;

/**
 * How a snapshot is changed on its way to the servers.
 *
 * @param membership the text for {@code /zookeeper/config}, with {@code version=} in its last line; empty to leave the node
 *     as it is
 * @param keepsSessions whether sessions and their ephemeral znodes stay in it
 * @param resealAt the transaction in the trailer, if the digest that is written shall be the one computed from what is
 *     written, as of that transaction: for a snapshot whose own digest does not tell what it holds. Without it, the recorded
 *     digest less what is left out is written, so that what is torn does not come out as good
 */
public record Rewriting(Optional<String> membership, boolean keepsSessions, Optional<Zxid> resealAt) {
    /** Leaves the members as they are and the sessions out. */
    public static final Rewriting WITHOUT_SESSIONS = new Rewriting(Optional.empty(), false, Optional.empty());

    public Rewriting {
        requireNonNull(membership, "membership is null");
        requireNonNull(resealAt, "resealAt is null");
    }
}
