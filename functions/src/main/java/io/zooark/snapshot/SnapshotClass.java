package io.zooark.snapshot;

import java.util.List;
import java.util.Locale;

/** Why a snapshot was taken, and so how long it is kept: the first part of its key, and of a lifecycle rule. */
public enum SnapshotClass {
    MONTHLY,
    WEEKLY,
    DAILY,
    HOURLY,
    /** Asked for by a person. */
    MANUAL,
    /** Taken by a restore before it changes anything; never a candidate for {@code latest}. */
    SAFETY;

    /** Returns the classes that the schedule fills, the rarest first. */
    public static List<SnapshotClass> scheduled() {
        return List.of(MONTHLY, WEEKLY, DAILY, HOURLY);
    }

    /** Returns the classes among which {@code latest} is searched. */
    public static List<SnapshotClass> backups() {
        return List.of(MONTHLY, WEEKLY, DAILY, HOURLY, MANUAL);
    }

    /** Returns the name as it stands in keys and in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the name as it stands in keys.
     *
     * @throws IllegalArgumentException if there is no such class
     */
    public static SnapshotClass parse(String text) {
        for (SnapshotClass candidate : values()) {
            if (candidate.toString().equals(text)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("no class of snapshots is called '" + text + "'");
    }
}
