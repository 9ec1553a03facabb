package io.zooark.zookeeper.format;

/**
 * Znodes by the fingerprint of their path, 32 bytes for each: 16 of the path's, 8 of the data's, 8 of {@link Facts}.
 *
 * <p>It consists of many small tables that grow by a quarter when they are four fifths full, so that there is never a
 * second copy of the whole, and takes 40 to 50 bytes for each znode.
 */
final class FingerprintTable {
    private static final int SEGMENT_BITS = 12;
    private static final int ENTRY = 4;
    private static final int LOW = 1;
    private static final int DATA = 2;
    private static final int FACTS = 3;
    private static final int FEWEST_PLACES = 8;

    private final long[][] segments = new long[1 << SEGMENT_BITS][FEWEST_PLACES * ENTRY];
    private final int[] sizes = new int[1 << SEGMENT_BITS];
    private long size;
    /** The entry that was sought last. */
    private long[] segment = segments[0];

    private int entry;

    /** Adds a znode, or replaces one of the same path. */
    void put(long high, long low, long data, long facts) {
        int number = number(high);
        if (seek(high, low)) {
            store(high, low, data, facts);
            return;
        }
        int places = segment.length / ENTRY;
        if ((sizes[number] + 1) * 5L > places * 4L) {
            segments[number] = grown(segment);
            seek(high, low);
        }
        sizes[number]++;
        size++;
        store(high, low, data, facts);
    }

    /** Goes to the znode with this path and tells whether there is one. */
    boolean seek(long high, long low) {
        segment = segments[number(high)];
        entry = entryOf(segment, high, low);
        return segment[entry + FACTS] != 0;
    }

    /** Returns the data's fingerprint of the znode that was sought last. */
    long data() {
        return segment[entry + DATA];
    }

    /** Returns the facts about the znode that was sought last. */
    long facts() {
        return segment[entry + FACTS];
    }

    /** Replaces the facts about the znode that was sought last. */
    void facts(long facts) {
        segment[entry + FACTS] = facts;
    }

    long size() {
        return size;
    }

    private void store(long high, long low, long data, long facts) {
        segment[entry] = high;
        segment[entry + LOW] = low;
        segment[entry + DATA] = data;
        segment[entry + FACTS] = facts;
    }

    private static int number(long high) {
        return (int) (high >>> (Long.SIZE - SEGMENT_BITS));
    }

    private static long[] grown(long[] old) {
        int places = old.length / ENTRY;
        long[] larger = new long[(places + Math.max(places / 4, FEWEST_PLACES)) * ENTRY];
        for (int from = 0; from < old.length; from += ENTRY) {
            if (old[from + FACTS] != 0) {
                System.arraycopy(old, from, larger, entryOf(larger, old[from], old[from + LOW]), ENTRY);
            }
        }
        return larger;
    }

    /** Returns where the path's entry is, or the free one where it belongs. */
    private static int entryOf(long[] segment, long high, long low) {
        int places = segment.length / ENTRY;
        int place = (int) (((low >>> Integer.SIZE) * places) >>> Integer.SIZE);
        while (true) {
            int from = place * ENTRY;
            if (segment[from + FACTS] == 0 || (segment[from] == high && segment[from + LOW] == low)) {
                return from;
            }
            place = place + 1 == places ? 0 : place + 1;
        }
    }
}
