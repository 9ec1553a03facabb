package io.zooark.infra;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;

/**
 * The days that the fields day-of-month and day-of-week of a cron expression name, one of which is {@code ?}.
 *
 * <p>Source: "Schedule types in EventBridge Scheduler", cron-based schedules.
 */
final class CronDays {
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int LAST_DAY = 31;
    private static final int DAYS_OF_WEEK = 7;
    private static final int MOST_WEEKS = 5;

    private CronDays() {}

    /** Reads both fields. */
    static Predicate<LocalDate> parse(String ofMonth, String ofWeek) {
        if (ofMonth.equals("?") == ofWeek.equals("?")) {
            throw new IllegalArgumentException(
                    "one of day-of-month and day-of-week must be ?, got '" + ofMonth + "' and '" + ofWeek + "'");
        }
        return ofWeek.equals("?") ? ofMonth(ofMonth) : ofWeek(ofWeek);
    }

    private static Predicate<LocalDate> ofMonth(String field) {
        if (field.equals("L")) {
            return day -> day.getDayOfMonth() == day.lengthOfMonth();
        }
        if (field.equals("LW")) {
            return day -> day.equals(nearestWeekday(YearMonth.from(day), LAST_DAY));
        }
        if (field.endsWith("W")) {
            int wanted = CronField.number("day-of-month", field.substring(0, field.length() - 1), 1, LAST_DAY);
            return day -> day.equals(nearestWeekday(YearMonth.from(day), wanted));
        }
        return new CronField("day-of-month", field, 1, LAST_DAY, List.of()).on(LocalDate::getDayOfMonth);
    }

    /** Returns the weekday nearest to a day, in the same month. */
    private static LocalDate nearestWeekday(YearMonth month, int wanted) {
        LocalDate day = month.atDay(Math.min(wanted, month.lengthOfMonth()));
        LocalDate nearest = switch (day.getDayOfWeek()) {
            case SATURDAY -> day.minusDays(1);
            case SUNDAY -> day.plusDays(1);
            default -> day;
        };
        if (YearMonth.from(nearest).equals(month)) {
            return nearest;
        }
        return nearest.isBefore(day) ? day.plusDays(2) : day.minusDays(2);
    }

    private static Predicate<LocalDate> ofWeek(String field) {
        if (field.equals("L")) {
            return day -> day.getDayOfWeek() == DayOfWeek.SATURDAY;
        }
        if (field.endsWith("L")) {
            int wanted = dayOfWeek(field.substring(0, field.length() - 1));
            return day -> number(day) == wanted && day.getDayOfMonth() > day.lengthOfMonth() - DAYS_OF_WEEK;
        }
        int hash = field.indexOf('#');
        if (hash >= 0) {
            int wanted = dayOfWeek(field.substring(0, hash));
            int week = CronField.number("day-of-week", field.substring(hash + 1), 1, MOST_WEEKS);
            return day -> number(day) == wanted && ChronoUnit.WEEKS.between(day.withDayOfMonth(1), day) == week - 1;
        }
        return new CronField("day-of-week", field, 1, DAYS_OF_WEEK, DAYS).on(CronDays::number);
    }

    private static int dayOfWeek(String text) {
        int named = DAYS.indexOf(text) + 1;
        return named > 0 ? named : CronField.number("day-of-week", text, 1, DAYS_OF_WEEK);
    }

    /** Returns 1 for Sunday up to 7 for Saturday, as Scheduler counts. */
    private static int number(LocalDate day) {
        return day.getDayOfWeek().getValue() % DAYS_OF_WEEK + 1;
    }
}
