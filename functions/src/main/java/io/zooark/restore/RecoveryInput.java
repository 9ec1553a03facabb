package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What starts a recovery: an event, the five-minute schedule, or a person.
 *
 * @param confirm the ensemble's name
 * @param undo the restore whose set-aside data is to be put back although it succeeded, or left the ensemble closed
 * @param sharedGroups whether an undoing may close security groups that other interfaces have too
 */
public record RecoveryInput(String confirm, @Nullable String undo, boolean sharedGroups) {
    public RecoveryInput {
        requireNonNull(confirm, "confirm is null");
    }
}
