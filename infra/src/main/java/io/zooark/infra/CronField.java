package io.zooark.infra;

import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** One field of a cron expression: lists, ranges, steps, and names where it has any. */
final class CronField {
    private final String field;
    private final int first;
    private final int last;
    private final List<String> names;
    private final NavigableSet<Integer> values = new TreeSet<>();

    /**
     * Reads a field.
     *
     * @param names of its values from the first on; empty where it has none
     */
    CronField(String field, String text, int first, int last, List<String> names) {
        this.field = field;
        this.first = first;
        this.last = last;
        this.names = names;
        for (String part : text.split(",", -1)) {
            add(part);
        }
    }

    /** Returns its values, ascending. */
    NavigableSet<Integer> values() {
        return values;
    }

    /** Returns the days of which something is one of the values. */
    Predicate<LocalDate> on(ToIntFunction<LocalDate> of) {
        return day -> values.contains(of.applyAsInt(day));
    }

    private void add(String part) {
        int slash = part.indexOf('/');
        String range = slash < 0 ? part : part.substring(0, slash);
        int step = slash < 0 ? 1 : number(field, part.substring(slash + 1), 1, last);
        int dash = range.indexOf('-');
        int from;
        int to;
        if (range.equals("*")) {
            from = first;
            to = last;
        } else if (dash > 0) {
            from = value(range.substring(0, dash));
            to = value(range.substring(dash + 1));
        } else {
            from = value(range);
            to = slash < 0 ? from : last;
        }
        if (from > to) {
            throw new IllegalArgumentException(field + " has a range that runs backwards: '" + part + "'");
        }
        for (int value = from; value <= to; value += step) {
            values.add(value);
        }
    }

    private int value(String text) {
        int named = names.indexOf(text);
        return named >= 0 ? first + named : number(field, text, first, last);
    }

    static int number(String field, String text, int first, int last) {
        try {
            int number = Integer.parseInt(text);
            if (number >= first && number <= last) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with what was wanted
        }
        throw new IllegalArgumentException(
                field + " takes numbers from " + first + " to " + last + ", got '" + text + "'");
    }
}
