package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.restore.RestoreOptions.Method;
import io.zooark.restore.RestoreOptions.OnFailure;
import io.zooark.restore.RestoreOptions.Sessions;
import io.zooark.snapshot.SnapshotId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person types to start a restore: the input of the state machine's execution. Only {@code confirm} must be there.
 *
 * @param confirm the ensemble's name, typed again
 * @param snapshot which one; the newest proven backup when missing
 * @param dryRun whether to stop after the plan
 * @param onFailure what becomes of the ensemble when the restore fails after data was moved; roll-back when missing
 * @param approval whether a person must approve the plan before the first change
 * @param sessions what becomes of the snapshot's sessions; left out when missing
 * @param without names of servers that cannot be reached and are left out
 * @param sharedGroups whether security groups may be closed that other interfaces have too
 * @param accept the verdict, typed out, of a snapshot that is not CONSISTENT: TORN or UNPROVEN
 * @param method how the snapshot comes onto the servers; by their AdminServers when missing
 */
public record RestoreInput(
        String confirm,
        @Nullable SnapshotChoice snapshot,
        boolean dryRun,
        @Nullable OnFailure onFailure,
        boolean approval,
        @Nullable Sessions sessions,
        List<String> without,
        boolean sharedGroups,
        @Nullable String accept,
        @Nullable Method method) {

    public RestoreInput {
        requireNonNull(confirm, "confirm is null");
        without = without == null ? List.of() : List.copyOf(without);
    }

    /** Returns the input of a person who typed nothing but the name. */
    public static RestoreInput of(String confirm) {
        return new RestoreInput(confirm, null, false, null, false, null, List.of(), false, null, null);
    }

    /** Returns the same for the snapshot that was found: another may be the latest by now. */
    RestoreInput of(SnapshotId found) {
        SnapshotChoice byId = new SnapshotChoice.ById(found);
        return new RestoreInput(
                confirm,
                choice() instanceof SnapshotChoice.OfEnsemble other
                        ? new SnapshotChoice.OfEnsemble(other.ensemble(), byId)
                        : byId,
                dryRun,
                onFailure,
                approval,
                sessions,
                without,
                sharedGroups,
                accept,
                method);
    }

    /** Returns the choice, or the default. */
    public SnapshotChoice choice() {
        return snapshot == null ? new SnapshotChoice.Latest() : snapshot;
    }

    /** Returns how it is to be done, with the defaults in place. */
    public RestoreOptions options() {
        return new RestoreOptions(
                Optional.ofNullable(onFailure).orElse(OnFailure.ROLL_BACK),
                approval,
                Optional.ofNullable(sessions).orElse(Sessions.LEAVE_OUT),
                without,
                Optional.ofNullable(method).orElse(Method.ADMIN));
    }
}
