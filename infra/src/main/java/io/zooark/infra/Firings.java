package io.zooark.infra;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When EventBridge Scheduler starts what is on a schedule, so far as alarms need it: how long that can take.
 *
 * <p>By trying out the days of nine years, which hold every kind of month, two leap days and eighteen changes of the clock. A
 * local time that a change of the clock leaves out is not run, one that it brings twice is run once (EventBridge Scheduler
 * User Guide, "Daylight savings time").
 */
final class Firings {
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2032, 12, 31);
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;
    private static final int LAST_MINUTE = 59;
    private static final int LAST_HOUR = 23;
    private static final int FIELDS = 6;
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final Pattern RATE = Pattern.compile("rate\\((\\d{1,7}) (minute|hour|day)s?\\)");
    private static final Pattern CRON = Pattern.compile("cron\\((.+)\\)");

    private Firings() {}

    /**
     * Returns how long it takes at most until a schedule has fired so many times more, from a moment at which it has.
     *
     * @throws ConfigurationException if it is none that Scheduler takes, or does not fire so often
     */
    static Duration longestUntil(int times, EnsembleConfig.Schedule schedule) {
        String expression = schedule.expression();
        try {
            Matcher rate = RATE.matcher(expression);
            if (rate.matches()) {
                return interval(rate).multipliedBy(times);
            }
            Matcher cron = CRON.matcher(expression);
            if (cron.matches()) {
                return longest(times, cron.group(1), ZoneId.of(schedule.timeZone()));
            }
            throw new IllegalArgumentException("it must be cron(...) or rate(... minutes), (... hours) or (... days)");
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "the schedule " + expression + " cannot be watched: " + e.getMessage(),
                    "correct `expression`, as EventBridge Scheduler takes it: cron(minutes hours day-of-month month"
                            + " day-of-week year)",
                    e);
        }
    }

    private static Duration interval(Matcher rate) {
        long number = Long.parseLong(rate.group(1));
        if (number == 0) {
            throw new IllegalArgumentException("its rate is 0");
        }
        return switch (rate.group(2)) {
            case "minute" -> Duration.ofMinutes(number);
            case "hour" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static Duration longest(int times, String cron, ZoneId zone) {
        Deque<Instant> last = new ArrayDeque<>();
        Duration longest = Duration.ZERO;
        for (Instant firing : (Iterable<Instant>) firings(cron, zone)::iterator) {
            last.addLast(firing);
            if (last.size() > times) {
                Duration span = Duration.between(last.removeFirst(), firing);
                longest = span.compareTo(longest) > 0 ? span : longest;
            }
        }
        if (longest.isZero()) {
            throw new IllegalArgumentException(
                    "it fires less than " + (times + 1) + " times from " + FIRST_DAY + " to " + LAST_DAY);
        }
        return longest;
    }

    private static Stream<Instant> firings(String cron, ZoneId zone) {
        String[] fields = cron.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("it has " + fields.length + " fields, not " + FIELDS);
        }
        List<LocalTime> times = new ArrayList<>();
        CronField minutes = new CronField("minutes", fields[0], 0, LAST_MINUTE, List.of());
        for (int hour : new CronField("hours", fields[1], 0, LAST_HOUR, List.of()).values()) {
            minutes.values().forEach(minute -> times.add(LocalTime.of(hour, minute)));
        }
        Predicate<LocalDate> days = CronDays.parse(fields[2], fields[4])
                .and(new CronField("month", fields[3], 1, MONTHS.size(), MONTHS).on(LocalDate::getMonthValue))
                .and(new CronField("year", fields[5], FIRST_YEAR, LAST_YEAR, List.of()).on(LocalDate::getYear));
        return FIRST_DAY
                .datesUntil(LAST_DAY.plusDays(1))
                .filter(days)
                .flatMap(day -> times.stream().map(day::atTime))
                .filter(time -> exists(time, zone))
                .map(time -> time.atZone(zone).toInstant());
    }

    private static boolean exists(LocalDateTime time, ZoneId zone) {
        return !zone.getRules().getValidOffsets(time).isEmpty();
    }
}
