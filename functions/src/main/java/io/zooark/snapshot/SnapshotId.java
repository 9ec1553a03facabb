package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Names one snapshot of an ensemble by its class and its scheduled time, such as {@code daily-20261122T100000Z}.
 *
 * <p>The scheduled time, not the clock, is the name, so that a second delivery of one event finds what the first made.
 *
 * @param snapshotClass why it is taken
 * @param scheduledTime when it is due, to the second
 */
public record SnapshotId(SnapshotClass snapshotClass, Instant scheduledTime) {
    /** The last part of the key of the bytes, and of the manifest. */
    static final String SNAPSHOT = "snapshot";

    static final String MANIFEST = "manifest.json";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public SnapshotId {
        requireNonNull(snapshotClass, "snapshotClass is null");
        scheduledTime = requireNonNull(scheduledTime, "scheduledTime is null").truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Reads the form that {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is of another form
     */
    public static SnapshotId parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException("a snapshot id is like daily-20261122T100000Z, got '" + text + "'");
        }
        try {
            return new SnapshotId(
                    SnapshotClass.parse(text.substring(0, dash)), STAMP.parse(text.substring(dash + 1), Instant::from));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a snapshot id is like daily-20261122T100000Z, got '" + text + "'", e);
        }
    }

    /** Returns the time as it stands in keys; keys of one class sort by it. */
    public String stamp() {
        return STAMP.format(scheduledTime);
    }

    /** Returns the prefix of all snapshots of one class, with a slash at its end. */
    public static String prefix(SnapshotClass snapshotClass, String ensemble) {
        return snapshotClass + "/" + ensemble + "/";
    }

    /** Returns the prefix of everything that belongs to this snapshot, with a slash at its end. */
    public String folder(String ensemble) {
        return prefix(snapshotClass, ensemble) + stamp() + "/";
    }

    /** Returns the key of the snapshot's bytes. */
    public String snapshotKey(String ensemble) {
        return folder(ensemble) + SNAPSHOT;
    }

    /** Returns the key of its manifest. */
    public String manifestKey(String ensemble) {
        return folder(ensemble) + MANIFEST;
    }

    @Override
    public String toString() {
        return snapshotClass + "-" + stamp();
    }
}
