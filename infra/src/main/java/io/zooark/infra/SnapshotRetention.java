package io.zooark.infra;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How long the snapshots of each class are kept; the class is the first part of their keys. */
enum SnapshotRetention {
    HOURLY(3),
    DAILY(35),
    WEEKLY(100),
    MONTHLY(400),
    MANUAL(400),
    SAFETY(100);

    /** How long a snapshot that was deleted or replaced can still be fetched back: a week to notice it. */
    private static final int LONGEST_DELETED_DAYS = 7;

    private final int days;

    SnapshotRetention(int days) {
        this.days = days;
    }

    /** Returns the class as it stands in keys. */
    String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns for how many days a snapshot is kept. */
    int days() {
        return days;
    }

    /** Returns for how many days more it can be fetched back; never longer than it was kept. */
    int deletedDays() {
        return Math.min(days, LONGEST_DELETED_DAYS);
    }

    /** Returns what every key of one ensemble's snapshots begins with, as patterns. */
    static List<String> keysOf(String ensemble) {
        return Arrays.stream(values())
                .map(retention -> retention.prefix() + "/" + ensemble + "/*")
                .toList();
    }
}
