package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What one event's snapshot is called, once it is known how it came out.
 *
 * <p>A torn one of the schedule is hourly whatever the hour: under {@code monthly/} it would be kept for more than a year.
 *
 * @param whole its id if it comes out whole
 * @param torn its id if it comes out torn
 * @param label what the person who asked for it calls it
 */
record SnapshotName(SnapshotId whole, SnapshotId torn, Optional<String> label) {
    SnapshotName {
        requireNonNull(whole, "whole is null");
        requireNonNull(torn, "torn is null");
        requireNonNull(label, "label is null");
    }

    /** Names what the schedule takes. */
    static SnapshotName scheduled(SnapshotId id) {
        return new SnapshotName(id, new SnapshotId(SnapshotClass.HOURLY, id.scheduledTime()), Optional.empty());
    }

    /** Names what somebody asks for: it stays under the class that was asked for, however it comes out. */
    static SnapshotName requested(SnapshotId id, Optional<String> label) {
        return new SnapshotName(id, id, label);
    }

    /** Returns whether the id depends on how it comes out. */
    boolean open() {
        return !whole.equals(torn);
    }

    /** Returns every id that it may have. */
    Set<SnapshotId> ids() {
        Set<SnapshotId> ids = new LinkedHashSet<>();
        ids.add(whole);
        ids.add(torn);
        return ids;
    }
}
