package io.zooark.local.bench;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One run of one way to make a backup.
 *
 * @param from when it began, as {@link System#nanoTime}
 * @param to when it had ended
 * @param taken what TakeSnapshot says that it got; empty for a way that does not look
 * @param peakMegabytes the most memory that its process had, where that was asked
 * @param writeMillis how long each write took that was due meanwhile; empty without writers
 */
record Backup(long from, long to, String taken, OptionalDouble peakMegabytes, List<Double> writeMillis) {
    Backup {
        writeMillis = List.copyOf(writeMillis);
    }

    double seconds() {
        return (to - from) / 1e9;
    }

    double p99() {
        return Summary.percentile(writeMillis, 0.99);
    }

    Backup withWrites(List<Double> millis) {
        return new Backup(from, to, taken, peakMegabytes, millis);
    }
}
