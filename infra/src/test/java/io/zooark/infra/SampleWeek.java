package io.zooark.infra;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * A week of an ensemble, for the picture of its dashboard: a backup every hour and a drill every night, two backups missed on
 * the third day, a dry run that was refused, and one restore on the fifth.
 */
final class SampleWeek {
    /** Five minutes each. */
    static final int STEPS = 7 * 24 * 12;

    private static final int HOUR = 12;
    private static final int DAY = 24 * HOUR;
    private static final double MISSING = Double.NaN;

    /** Twice in a row the servers did not answer. */
    private static final int OUTAGE = 2 * DAY + 9 * HOUR;

    private static final int REFUSED = 3 * DAY + 14 * HOUR;
    private static final int DRY_RUN = 4 * DAY + 10 * HOUR;
    private static final int RESTORE = DRY_RUN + 6 * HOUR;

    private static final Map<String, IntToDoubleFunction> SERIES = series();

    private SampleWeek() {}

    /** Returns a metric's value in a step; not a number where there is none. */
    static double value(String metric, int step) {
        IntToDoubleFunction series = SERIES.get(metric);
        if (series == null) {
            throw new AssertionError("draw " + metric + " from something: SampleWeek has no series of it");
        }
        return series.applyAsDouble(step);
    }

    private static Map<String, IntToDoubleFunction> series() {
        Map<String, IntToDoubleFunction> series = new TreeMap<>();
        series.put("BackupAgeSeconds", step -> 300.0 * (step - lastBackup(step)) + 9);
        series.put("ProvenAgeSeconds", step -> 300.0 * (step - lastDrill(step)) + 2000);
        series.put("Bytes", step -> hourly(step, 182e6 + growth(step) * 600));
        series.put("Znodes", step -> hourly(step, 812_000 + 3 * growth(step)));
        series.put("DurationMs", step -> hourly(step, 6800 + 900 * Math.sin(step / 23.0) + 500 * Math.sin(step / 7.0)));
        series.put("BackupSucceeded", step -> step % HOUR == 1 ? (missed(step) ? 0 : 1) : MISSING);
        series.put("Torn", step -> hourly(step, torn(step)));
        series.put("DrillSucceeded", step -> step % DAY == 3 * HOUR + 7 ? 1 : MISSING);
        series.put("DrillFailed", step -> 0);
        series.put("ClosedSeconds", step -> step == RESTORE + 2 ? 131 : 0);
        series.put("ShutOutSeconds", step -> step == RESTORE + 3 ? 174 : MISSING);
        series.put("ExecutionsStarted", step -> at(step, REFUSED, DRY_RUN, RESTORE));
        series.put("ExecutionsSucceeded", step -> at(step, DRY_RUN, RESTORE));
        series.put("ExecutionsFailed", step -> at(step, REFUSED));
        return series;
    }

    private static double at(int step, int... events) {
        for (int event : events) {
            if (step == event) {
                return 1;
            }
        }
        return MISSING;
    }

    private static double hourly(int step, double value) {
        return step % HOUR == 1 && !missed(step) ? value : MISSING;
    }

    private static boolean missed(int step) {
        return step >= OUTAGE && step < OUTAGE + 2 * HOUR;
    }

    private static int lastBackup(int step) {
        int last = Math.floorDiv(step - 1, HOUR) * HOUR + 1;
        while (missed(last)) {
            last -= HOUR;
        }
        return last;
    }

    private static int lastDrill(int step) {
        return Math.floorDiv(step - 3 * HOUR - 7, DAY) * DAY + 3 * HOUR + 7;
    }

    /** What is restored is an hour old: what came since is gone. */
    private static double growth(int step) {
        int counted = step > RESTORE ? step - 10 * HOUR : step;
        return counted * 24.0 + 4000 * Math.sin(2 * Math.PI * counted / DAY);
    }

    /** When much is written. */
    private static double torn(int step) {
        int hour = step % DAY / HOUR;
        int day = step / DAY;
        boolean busy = hour >= 9 && hour <= 16 && (hour * 7 + day * 5) % 4 == 0;
        return busy ? (hour + day) % 2 + 1 : 0;
    }
}
