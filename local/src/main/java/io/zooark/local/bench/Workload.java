package io.zooark.local.bench;

import java.util.Locale;

/**
 * A tree to fill an ensemble with.
 *
 * @param znodes how many
 * @param dataBytes of each
 * @param heapMegabytes that each server needs for it
 */
record Workload(int znodes, int dataBytes, int heapMegabytes) {
    private static final int AROUND_THE_HEAP = 200;
    private static final int MEASURING = 2000;

    Workload {
        if (znodes < 1000 || dataBytes < 1 || heapMegabytes < 1) {
            throw new IllegalArgumentException("a workload needs a thousand znodes, data and heap, got " + znodes
                    + " of " + dataBytes + " bytes in " + heapMegabytes + " MB");
        }
    }

    String title() {
        return String.format(Locale.ROOT, "%,d znodes of %,d bytes", znodes, dataBytes);
    }

    /** Returns how much memory a machine needs for three such servers and those who measure. */
    double memoryMegabytes() {
        return 3.0 * (heapMegabytes + AROUND_THE_HEAP) + MEASURING;
    }

    /** Returns the name of its folder. */
    String folder() {
        return znodes + "x" + dataBytes;
    }
}
