package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Bytes of unknown worth as a short, printable text for a message. */
final class Excerpt {
    private static final int LONGEST = 120;

    private Excerpt() {}

    /** Returns the first of the bytes as text, without control characters, and with an ellipsis if there are more. */
    static String of(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, Math.min(length, LONGEST), UTF_8).replaceAll("\\p{Cntrl}+", " ");
        return length > LONGEST ? text + "…" : text;
    }
}
