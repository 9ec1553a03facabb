package io.zooark.infra;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the fields of a configuration; each refusal names the field as it stands in the file. */
final class Fields {
    static final Pattern KEY_ARN = Pattern.compile("arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+");

    private static final int LAST_PORT = 65_535;

    private Fields() {}

    static void present(String field, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
    }

    static void matches(String field, @Nullable String value, Pattern pattern, String wanted) {
        present(field, value);
        if (value == null || !pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(field + " must be " + wanted + ", got '" + value + "'");
        }
    }

    /** Returns the list, which holds something, and nothing blank. */
    static List<String> filled(String field, @Nullable List<String> values) {
        if (values == null || values.isEmpty()) {
            throw new IllegalArgumentException(field + " is missing or empty");
        }
        if (values.stream().anyMatch(value -> value == null || value.isBlank())) {
            throw new IllegalArgumentException(field + " has a blank entry: " + values);
        }
        return List.copyOf(values);
    }

    static void port(String field, int port) {
        within(field, port, 1, LAST_PORT);
    }

    static void within(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + " must be from " + least + " to " + most + ", got " + value);
        }
    }

    static void zone(String field, String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    field + " must be a time zone like Europe/Berlin, got '" + zone + "'", e);
        }
    }
}
