package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of what a drill left beside a manifest, such as {@code drill-20261122T110000.123Z-passed.json}: one
 * listing of keys tells which backups are proven.
 *
 * @param at when the drill was made, to the millisecond: a small backup is drilled several times in a second. A name without
 *     milliseconds, as they were written once, is one of a whole second
 * @param passed whether a real server came up with the snapshot and held what its manifest says
 */
public record DrillName(Instant at, boolean passed) {
    private static final DateTimeFormatter STAMP = stamp("uuuuMMdd'T'HHmmss[.SSS]'Z'");
    private static final DateTimeFormatter WHOLE_SECONDS = stamp("uuuuMMdd'T'HHmmss'Z'");
    private static final Pattern NAME = Pattern.compile("drill-(\\d{8}T\\d{6}(?:\\.\\d{3})?Z)-(passed|failed)\\.json");

    private static DateTimeFormatter stamp(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    public DrillName {
        at = requireNonNull(at, "at is null").truncatedTo(ChronoUnit.MILLIS);
    }

    /** Reads the form that {@link #toString} writes; empty for the name of anything else. */
    public static Optional<DrillName> parse(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DrillName(
                    STAMP.parse(parts.group(1), Instant::from), parts.group(2).equals("passed")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Returns the last part of the object's key. */
    @Override
    public String toString() {
        boolean whole = at.equals(at.truncatedTo(ChronoUnit.SECONDS));
        DateTimeFormatter stamp = whole ? WHOLE_SECONDS : STAMP;
        return "drill-" + stamp.format(at) + (passed ? "-passed" : "-failed") + ".json";
    }
}
