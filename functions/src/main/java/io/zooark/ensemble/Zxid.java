package io.zooark.ensemble;

import java.util.Locale;

/**
 * A ZooKeeper transaction id: the epoch of its leader in the upper 32 bits, a counter in the lower.
 *
 * @param value the 64 bits; 0 before the first transaction
 */
public record Zxid(long value) implements Comparable<Zxid> {
    private static final int EPOCH_SHIFT = 32;

    public Zxid {
        if (value < 0) {
            throw new IllegalArgumentException("a zxid must not be negative, got " + value);
        }
    }

    /**
     * Reads the hexadecimal form, with or without {@code 0x}.
     *
     * @throws IllegalArgumentException if it is not one to sixteen hexadecimal digits
     */
    public static Zxid parse(String text) {
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        if (!digits.matches("[0-9a-fA-F]{1,16}")) {
            throw new IllegalArgumentException("a zxid is hexadecimal, like 0x100000a3f, got '" + text + "'");
        }
        return new Zxid(Long.parseUnsignedLong(digits, 16));
    }

    /** Returns the epoch of the leader that issued this transaction. */
    public long epoch() {
        return value >>> EPOCH_SHIFT;
    }

    /** Returns the digits as ZooKeeper writes them into file names: lower case, no {@code 0x}, no padding. */
    public String fileSuffix() {
        return Long.toHexString(value);
    }

    @Override
    public int compareTo(Zxid other) {
        return Long.compare(value, other.value);
    }

    /** Returns the form used everywhere in messages and manifests, such as {@code 0x100000a3f}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "0x%x", value);
    }
}
