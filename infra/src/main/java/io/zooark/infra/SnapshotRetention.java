package io.zooark.infra;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The classes of snapshots; the class is the first part of their keys, and says how long they are kept. */
enum SnapshotRetention {
    HOURLY(3),
    DAILY(35),
    WEEKLY(100),
    MONTHLY(400),
    MANUAL(400),
    SAFETY(100);

    /** How long a snapshot that was deleted or replaced can still be fetched back: a week to notice it. */
    private static final int LONGEST_DELETED_DAYS = 7;

    private final int usualDays;

    SnapshotRetention(int usualDays) {
        this.usualDays = usualDays;
    }

    /** Returns the class as it stands in keys. */
    String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns for how many days a snapshot is kept when the vault's owner says nothing else. */
    int usualDays() {
        return usualDays;
    }

    /** Returns for how many days more one can be fetched back that was kept for so many; never longer than that. */
    static int deletedDays(int days) {
        return Math.min(days, LONGEST_DELETED_DAYS);
    }

    /** Returns what every key of one ensemble's snapshots begins with, as patterns. */
    static List<String> keysOf(String ensemble) {
        return Arrays.stream(values())
                .map(retention -> retention.prefix() + "/" + ensemble + "/*")
                .toList();
    }
}
