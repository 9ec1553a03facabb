package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** The path of the znode that is being read, kept until its stat has come. */
final class CurrentPath {
    /** A list of many paths must fit into memory, and ZooKeeper allows one of a megabyte. */
    private static final int LONGEST_TEXT = 4096;

    private static final int FIRST_OF_CHARACTER = 0xc0;
    private static final int NOT_FIRST = 0x80;

    private byte[] bytes = new byte[256];
    private int length;

    void set(byte[] source, int from, int count) {
        if (bytes.length < count) {
            bytes = new byte[count * 2];
        }
        System.arraycopy(source, from, bytes, 0, count);
        length = count;
    }

    int length() {
        return length;
    }

    /** Returns the path, or its beginning if it is a very long one. */
    byte[] copy() {
        return Arrays.copyOf(bytes, Math.min(length, LONGEST_TEXT));
    }

    /** Compares as {@link PathOrder} does. */
    int compareTo(byte[] other) {
        return PathOrder.compare(bytes, length, other, other.length);
    }

    String text() {
        return text(bytes, length);
    }

    /** Returns the beginning of the path, that of an ancestor. */
    String text(int lengthOfAncestor) {
        return text(bytes, lengthOfAncestor);
    }

    /** Returns a path as a person writes it, a very long one cut short, with its length. */
    static String text(byte[] bytes, int length) {
        if (length == 0) {
            return "/";
        }
        if (length <= LONGEST_TEXT) {
            return new String(bytes, 0, length, UTF_8);
        }
        int end = LONGEST_TEXT;
        while (end > 0 && (bytes[end] & FIRST_OF_CHARACTER) == NOT_FIRST) {
            end--;
        }
        return "%s… (%d bytes)".formatted(new String(bytes, 0, end, UTF_8), length);
    }

    /** Returns how many names the path has: 0 for the root, whose path is empty. */
    static int depth(byte[] bytes, int from, int length) {
        int depth = 0;
        for (int i = from; i < from + length; i++) {
            if (bytes[i] == '/') {
                depth++;
            }
        }
        return depth;
    }
}
