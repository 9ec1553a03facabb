package io.zooark.zookeeper.format;

/** The order in which paths are listed: by name at each depth, a znode before what is under it. */
final class PathOrder {
    private PathOrder() {}

    static int compare(byte[] left, int leftLength, byte[] right, int rightLength) {
        int common = Math.min(leftLength, rightLength);
        for (int i = 0; i < common; i++) {
            int difference = rank(left[i]) - rank(right[i]);
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(leftLength, rightLength);
    }

    /** The slash comes first, or /a-b would stand between /a and /a/b. */
    private static int rank(byte character) {
        return character == '/' ? 0 : character & 0xff;
    }
}
