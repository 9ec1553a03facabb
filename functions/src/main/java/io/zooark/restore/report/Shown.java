package io.zooark.restore.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times, durations and sizes as a person reads them. */
final class Shown {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Shown() {}

    static String moment(Instant time) {
        return MOMENT.format(time);
    }

    static String clock(Instant time) {
        return CLOCK.format(time);
    }

    /** Returns the two largest units; below a minute tenths of a second. */
    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds >= Duration.ofDays(1).toSeconds()) {
            return duration.toDays() + " d " + duration.toHoursPart() + " h";
        }
        if (seconds >= Duration.ofHours(1).toSeconds()) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        if (seconds >= Duration.ofMinutes(1).toSeconds()) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return String.format(Locale.ROOT, "%.1f s", Math.max(0, duration.toMillis()) / 1000.0);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String count(long number, String one) {
        return count(number) + " " + one + (number == 1 ? "" : "s");
    }

    static String bytes(long bytes) {
        return bytes < 1_000_000 ? count(bytes) + " bytes" : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
}
