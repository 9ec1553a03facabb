package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How one restore drill ended, as it is kept beside the manifest of the backup that was drilled.
 *
 * @param formatVersion of this document; 1
 * @param ensemble the ensemble's name
 * @param snapshot the backup's name
 * @param provenAt when the drill ended, to the millisecond; what it proves if it passed, it proves for this moment
 * @param passed whether a real server came up with the backup and held what its manifest says
 * @param reason one sentence for a person
 * @param durationMs how long it took, download and start of the server included
 * @param znodes how many znodes the client read, as {@code srvr} counts them; 0 where it did not come so far
 * @param treeDigest recomputed from what the client read, in the manifest's form; empty where it did not come so far
 * @param zooKeeperVersion of the server and the client
 */
public record DrillResult(
        int formatVersion,
        String ensemble,
        SnapshotId snapshot,
        Instant provenAt,
        boolean passed,
        String reason,
        long durationMs,
        long znodes,
        Optional<String> treeDigest,
        String zooKeeperVersion) {
    /** The version that this code writes. */
    public static final int FORMAT_VERSION = 1;

    public DrillResult {
        requireNonNull(ensemble, "ensemble is null");
        requireNonNull(snapshot, "snapshot is null");
        provenAt = requireNonNull(provenAt, "provenAt is null").truncatedTo(ChronoUnit.MILLIS);
        requireNonNull(reason, "reason is null");
        requireNonNull(treeDigest, "treeDigest is null");
        requireNonNull(zooKeeperVersion, "zooKeeperVersion is null");
    }

    /** Returns the name of the object that holds it. */
    public DrillName name() {
        return new DrillName(provenAt, passed);
    }

    /** Returns its key in the vault, beside the manifest. */
    public String key() {
        return snapshot.folder(ensemble) + name();
    }
}
