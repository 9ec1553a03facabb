package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.error.EnsembleBusyException;
import io.zooark.error.SnapshotFailedException;
import io.zooark.snapshot.Manifest.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a draft exist: its bytes under their name, and then its manifest. However often one event is delivered, and however
 * close together, one manifest comes of it.
 *
 * <p>Under one name S3 settles who is first. Where two deliveries go by two names, because only one of them came out whole,
 * each stores its bytes and then looks for the other's: at least one of them sees the other, and the one with the torn
 * name waits longer.
 */
final class Publication {
    private static final long POLL_MILLIS = 250;

    private final Equipment equipment;
    private final SnapshotName name;
    private final Watch watch;

    Publication(Equipment equipment, SnapshotName name, Watch watch) {
        this.equipment = requireNonNull(equipment, "equipment is null");
        this.name = requireNonNull(name, "name is null");
        this.watch = requireNonNull(watch, "watch is null");
    }

    /**
     * Publishes the draft, unless another delivery of the same event is faster: then it answers with what that one made.
     *
     * @param passedOver servers that were asked and gave nothing that is kept, each with its reason
     */
    TakeSnapshot.Taken publish(Draft draft, List<String> passedOver) {
        watch.says(draft.examination().bytes() + " bytes had come from "
                + draft.source().address() + ", and S3 was to make an object of them");
        // again, now that all bytes are here: a restore may have begun meanwhile, and they may be of its empty tree
        refuseClosed(equipment, name.whole());
        boolean contested = otherStored(draft.id());
        Optional<Manifest> theirs = contested ? awaitManifest(grace()) : Optional.empty();
        if (theirs.isPresent()) {
            return TakeSnapshot.Taken.of(theirs.get(), true);
        }
        try {
            return store(draft, passedOver, contested);
        } catch (IOException e) {
            throw new SnapshotFailedException(
                    "the snapshot of " + draft.source().address() + " could not be stored: " + e.getMessage(),
                    "look at the function's network to S3; the next attempt starts from nothing",
                    e);
        }
    }

    private TakeSnapshot.Taken store(Draft draft, List<String> passedOver, boolean contested) throws IOException {
        Optional<StoredObject> stored = draft.upload().complete();
        if (stored.isEmpty()) {
            // the same event was delivered twice: the first to store its bytes wins, if it lives to say so
            Optional<Manifest> theirs = awaitManifest(grace());
            if (theirs.isPresent()) {
                return TakeSnapshot.Taken.of(theirs.get(), true);
            }
            stored = draft.upload().replaceOrphan();
        }
        StoredObject object = stored.orElseThrow(() -> overtaken(draft.id()));
        if (!contested && otherStored(draft.id())) {
            // a live one publishes at once or waits for this one: whoever is whole need not wait so long
            Optional<Manifest> theirs = awaitManifest(draft.id().equals(name.whole()) ? grace().dividedBy(2) : grace());
            if (theirs.isPresent()) {
                return TakeSnapshot.Taken.of(theirs.get(), true);
            }
        }
        Optional<Manifest> faster = published();
        if (faster.isPresent()) {
            return TakeSnapshot.Taken.of(faster.get(), true);
        }
        // the manifest comes last: only now does the snapshot exist
        return publish(manifest(draft, passedOver, object));
    }

    /**
     * Refuses while a restore keeps the ensemble closed: what it has half done is nobody's backup, and would be the newest
     * one of all.
     *
     * @throws EnsembleBusyException unless the snapshot is the restore's own
     */
    static void refuseClosed(Equipment equipment, SnapshotId id) {
        String ensemble = equipment.ensemble().name();
        if (id.snapshotClass() != SnapshotClass.SAFETY) {
            equipment.closures().closedBy(ensemble).ifPresent(restore -> {
                throw new EnsembleBusyException(
                        "'" + ensemble + "' is closed by restore " + restore + ": no backup is taken of it",
                        "end that restore first; the next scheduled backup is taken when the ensemble is open again");
            });
        }
    }

    private Manifest manifest(Draft draft, List<String> passedOver, StoredObject object) {
        Instant now = equipment.timing().clock().instant();
        return new Manifest(
                Manifest.FORMAT_VERSION,
                equipment.ensemble().name(),
                draft.id(),
                name.label(),
                draft.startedAt(),
                Duration.between(draft.startedAt(), now),
                draft.source(),
                draft.why(),
                passedOver,
                draft.examination(),
                object,
                Map.of());
    }

    private TakeSnapshot.Taken publish(Manifest manifest) {
        watch.publishes();
        if (equipment.vault().publish(manifest)) {
            return TakeSnapshot.Taken.of(manifest, false);
        }
        return equipment
                .vault()
                .manifest(equipment.ensemble().name(), manifest.id())
                // it may be this very one, where S3's answer to a first call was lost
                .map(found -> TakeSnapshot.Taken.of(found, !found.object().equals(manifest.object())))
                .orElseThrow(() -> overtaken(manifest.id()));
    }

    /** Returns whether bytes of the same event lie under its other name. */
    private boolean otherStored(SnapshotId own) {
        return name.ids().stream()
                .filter(id -> !id.equals(own))
                .anyMatch(other -> equipment
                        .vault()
                        .list(equipment.ensemble().name(), other.snapshotClass())
                        .contains(other));
    }

    private Duration grace() {
        return equipment.timing().manifestGrace();
    }

    private Optional<Manifest> awaitManifest(Duration grace) {
        watch.says("another invocation, which has stored " + name.whole() + ", had not written its manifest yet");
        // not by the clock, which may be set meanwhile
        long end = System.nanoTime() + grace.toNanos();
        Optional<Manifest> manifest = published();
        while (manifest.isEmpty() && System.nanoTime() < end) {
            pause();
            manifest = published();
        }
        return manifest;
    }

    private Optional<Manifest> published() {
        watch.requireGoingOn();
        return name.ids().stream()
                .map(id -> equipment.vault().manifest(equipment.ensemble().name(), id))
                .flatMap(Optional::stream)
                .findFirst();
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
