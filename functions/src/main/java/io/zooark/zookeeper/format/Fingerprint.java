package io.zooark.zookeeper.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * 128 bits that stand for bytes of any length: SipHash-2-4 with a key.
 *
 * <p>With a key that is drawn anew for each comparison nobody can prepare two paths or two data that look alike, as
 * can be done for a CRC. Of ten million paths two share the same 128 bits with a probability of 10^-25.
 */
final class Fingerprint {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD = Long.BYTES;

    private final long key0;
    private final long key1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    /** Bytes that do not fill a word yet, the first of them lowest. */
    private long tail;

    private long length;
    private long high;
    private long low;

    Fingerprint(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
        begin();
    }

    /** Returns one with a key that nobody knows. */
    static Fingerprint random() {
        SecureRandom random = new SecureRandom();
        return new Fingerprint(random.nextLong(), random.nextLong());
    }

    void begin() {
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
        tail = 0;
        length = 0;
    }

    void add(byte[] bytes, int from, int count) {
        int position = from;
        int end = from + count;
        while (position < end && length % WORD != 0) {
            addByte(bytes[position++]);
        }
        int words = end - (end - position) % WORD;
        length += words - position;
        for (; position < words; position += WORD) {
            compress((long) LONG.get(bytes, position));
        }
        while (position < end) {
            addByte(bytes[position++]);
        }
    }

    /** Ends it; the 128 bits can then be asked for. */
    void end() {
        compress(tail | (length << 56));
        v2 ^= 0xee;
        rounds(4);
        high = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        rounds(4);
        low = v0 ^ v1 ^ v2 ^ v3;
    }

    /** Returns the first 64 bits. */
    long high() {
        return high;
    }

    /** Returns the other 64 bits. */
    long low() {
        return low;
    }

    private void addByte(byte one) {
        tail |= (one & 0xffL) << (Byte.SIZE * (int) (length % WORD));
        length++;
        if (length % WORD == 0) {
            compress(tail);
            tail = 0;
        }
    }

    private void compress(long word) {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
    }

    private void rounds(int count) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3;
        for (int i = 0; i < count; i++) {
            a += b;
            c += d;
            b = Long.rotateLeft(b, 13) ^ a;
            d = Long.rotateLeft(d, 16) ^ c;
            a = Long.rotateLeft(a, 32);
            c += b;
            a += d;
            b = Long.rotateLeft(b, 17) ^ c;
            d = Long.rotateLeft(d, 21) ^ a;
            c = Long.rotateLeft(c, 32);
        }
        v0 = a;
        v1 = b;
        v2 = c;
        v3 = d;
    }
}
