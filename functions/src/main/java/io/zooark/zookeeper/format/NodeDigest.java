package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The digest of one znode, version 2 of ZooKeeper's {@code DigestCalculator}: the CRC32 of path, data and stat.
 *
 * <p>ZooKeeper turns the path into bytes with its JVM's default charset. Before Java 18 that is US-ASCII where no
 * locale is set, as in many containers, and a path such as {@code /größe} then counts as {@code /gr??e}. Such digests
 * are right too, so each is known under every charset of {@link #CHARSETS}.
 */
final class NodeDigest {
    /** The default charsets reckoned with; the first is that of the snapshot itself. */
    static final Charset[] CHARSETS = {UTF_8, US_ASCII, ISO_8859_1};

    /** Bytes of the stat of a znode, in the snapshot as in the digest. */
    static final int STAT_LENGTH = 60;

    private static final byte[] SYSTEM = "/zookeeper/".getBytes(US_ASCII);
    private static final int AFTER_MZXID = 16;
    private static final int PZXID = 52;
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** What each byte of the pzxid, by its place and its value, adds to the checksum of the znode. */
    private static final int[][] PZXID_BYTES = pzxidBytes();

    private final CRC32 crc = new CRC32();
    private final CRC32 other = new CRC32();
    private final long[] values = new long[CHARSETS.length];
    private final int[] pathDifferences = new int[CHARSETS.length];
    private boolean excluded;
    private boolean ascii;
    private long dataLength;
    private int differenceOfPzxid;

    /** Begins a znode. */
    void path(byte[] bytes, int from, int length) {
        excluded = isUnderSystem(bytes, from, length);
        dataLength = 0;
        if (excluded) {
            return;
        }
        crc.reset();
        crc.update(bytes, from, length);
        ascii = isAscii(bytes, from, length);
        if (!ascii) {
            comparePath(new String(bytes, from, length, UTF_8));
        }
    }

    /** Takes a part of the data. */
    void data(byte[] bytes, int from, int length) {
        if (!excluded) {
            crc.update(bytes, from, length);
            dataLength += length;
        }
    }

    /** Ends a znode with its stat as the snapshot holds it: pzxid last, which the digest has third. */
    void stat(byte[] bytes, int from) {
        if (excluded) {
            Arrays.fill(values, 0);
            differenceOfPzxid = 0;
            return;
        }
        crc.update(bytes, from, AFTER_MZXID);
        crc.update(bytes, from + PZXID, Long.BYTES);
        crc.update(bytes, from + AFTER_MZXID, PZXID - AFTER_MZXID);
        differenceOfPzxid = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            differenceOfPzxid ^= PZXID_BYTES[i][bytes[from + PZXID + i] & 0xff];
        }
        Arrays.fill(values, crc.getValue());
        if (!ascii) {
            for (int i = 0; i < values.length; i++) {
                values[i] ^= Integer.toUnsignedLong(Crc32Shift.over(pathDifferences[i], dataLength + STAT_LENGTH));
            }
        }
    }

    /** Returns the digest of the znode that was ended last, under the charset of this index. */
    long value(int charset) {
        return values[charset];
    }

    /** Returns the digest that the znode would have, under UTF-8, if its pzxid were 0. */
    long valueWithoutPzxid() {
        return values[0] ^ Integer.toUnsignedLong(differenceOfPzxid);
    }

    /**
     * Notes how the checksum of the path alone differs under each charset, under UTF-8 too where the bytes are not
     * valid: ZooKeeper computes the digest of what it has read. As CRC32 is linear, that difference, shifted over what
     * follows, is the difference of the whole, and the data need not be read again.
     */
    private void comparePath(String path) {
        for (int i = 0; i < CHARSETS.length; i++) {
            other.reset();
            other.update(path.getBytes(CHARSETS[i]));
            pathDifferences[i] = (int) (crc.getValue() ^ other.getValue());
        }
    }

    /** As CRC32 is linear, the difference that one byte makes is that of the byte alone, shifted over what follows it. */
    private static int[][] pzxidBytes() {
        int behind = PZXID - AFTER_MZXID;
        int[][] differences = new int[Long.BYTES][256];
        for (int value = 0; value < 256; value++) {
            int difference = checksum((byte) value) ^ checksum((byte) 0);
            for (int place = Long.BYTES - 1; place >= 0; place--) {
                differences[place][value] = Crc32Shift.over(difference, (long) behind + Long.BYTES - 1 - place);
            }
        }
        return differences;
    }

    private static int checksum(byte one) {
        CRC32 crc = new CRC32();
        crc.update(one);
        return (int) crc.getValue();
    }

    /** Tells whether the path is under {@code /zookeeper/}; servers may differ there, so ZooKeeper leaves it out. */
    private static boolean isUnderSystem(byte[] bytes, int from, int length) {
        return length >= SYSTEM.length
                && bytes[from + 1] == SYSTEM[1]
                && Arrays.equals(bytes, from, from + SYSTEM.length, SYSTEM, 0, SYSTEM.length);
    }

    private static boolean isAscii(byte[] bytes, int from, int length) {
        int end = from + length;
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            if (((long) LONG.get(bytes, i) & NOT_ASCII) != 0) {
                return false;
            }
        }
        for (; i < end; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
