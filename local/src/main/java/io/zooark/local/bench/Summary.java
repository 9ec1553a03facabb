package io.zooark.local.bench;

import java.util.Collection;
import java.util.List;

/**
 * Many measurements of one thing as a person reads them.
 *
 * @param median the middle one; between the middle two where their number is even
 * @param min the least
 * @param max the most
 */
record Summary(double median, double min, double max) {

    /** Sums up at least one measurement. */
    static Summary of(Collection<Double> values) {
        List<Double> sorted = sorted(values);
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Summary(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /**
     * Returns the least measurement that at least this share of all do not exceed: the 99th percentile for 0.99, which of
     * fewer than a hundred is the most.
     */
    static double percentile(Collection<Double> values, double share) {
        List<Double> sorted = sorted(values);
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }

    private static List<Double> sorted(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        return values.stream().sorted().toList();
    }
}
