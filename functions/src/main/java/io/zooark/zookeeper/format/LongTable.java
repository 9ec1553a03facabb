package io.zooark.zookeeper.format;

/** Two numbers for each of many longs, in 16 bytes a place, up to a limit; beyond it nothing is taken. */
final class LongTable {
    private static final int INITIAL = 64;
    private static final int NO_ROOM = -1;

    private final int most;
    private int capacity = INITIAL;
    private int size;
    /** Zero marks a free place, so the last place, outside the table proper, is that of the key zero. */
    private long[] keys = new long[INITIAL + 1];

    private int[] first = new int[INITIAL + 1];
    private int[] second = new int[INITIAL + 1];
    private boolean hasZero;

    /** Takes each key with its two numbers. */
    interface Visitor {
        void visit(long key, int first, int second);
    }

    LongTable(int most) {
        this.most = most;
    }

    /** Sets the first number of a key that may be new; tells whether there was room. */
    boolean put(long key, int value) {
        int place = place(key, value);
        if (place == NO_ROOM) {
            return false;
        }
        first[place] = value;
        return true;
    }

    /** Adds one to the second number of a key; tells whether there was room if it is new. */
    boolean count(long key, int firstIfNew) {
        int place = place(key, firstIfNew);
        if (place == NO_ROOM) {
            return false;
        }
        second[place]++;
        return true;
    }

    /** Returns the first number of a key, or another if the key is not there. */
    int get(long key, int otherwise) {
        if (key == 0) {
            return hasZero ? first[capacity] : otherwise;
        }
        int place = probe(keys, capacity, key);
        return keys[place] == 0 ? otherwise : first[place];
    }

    int size() {
        return size;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < capacity; i++) {
            if (keys[i] != 0) {
                visitor.visit(keys[i], first[i], second[i]);
            }
        }
        if (hasZero) {
            visitor.visit(0, first[capacity], second[capacity]);
        }
    }

    private int place(long key, int firstIfNew) {
        int place = key == 0 ? capacity : probe(keys, capacity, key);
        if (key == 0 ? hasZero : keys[place] != 0) {
            return place;
        }
        if (size == most) {
            return NO_ROOM;
        }
        if (size >= capacity / 4 * 3) {
            grow();
            place = key == 0 ? capacity : probe(keys, capacity, key);
        }
        size++;
        hasZero |= key == 0;
        keys[place] = key;
        first[place] = firstIfNew;
        return place;
    }

    private void grow() {
        int larger = capacity * 2;
        long[] newKeys = new long[larger + 1];
        int[] newFirst = new int[larger + 1];
        int[] newSecond = new int[larger + 1];
        for (int i = 0; i <= capacity; i++) {
            int place = i == capacity ? larger : probe(newKeys, larger, keys[i]);
            if (i == capacity || keys[i] != 0) {
                newKeys[place] = keys[i];
                newFirst[place] = first[i];
                newSecond[place] = second[i];
            }
        }
        keys = newKeys;
        first = newFirst;
        second = newSecond;
        capacity = larger;
    }

    /** Returns where the key is, or the free place where it belongs. */
    private static int probe(long[] keys, int capacity, long key) {
        int mask = capacity - 1;
        int place = Long.hashCode(key * 0x9e3779b97f4a7c15L) & mask;
        while (keys[place] != 0 && keys[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }
}
