package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Manifest.StoredObject;
import io.zooark.snapshot.SnapshotId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything a restore will do, decided before it does anything. A dry run ends with it.
 *
 * @param ensemble the ensemble's name
 * @param restoreId the name of the execution; names everything that the restore leaves behind
 * @param dryRun whether the execution ends here
 * @param snapshot what is restored
 * @param expected what every server must hold afterwards
 * @param servers every server of the ensemble, observers too
 * @param members the lines {@code server.N=…} of their zoo.cfg
 * @param access the rules that let clients in, and where each is parked
 * @param warnings what a person should know before going on
 */
public record RestorePlan(
        String ensemble,
        String restoreId,
        boolean dryRun,
        PlannedSnapshot snapshot,
        Expectation expected,
        List<PlannedServer> servers,
        List<String> members,
        List<ParkedRule> access,
        List<String> warnings) {

    public RestorePlan {
        requireNonNull(ensemble, "ensemble is null");
        requireNonNull(restoreId, "restoreId is null");
        requireNonNull(snapshot, "snapshot is null");
        requireNonNull(expected, "expected is null");
        servers = List.copyOf(servers);
        members = List.copyOf(members);
        access = List.copyOf(access);
        warnings = List.copyOf(warnings);
    }

    /** Returns how long a server may take to load the tree and join: 60 s and a second for each 5 MB. */
    public Duration patience() {
        return Duration.ofSeconds(60 + expected.bytes() / 5_000_000);
    }

    /** What is restored. */
    public record PlannedSnapshot(SnapshotId id, Instant takenAt, StoredObject object) {}

    /**
     * What every server must hold afterwards, derived from the very bytes that are sent to it.
     *
     * @param zxid the last transaction in them
     * @param nodes number of znodes, without the ephemerals that are left out
     * @param treeDigest digest over those outside {@code /zookeeper/}
     * @param bytes size of what is sent
     * @param sessionsLeftOut sessions of the snapshot that are not restored
     * @param ephemeralsLeftOut their znodes
     */
    public record Expectation(
            Zxid zxid, long nodes, String treeDigest, long bytes, long sessionsLeftOut, long ephemeralsLeftOut) {}
}
