package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.error.SnapshotUnusableException;
import io.zooark.restore.RestoreOptions.Sessions;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Lasting;
import io.zooark.snapshot.Manifest.StoredObject;
import io.zooark.snapshot.Rewriting;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a restore will do, decided before it does anything. A dry run ends with it.
 *
 * @param ensemble the ensemble's name
 * @param restoreId the name of the execution; names everything that the restore leaves behind
 * @param dryRun whether the execution ends here
 * @param options how it is to be done
 * @param snapshot what is restored
 * @param expected what every server must hold afterwards
 * @param servers every server of the ensemble but those that are left out, observers too
 * @param members the lines {@code server.N=…} of their zoo.cfg, and {@code version=…} where they have one
 * @param access the rules of the servers' security groups, and what becomes of each while clients are shut out
 * @param warnings what a person should know before going on
 * @param left members that cannot be reached, and that the person goes on without
 */
public record RestorePlan(
        String ensemble,
        String restoreId,
        boolean dryRun,
        RestoreOptions options,
        PlannedSnapshot snapshot,
        Expectation expected,
        List<PlannedServer> servers,
        List<String> members,
        List<PlannedRule> access,
        List<String> warnings,
        List<AbsentServer> left) {

    public RestorePlan {
        requireNonNull(ensemble, "ensemble is null");
        requireNonNull(restoreId, "restoreId is null");
        requireNonNull(options, "options is null");
        requireNonNull(snapshot, "snapshot is null");
        requireNonNull(expected, "expected is null");
        servers = List.copyOf(servers);
        members = List.copyOf(members);
        access = List.copyOf(access);
        warnings = List.copyOf(warnings);
        left = left == null ? List.of() : List.copyOf(left);
    }

    /** Plans for every server. */
    public RestorePlan(
            String ensemble,
            String restoreId,
            boolean dryRun,
            RestoreOptions options,
            PlannedSnapshot snapshot,
            Expectation expected,
            List<PlannedServer> servers,
            List<String> members,
            List<PlannedRule> access,
            List<String> warnings) {
        this(ensemble, restoreId, dryRun, options, snapshot, expected, servers, members, access, warnings, List.of());
    }

    /** Returns how many members vote, those that are left out too: a majority is one of all. */
    long voters() {
        return servers.stream().filter(server -> !server.observer()).count()
                + left.stream().filter(server -> !server.observer()).count();
    }

    /**
     * Refuses bytes that are not those that the plan was made from.
     *
     * @param sent what was written of the snapshot as {@link #rewriting} says
     * @throws SnapshotUnusableException if they hold anything else
     */
    void requireAsPlanned(@Nullable Examination sent) {
        if (sent == null
                || sent.content().nodes() != expected.nodes()
                || sent.bytes() != expected.bytes()
                || !sent.endZxid().equals(Optional.of(expected.zxid()))
                || !sent.treeDigest().equals(Optional.of(expected.treeDigest()))) {
            throw new SnapshotUnusableException(
                    "the bytes of " + snapshot.id() + " are no longer those that the plan was made from",
                    "find out who wrote to the vault; then start again with another snapshot");
        }
    }

    /** Returns how the snapshot is changed on its way to the servers. */
    Rewriting rewriting() {
        return new Rewriting(Optional.of(Membership.text(members)), options.sessions() == Sessions.KEEP, resealAt());
    }

    /**
     * Returns how long a server may take to load the tree and join: 60 s and a second for each 2 MB. Far more than it takes
     * ({@code ./mvnw -q -Pbench} prints it): on a busy host, giving up is worse than waiting.
     */
    public Duration patience() {
        return Duration.ofSeconds(60 + expected.bytes() / 2_000_000);
    }

    /** Returns the same plan with what is known of its servers otherwise. */
    RestorePlan of(List<PlannedServer> others) {
        return new RestorePlan(
                ensemble, restoreId, dryRun, options, snapshot, expected, others, members, access, warnings, left);
    }

    /** Returns the plan of undoing this one: the same ensemble, under another name, as its hosts and rules are now. */
    RestorePlan undoneAs(String undoId, List<PlannedServer> now, List<PlannedRule> rules, List<String> warned) {
        return new RestorePlan(ensemble, undoId, false, options, snapshot, expected, now, members, rules, warned, left);
    }

    /** Returns the snapshot as a person types it to have this very one again: JSON. */
    public String snapshotInput() {
        return snapshot.ensemble().equals(ensemble)
                ? "\"" + snapshot.id() + "\""
                : "{\"ensemble\": \"" + snapshot.ensemble() + "\", \"id\": \"" + snapshot.id() + "\"}";
    }

    /**
     * Returns the transaction as of which the snapshot's digest is computed anew, where its own does not tell what it holds
     * and a person has accepted that.
     */
    public Optional<Zxid> resealAt() {
        return snapshot.verdict() == Verdict.CONSISTENT ? Optional.empty() : Optional.of(expected.zxid());
    }

    /**
     * What is restored.
     *
     * @param ensemble whose it is: another one's where this one is seeded
     * @param verdict CONSISTENT, or what a person has accepted by name
     */
    public record PlannedSnapshot(
            String ensemble, SnapshotId id, Instant takenAt, StoredObject object, Verdict verdict) {
        public PlannedSnapshot {
            requireNonNull(ensemble, "snapshot.ensemble is null");
            requireNonNull(id, "id is null");
            requireNonNull(takenAt, "takenAt is null");
            requireNonNull(object, "object is null");
            requireNonNull(verdict, "verdict is null");
        }
    }

    /**
     * What every server must hold afterwards, derived from the very bytes that are sent to it.
     *
     * @param zxid the last transaction in them
     * @param nodes number of znodes in them
     * @param treeDigest digest over those outside {@code /zookeeper/}
     * @param lasting what of them stays when the sessions have ended, and ZooKeeper has removed what it removes by itself
     * @param bytes size of what is sent
     * @param sessionsLeftOut sessions of the snapshot that are not restored
     * @param ephemeralsLeftOut their znodes
     * @param kept the sessions that are restored and end by themselves before clients are let in
     */
    public record Expectation(
            Zxid zxid,
            long nodes,
            String treeDigest,
            Lasting lasting,
            long bytes,
            long sessionsLeftOut,
            long ephemeralsLeftOut,
            KeptSessions kept) {
        public Expectation {
            requireNonNull(zxid, "zxid is null");
            requireNonNull(treeDigest, "treeDigest is null");
            requireNonNull(lasting, "lasting is null");
            requireNonNull(kept, "kept is null");
        }

        /** Returns how many a server may hold while sessions end, and ZooKeeper removes what it removes by itself. */
        NodeCount nodesHeld() {
            return new NodeCount(lasting.nodes(), nodes);
        }

        /** Returns how many znodes there can be at the most once the sessions have ended. */
        long nodesAfterSessions() {
            return nodes - kept.ephemerals();
        }
    }

    /**
     * Sessions that are restored.
     *
     * @param sessions how many
     * @param ephemerals their znodes
     * @param longestTimeout the longest of their time-outs; zero without sessions
     */
    public record KeptSessions(long sessions, long ephemerals, Duration longestTimeout) {
        static final KeptSessions NONE = new KeptSessions(0, 0, Duration.ZERO);

        public KeptSessions {
            requireNonNull(longestTimeout, "longestTimeout is null");
        }
    }
}
