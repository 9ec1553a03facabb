package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What lies in the vault under the name of one snapshot, as one listing of keys tells.
 *
 * @param id the snapshot's name
 * @param names the names of its objects, without the folder
 */
public record Folder(SnapshotId id, Set<String> names) {
    public Folder {
        requireNonNull(id, "id is null");
        names = Set.copyOf(names);
    }

    /** Returns whether it has a manifest; without one the snapshot does not exist. */
    public boolean finished() {
        return names.contains(SnapshotId.MANIFEST);
    }

    /** Returns whether the bytes of the snapshot are there. */
    public boolean holdsBytes() {
        return names.contains(SnapshotId.SNAPSHOT);
    }

    /** Returns the drills that were made with it, the newest first. */
    public List<DrillName> drills() {
        return names.stream()
                .map(DrillName::parse)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(DrillName::at).reversed())
                .toList();
    }
}
