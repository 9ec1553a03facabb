package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a person types to start a restore: the input of the state machine's execution.
 *
 * @param confirm the ensemble's name, typed again
 * @param snapshot which one; the newest proven backup when missing
 * @param dryRun whether to stop after the plan
 */
public record RestoreInput(String confirm, @Nullable SnapshotChoice snapshot, boolean dryRun) {
    public RestoreInput {
        requireNonNull(confirm, "confirm is null");
    }

    /** Returns the choice, or the default. */
    public SnapshotChoice choice() {
        return snapshot == null ? new SnapshotChoice.Latest() : snapshot;
    }
}
