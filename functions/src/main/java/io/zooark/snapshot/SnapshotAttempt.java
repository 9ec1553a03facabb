package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.ServerStatus;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.SnapshotFailedException;
import io.zooark.snapshot.Manifest.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One try at taking a snapshot from one server: stream, examine on the way, store, publish. */
final class SnapshotAttempt {
    private static final long POLL_MILLIS = 250;

    private final Ensemble ensemble;
    private final AdminServers servers;
    private final Vault vault;
    private final SnapshotExaminer examiner;
    private final Closures closures;
    private final Timing timing;

    SnapshotAttempt(
            Ensemble ensemble,
            AdminServers servers,
            Vault vault,
            SnapshotExaminer examiner,
            Closures closures,
            Timing timing) {
        this.ensemble = ensemble;
        this.servers = servers;
        this.vault = vault;
        this.examiner = requireNonNull(examiner, "examiner is null");
        this.closures = requireNonNull(closures, "closures is null");
        this.timing = requireNonNull(timing, "timing is null");
    }

    /**
     * Takes the snapshot.
     *
     * @param keepTorn whether a torn one is kept, so that something exists; it is never called good
     * @return empty if it came out torn and was thrown away
     */
    Optional<TakeSnapshot.Taken> take(
            SnapshotId id, ServerStatus source, String why, List<String> passedOver, boolean keepTorn) {
        Instant startedAt = timing.clock().instant();
        try (AdminServer.Download download = servers.at(source.address()).openSnapshot();
                Vault.Upload upload = vault.begin(ensemble.name(), id, download.size())) {
            TeeInputStream tee = new TeeInputStream(download.body(), upload.out());
            Examination examination = examiner.examine(tee, Optional.of(download.startZxid()));
            refuseDamaged(source, download.size(), examination);
            if (examination.verdict() == Verdict.TORN && !keepTorn) {
                return Optional.empty();
            }
            // again, now that all bytes are here: a restore may have begun meanwhile, and they may be of its empty tree
            refuseClosed(id);
            Optional<StoredObject> stored = upload.complete();
            if (stored.isEmpty()) {
                // the same event was delivered twice: the first to store its bytes wins, if it lives to say so
                Optional<Manifest> theirs = awaitManifest(id);
                if (theirs.isPresent()) {
                    return Optional.of(TakeSnapshot.Taken.of(theirs.get(), true));
                }
                stored = upload.replaceOrphan();
            }
            StoredObject object = stored.orElseThrow(() -> overtaken(id));
            // the manifest comes last: only now does the snapshot exist
            Manifest manifest = new Manifest(
                    Manifest.FORMAT_VERSION,
                    ensemble.name(),
                    id,
                    startedAt,
                    Duration.between(startedAt, timing.clock().instant()),
                    source,
                    why,
                    passedOver,
                    examination,
                    object,
                    Map.of());
            return Optional.of(publish(manifest));
        } catch (IOException e) {
            throw new SnapshotFailedException(
                    "the snapshot of " + source.address() + " broke off: " + e.getMessage(),
                    "look at the server's log and its network; the next attempt starts from nothing",
                    e);
        }
    }

    /**
     * Refuses while a restore keeps the ensemble closed: what it has half done is nobody's backup, and would be the newest
     * one of all.
     *
     * @throws EnsembleBusyException unless the snapshot is the restore's own
     */
    void refuseClosed(SnapshotId id) {
        if (id.snapshotClass() != SnapshotClass.SAFETY) {
            closures.closedBy(ensemble.name()).ifPresent(restore -> {
                throw new EnsembleBusyException(
                        "'" + ensemble.name() + "' is closed by restore " + restore + ": no backup is taken of it",
                        "end that restore first; the next scheduled backup is taken when the ensemble is open again");
            });
        }
    }

    private TakeSnapshot.Taken publish(Manifest manifest) {
        if (vault.publish(manifest)) {
            return TakeSnapshot.Taken.of(manifest, false);
        }
        return vault.manifest(ensemble.name(), manifest.id())
                .map(theirs -> TakeSnapshot.Taken.of(theirs, true))
                .orElseThrow(() -> overtaken(manifest.id()));
    }

    private static void refuseDamaged(ServerStatus source, long size, Examination examination) {
        if (examination.bytes() != size) {
            // ZooKeeper swallows its own read errors: only the length tells that the stream was cut short
            throw new SnapshotFailedException(
                    source.address() + " announced " + size + " bytes and sent " + examination.bytes(),
                    "look for I/O errors in the server's log; the file it wrote may be bad too");
        }
        if (examination.verdict() == Verdict.DAMAGED) {
            throw new SnapshotFailedException(
                    source.address() + " sent a damaged snapshot: " + examination.reason(),
                    "look for I/O errors in the server's log, and check its disk");
        }
    }

    private Optional<Manifest> awaitManifest(SnapshotId id) {
        // not by the clock, which may be set meanwhile
        long end = System.nanoTime() + timing.manifestGrace().toNanos();
        Optional<Manifest> manifest = vault.manifest(ensemble.name(), id);
        while (manifest.isEmpty() && System.nanoTime() < end) {
            pause();
            manifest = vault.manifest(ensemble.name(), id);
        }
        return manifest;
    }

    private static void pause() {
        try {
            // between two looks at the vault: S3 tells nobody when an object comes to be
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SnapshotFailedException("interrupted while waiting for a manifest", "run it again", e);
        }
    }

    private static SnapshotFailedException overtaken(SnapshotId id) {
        return new SnapshotFailedException(
                "another invocation is storing " + id + " at this moment", "its result counts; nothing is lost");
    }
}
