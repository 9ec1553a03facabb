package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the ensemble stood when a plan was made, for the person who decides about it. No function goes by it.
 *
 * @param seenAt when the servers were asked
 * @param summary what that means, a sentence each
 * @param servers what each said
 * @param loss what the restore will lose
 * @param warnings what may go wrong, or surprise
 */
public record Situation(
        Instant seenAt, List<String> summary, List<ServerSeen> servers, Loss loss, List<String> warnings) {

    public Situation {
        requireNonNull(seenAt, "seenAt is null");
        summary = List.copyOf(summary);
        servers = List.copyOf(servers);
        requireNonNull(loss, "loss is null");
        warnings = List.copyOf(warnings);
    }

    /**
     * What one server said.
     *
     * @param reachable whether its AdminServer answered, whatever it said
     * @param role leader, follower or observer; empty where it does not serve
     * @param zxid its last transaction
     * @param znodes how many it holds
     * @param version its ZooKeeper version
     * @param heapBytes the most heap that its JVM takes; empty where it does not tell
     * @param problem why it does not serve, or does not answer
     */
    public record ServerSeen(
            int id,
            String instance,
            String address,
            boolean reachable,
            Optional<String> role,
            Optional<Zxid> zxid,
            Optional<Long> znodes,
            Optional<String> version,
            Optional<Long> heapBytes,
            Optional<String> problem) {}

    /**
     * What will be lost.
     *
     * @param minutes since the snapshot was taken
     * @param transactions since its last one; empty where that cannot be known
     * @param words the same for a person
     */
    public record Loss(long minutes, Optional<Long> transactions, String words) {
        public Loss {
            requireNonNull(transactions, "transactions is null");
            requireNonNull(words, "words is null");
        }
    }
}
