package io.zooark.snapshot;

import java.util.zip.Checksum;

/**
 * The checksum that the command {@code cksum} prints: the CRC of POSIX over the bytes and then their number.
 *
 * <p>Every host has that command, and none has one for the CRC32 of Java and S3. Source: POSIX.1-2017, utility cksum.
 */
public final class Cksum implements Checksum {
    private static final int POLYNOMIAL = 0x04C11DB7;
    private static final int[] TABLE = table();

    private int crc;
    private long length;

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int value = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                value = value < 0 ? (value << 1) ^ POLYNOMIAL : value << 1;
            }
            table[i] = value;
        }
        return table;
    }

    @Override
    public void update(int b) {
        crc = next(crc, b);
        length++;
    }

    @Override
    public void update(byte[] bytes, int offset, int count) {
        int value = crc;
        for (int i = offset; i < offset + count; i++) {
            value = next(value, bytes[i]);
        }
        crc = value;
        length += count;
    }

    private static int next(int crc, int b) {
        return (crc << 8) ^ TABLE[(crc >>> 24) ^ (b & 0xFF)];
    }

    /** Returns the checksum of what has come so far; more may come. */
    @Override
    public long getValue() {
        int value = crc;
        for (long rest = length; rest != 0; rest >>>= 8) {
            value = next(value, (int) rest);
        }
        return Integer.toUnsignedLong(~value);
    }

    @Override
    public void reset() {
        crc = 0;
        length = 0;
    }
}
