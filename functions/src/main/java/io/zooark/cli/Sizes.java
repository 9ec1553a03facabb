package io.zooark.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Sizes {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};
    private static final int STEP = 1000;

    private Sizes() {}

    /** Returns three digits and a unit, such as {@code 5.03 MB}; units go in thousands, as S3's own. */
    static String bytes(long count) {
        double value = count;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        if (unit == 0) {
            return count + " B";
        }
        int digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + digits + "f %s", value, UNITS[unit]);
    }

    /** Returns a length of time in its largest unit, such as {@code 5m}; hours up to two days. */
    static String age(Duration age) {
        if (age.toMinutes() < 1) {
            return Math.max(0, age.toSeconds()) + "s";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + "m";
        }
        return age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
