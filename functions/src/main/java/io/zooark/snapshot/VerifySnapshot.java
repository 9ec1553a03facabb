package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.error.StorageRefusedException;
import io.zooark.invocation.Invocation;
import io.zooark.invocation.Journal;
import io.zooark.invocation.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The restore drill: has a real ZooKeeper server take up a backup, reads it back through a client, compares it with its
 * manifest, and keeps the result beside the manifest.
 *
 * <p>A backup that passed before is drilled again: what is stored may have changed since.
 */
public final class VerifySnapshot {
    private final String ensemble;
    private final Vault vault;
    private final DrillRecords records;
    private final PrivateServer server;
    private final Rehearsal rehearsal;
    private final Clock clock;

    /**
     * Makes the drill of one ensemble.
     *
     * @param disk the folder that may be filled while it runs
     */
    public VerifySnapshot(
            String ensemble, Vault vault, DrillRecords records, PrivateServer server, Path disk, Clock clock) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.vault = requireNonNull(vault, "vault is null");
        this.records = requireNonNull(records, "records is null");
        this.server = requireNonNull(server, "server is null");
        this.rehearsal = new Rehearsal(vault, server, disk);
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Drills one backup.
     *
     * @param invocation takes what there is to remember, also of a drill that failed
     * @throws SnapshotUnusableException if the drill did not pass, which is on record then, or if there is nothing to drill
     * @throws StorageRefusedException if the vault cannot be searched, or the result of a drill that passed cannot be kept
     */
    public Verified verify(Request request, Invocation invocation) {
        Journal journal = invocation.journal().measure(Metric.DRILL_SUCCEEDED, 0);
        long begin = System.nanoTime();
        Drilled drilled;
        try {
            Manifest manifest = choose(request);
            journal.note("id", manifest.id())
                    .note("backupTime", manifest.id().scheduledTime())
                    .note("bytes", manifest.object().size());
            drilled = drill(manifest, invocation, begin);
        } finally {
            // facts, not measures: those of the same names are the backups'
            journal.note("durationMs", millisSince(begin));
        }
        Optional<NewestProven> newest = newestProven(journal, drilled.failure());
        if (drilled.failure() != null) {
            throw drilled.failure();
        }
        journal.measure(Metric.DRILL_SUCCEEDED, 1);
        return Verified.of(drilled.result(), newest);
    }

    private Manifest choose(Request request) {
        if (request.id() != null) {
            Manifest manifest = vault.manifest(ensemble, request.id())
                    .orElseThrow(() -> new SnapshotUnusableException(
                            "'" + ensemble + "' has no snapshot " + request.id(),
                            "list those there are with `java -jar zooark.jar list`; nothing was drilled"));
            return requireConsistent(manifest);
        }
        Catalog catalog = new Catalog(ensemble, vault);
        return catalog.newest(
                        SnapshotClass.backups(), Instant.MAX, manifest -> manifest.verdict() == Verdict.CONSISTENT)
                .orElseThrow(() -> nothingToDrill(
                        catalog.folders(SnapshotClass.backups(), Instant.MAX).size()));
    }

    /** Only what a restore would take is drilled. */
    private static Manifest requireConsistent(Manifest manifest) {
        if (manifest.verdict() != Verdict.CONSISTENT) {
            throw new SnapshotUnusableException(
                    "snapshot " + manifest.id() + " is " + manifest.verdict() + ": "
                            + manifest.examination().reason(),
                    "drill one with verdict CONSISTENT; no other is ever restored");
        }
        return manifest;
    }

    private SnapshotUnusableException nothingToDrill(int candidates) {
        return new SnapshotUnusableException(
                "'" + ensemble + "' has no CONSISTENT backup to drill (" + candidates + " others were looked at)",
                candidates == 0
                        ? "take a backup first, or look whether the schedule runs"
                        : "look at the manifests for their verdicts and reasons; a backup in a quiet moment is CONSISTENT");
    }

