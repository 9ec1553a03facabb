package io.zooark.local.bench;

/**
 * What the median of a figure shall be. Missing it fails nothing: it is said.
 *
 * @param atMost whether the limit is from above
 * @param limit in the unit of the figure
 */
record Goal(boolean atMost, double limit) {
    static Goal atMost(double limit) {
        return new Goal(true, limit);
    }

    static Goal atLeast(double limit) {
        return new Goal(false, limit);
    }

    boolean metBy(double value) {
        return atMost ? value <= limit : value >= limit;
    }

    /** Returns it as the table shows it. */
    String text(Unit unit) {
        return (atMost ? "<= " : ">= ") + unit.text(limit);
    }
}
