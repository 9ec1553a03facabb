package io.zooark.zookeeper.format;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A change to the bytes of a snapshot.
 *
 * @param at where, modulo the length; counted from the end if negative
 * @param value what is written, or how many bytes are concerned
 */
record Mutation(Kind kind, int at, int value) {
    private static final int MOST = 200;

    /** What is changed. */
    enum Kind {
        FLIP_A_BIT {
            @Override
            byte[] apply(byte[] bytes, int at, int value) {
                bytes[at] ^= (byte) (1 << (value & 7));
                return bytes;
            }
        },
        WRITE_A_BYTE {
            @Override
            byte[] apply(byte[] bytes, int at, int value) {
                bytes[at] = (byte) value;
                return bytes;
            }
        },
        WRITE_AN_INT {
            @Override
            byte[] apply(byte[] bytes, int at, int value) {
                ByteBuffer.wrap(bytes).putInt(Math.max(0, Math.min(at, bytes.length - Integer.BYTES)), value);
                return bytes;
            }
        },
        REMOVE {
            @Override
            byte[] apply(byte[] bytes, int at, int value) {
                return spliced(bytes, at, Math.min(bytes.length, at + length(value)));
            }
        },
        REPEAT {
            @Override
            byte[] apply(byte[] bytes, int at, int value) {
                return spliced(bytes, Math.min(bytes.length, at + length(value)), at);
            }
        },
        SWAP_A_BYTE_WITH_ONE_LATER {
            @Override
            byte[] apply(byte[] bytes, int at, int value) {
                int other = Math.min(bytes.length - 1, at + length(value));
                byte first = bytes[at];
                bytes[at] = bytes[other];
                bytes[other] = first;
                return bytes;
            }
        };

        abstract byte[] apply(byte[] bytes, int at, int value);

        private static int length(int value) {
            return 1 + Math.floorMod(value, MOST);
        }

        /** Returns the bytes up to one place, and those from another on. */
        private static byte[] spliced(byte[] bytes, int to, int from) {
            byte[] spliced = Arrays.copyOf(bytes, to + bytes.length - from);
            System.arraycopy(bytes, from, spliced, to, bytes.length - from);
            return spliced;
        }
    }

    byte[] of(byte[] bytes) {
        return bytes.length == 0 ? bytes : kind.apply(bytes.clone(), Math.floorMod(at, bytes.length), value);
    }
}