    private Drilled drill(Manifest manifest, Invocation invocation, long begin) {
        SnapshotUnusableException failure = null;
        PrivateServer.Contents contents = null;
        try {
            contents = rehearsal.read(manifest, invocation);
            Rehearsal.requireSame(manifest, contents);
        } catch (SnapshotUnusableException e) {
            failure = e;
        } catch (IOException | RuntimeException e) {
            failure = new SnapshotUnusableException(
                    "the drill of " + manifest.id() + " broke off: " + firstLine(e),
                    "drill it again; if that fails too, do not count on this backup",
                    e);
        }
        DrillResult result = result(manifest, contents, failure, begin);
        invocation
                .journal()
                .note("passed", result.passed())
                .note("reason", result.reason())
                .note("zooKeeper", result.zooKeeperVersion())
                .note("znodes", result.znodes());
        keep(result, failure);
        return new Drilled(result, failure);
    }

    private DrillResult result(
            Manifest manifest,
            PrivateServer.@Nullable Contents contents,
            @Nullable SnapshotUnusableException failure,
            long begin) {
        return new DrillResult(
                DrillResult.FORMAT_VERSION,
                ensemble,
                manifest.id(),
                clock.instant(),
                failure == null,
                failure == null
                        ? "a real server took it up, and a client read what the manifest says"
                        : firstLine(failure),
                millisSince(begin),
                contents == null ? 0 : contents.znodes(),
                Optional.ofNullable(contents).map(PrivateServer.Contents::treeDigest),
                server.version());
    }

    /** What made the drill fail is said in any case; that it could not be put on record comes second. */
    private void keep(DrillResult result, @Nullable SnapshotUnusableException failure) {
        try {
            records.keep(result);
        } catch (StorageRefusedException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
        }
    }

    private Optional<NewestProven> newestProven(Journal journal, @Nullable SnapshotUnusableException failure) {
        try {
            Optional<NewestProven> newest =
                    Proven.newest(ensemble, vault).map(proven -> NewestProven.of(proven, clock.instant()));
            newest.ifPresent(proven ->
                    journal.note("newestProven", proven.id()).measure(Metric.PROVEN_AGE, (double) proven.ageSeconds()));
            return newest;
        } catch (StorageRefusedException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
            return Optional.empty();
        }
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.lines().findFirst().orElse("failed");
    }

    private static long millisSince(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    private record Drilled(DrillResult result, @Nullable SnapshotUnusableException failure) {}

    /**
     * What is asked for.
     *
     * @param id the backup to drill; the newest one that a restore would take where missing
     */
    public record Request(@Nullable SnapshotId id) {}

    /**
     * What was proven.
     *
     * @param passed true: one that did not pass is thrown
     * @param provenAt when the drill ended
     * @param znodes how many znodes the client read, as {@code srvr} counts them
     * @param treeDigest recomputed from what the client read
     * @param newestProven the newest backup that is proven now; empty where the only proven ones were taken by restores
     */
    public record Verified(
            SnapshotId id,
            boolean passed,
            Instant provenAt,
            long durationMs,
            long znodes,
            String treeDigest,
            Optional<NewestProven> newestProven) {
        static Verified of(DrillResult result, Optional<NewestProven> newest) {
            return new Verified(
                    result.snapshot(),
                    result.passed(),
                    result.provenAt(),
                    result.durationMs(),
                    result.znodes(),
                    result.treeDigest().orElse(""),
                    newest);
        }
    }

    /**
     * The newest backup that a drill has proven.
     *
     * @param provenAt when its last drill passed
     * @param backupTime the backup's own time
     * @param ageSeconds how old the backup itself is, not its drill
     */
    public record NewestProven(SnapshotId id, Instant provenAt, Instant backupTime, long ageSeconds) {
        static NewestProven of(Proven proven, Instant now) {
            return new NewestProven(
                    proven.id(),
                    proven.provenAt(),
                    proven.backupTime(),
                    Math.max(0, proven.age(now).toSeconds()));
        }
    }
}
