package io.zooark.zookeeper.format;

/** What a difference between two CRC32 values becomes when the same bytes follow both. */
final class Crc32Shift {
    private static final int POLYNOMIAL = 0xedb88320;
    /** Bits are reflected, as in CRC32 itself: the highest bit is the power 0. */
    private static final int ONE = 1 << 31;

    private static final int ONE_BYTE = ONE >>> Byte.SIZE;

    private Crc32Shift() {}

    /** Returns the difference after {@code length} more bytes, whatever they are: times x to the 8·length. */
    static int over(int difference, long length) {
        int result = difference;
        int power = ONE_BYTE;
        for (long left = length; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                result = multiply(result, power);
            }
            power = multiply(power, power);
        }
        return result;
    }

    /** Multiplies two polynomials over GF(2), modulo that of CRC32. */
    private static int multiply(int left, int right) {
        int product = 0;
        int shifted = right;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((left & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL;
        }
        return product;
    }
}
