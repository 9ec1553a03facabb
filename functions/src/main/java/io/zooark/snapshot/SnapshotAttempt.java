package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.ServerStatus;
import io.zooark.error.RestoreException;
import io.zooark.error.SnapshotFailedException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** One try at taking a snapshot from one server: stream it into an upload, and examine it on the way. */
final class SnapshotAttempt {
    private final Equipment equipment;
    private final Watch watch;

    SnapshotAttempt(Equipment equipment, Watch watch) {
        this.equipment = requireNonNull(equipment, "equipment is null");
        this.watch = requireNonNull(watch, "watch is null");
    }

    /**
     * Takes the snapshot.
     *
     * @param mistrusted whether one has come out torn against all appearance: then this one goes under its torn name
     * @return whole, torn or unproven
     * @throws RestoreException if the server gave none, or a damaged one
     */
    Draft take(SnapshotName name, ServerStatus source, String why, boolean mistrusted) {
        Instant startedAt = equipment.timing().clock().instant();
        watch.opens(source.address());
        try (AdminServer.Download download =
                watch.over(equipment.servers().at(source.address()).openSnapshot())) {
            try {
                watch.announces(download.size());
                boolean torn = name.open() && (mistrusted || mayBeTorn(source, download));
                SnapshotId id = torn ? name.torn() : name.whole();
                return new Stream(source, download).into(id, startedAt, why);
            } finally {
                watch.release(download);
            }
        } catch (IOException e) {
            throw new SnapshotFailedException(
                    "the snapshot of " + source.address() + " broke off: " + e.getMessage(),
                    "look at the server's log and its network; the next attempt starts from nothing",
                    e);
        }
    }

    /**
     * Returns whether transactions have been applied since the server began to write. It has written its whole file
     * before its answer begins (SnapshotCommand of ZooKeeper 3.9), so that what stands where it stood cannot be torn.
     * What has moved on may be: the last bytes tell, but the name of the upload must be chosen before the first.
     */
    private boolean mayBeTorn(ServerStatus source, AdminServer.Download download) {
        try {
            return !equipment.servers().at(source.address()).status().lastZxid().equals(download.startZxid());
        } catch (RestoreException e) {
            return true;
        }
    }

    /** A download on its way into an upload. */
    private final class Stream {
        private final ServerStatus source;
        private final AdminServer.Download download;

        Stream(ServerStatus source, AdminServer.Download download) {
            this.source = source;
            this.download = download;
        }

        Draft into(SnapshotId id, Instant startedAt, String why) throws IOException {
            Vault.Upload upload =
                    watch.over(equipment.vault().begin(equipment.ensemble().name(), id, download.size()));
            try {
                TeeInputStream tee = new TeeInputStream(download.body(), upload.out(), watch);
                Examination examination = equipment.examiner().examine(tee, Optional.of(download.startZxid()));
                refuseDamaged(examination);
                return new Draft(id, startedAt, source, why, examination, upload);
            } catch (IOException | RuntimeException | Error e) {
                Draft.abort(upload);
                watch.release(upload);
                throw e;
            }
        }

        private void refuseDamaged(Examination examination) {
            if (examination.bytes() != download.size()) {
                // ZooKeeper swallows its own read errors: only the length tells that the stream was cut short
                throw new SnapshotFailedException(
                        source.address() + " announced " + download.size() + " bytes and sent " + examination.bytes(),
                        "look for I/O errors in the server's log; the file it wrote may be bad too");
            }
            if (examination.verdict() == Verdict.DAMAGED) {
                throw new SnapshotFailedException(
                        source.address() + " sent a damaged snapshot: " + examination.reason(),
                        "look for I/O errors in the server's log, and check its disk");
            }
        }
    }
}
