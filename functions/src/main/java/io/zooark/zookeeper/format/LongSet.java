package io.zooark.zookeeper.format;

/** A set of longs that stays small: beyond a million it takes no more and says that it holds everything. */
final class LongSet {
    private static final int MOST = 1 << 20;

    private long[] table = new long[64];
    private int size;
    private boolean zero;

    void add(long value) {
        if (value == 0) {
            zero = true;
        } else if (size < MOST) {
            insert(value);
        }
    }

    /** Tells whether the value was added; true for any value once the set is full. */
    boolean contains(long value) {
        return value == 0 ? zero : size == MOST || table[slot(table, value)] != 0;
    }

    private void insert(long value) {
        int slot = slot(table, value);
        if (table[slot] != 0) {
            return;
        }
        table[slot] = value;
        size++;
        if (size * 2 > table.length) {
            grow();
        }
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        for (long value : table) {
            if (value != 0) {
                larger[slot(larger, value)] = value;
            }
        }
        table = larger;
    }

    /** Returns where the value is, or the free place where it belongs. */
    private static int slot(long[] table, long value) {
        int mask = table.length - 1;
        int slot = Long.hashCode(value * 0x9e3779b97f4a7c15L) & mask;
        while (table[slot] != 0 && table[slot] != value) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
