package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Names the snapshot that a request asks for, by what the vault holds. */
final class Naming {
    private final Equipment equipment;
    private final TakeSnapshot.Request request;
    private final Instant due;

    Naming(Equipment equipment, TakeSnapshot.Request request) {
        this.equipment = requireNonNull(equipment, "equipment is null");
        this.request = requireNonNull(request, "request is null");
        this.due = request.scheduledTime() == null ? equipment.timing().clock().instant() : request.scheduledTime();
    }

    /** Returns what an earlier delivery of the same event has made; a scheduled one may be of any class. */
    Optional<Manifest> alreadyTaken() {
        SnapshotClass asked = request.snapshotClass();
        return (asked == null ? SnapshotClass.scheduled() : List.of(asked))
                .stream()
                        .map(candidate ->
                                equipment.vault().manifest(equipment.ensemble().name(), new SnapshotId(candidate, due)))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    SnapshotName name() {
        SnapshotClass asked = request.snapshotClass();
        if (asked != null) {
            return SnapshotName.requested(new SnapshotId(asked, due), Optional.ofNullable(request.label()));
        }
        Ensemble ensemble = equipment.ensemble();
        Rotation rotation = new Rotation(
                ensemble.name(), equipment.vault(), ensemble.backups().zone());
        return SnapshotName.scheduled(new SnapshotId(rotation.classOf(due), due));
    }
}
