package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A plan as a person reads it before saying yes. No function goes by it.
 *
 * @param madeAt when the plan was made
 * @param summary what will happen, a sentence each
 * @param snapshot what is restored
 * @param shutOut for how long clients are likely to be shut out
 * @param rules every rule that lets clients in, and what becomes of it
 * @param warnings what may go wrong, or surprise
 */
public record Briefing(
        Instant madeAt,
        List<String> summary,
        SnapshotFacts snapshot,
        ShutOut shutOut,
        List<String> rules,
        List<String> warnings) {

    public Briefing {
        requireNonNull(madeAt, "madeAt is null");
        summary = List.copyOf(summary);
        requireNonNull(snapshot, "snapshot is null");
        requireNonNull(shutOut, "shutOut is null");
        rules = List.copyOf(rules);
        warnings = List.copyOf(warnings);
    }

    /**
     * What is known of the snapshot.
     *
     * @param id its name
     * @param snapshotClass how long it is kept
     * @param label what the person who asked for it has called it
     * @param verdict what its bytes prove
     * @param reason why this verdict
     * @param takenAt when it was taken
     * @param age since then, such as {@code 3 h 12 min}
     * @param zxid its last transaction
     * @param znodes that are restored
     * @param bytes that are sent to each server
     * @param sessions that it holds
     * @param ephemerals that it holds
     */
    public record SnapshotFacts(
            SnapshotId id,
            SnapshotClass snapshotClass,
            Optional<String> label,
            Verdict verdict,
            String reason,
            Instant takenAt,
            String age,
            Zxid zxid,
            long znodes,
            long bytes,
            long sessions,
            long ephemerals) {}
}
