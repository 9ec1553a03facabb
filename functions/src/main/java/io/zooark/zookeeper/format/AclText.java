package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The entries of an ACL as {@code scheme:id:permissions}, which is how {@code setAcl} takes them. */
final class AclText {
    /** {@code ZooDefs.Ids.OPEN_ACL_UNSAFE}. */
    static final List<String> OPEN = List.of("world:anyone:cdrwa");

    private static final byte[] OPEN_BYTES = ByteBuffer.allocate(27)
            .putInt(1)
            .putInt(31)
            .putInt(5)
            .put("world".getBytes(US_ASCII))
            .putInt(6)
            .put("anyone".getBytes(US_ASCII))
            .array();

    private static final int MOST_ENTRIES = 20;
    private static final int LONGEST_ID = 200;
    /** Of a password's hash: enough to tell two apart, too little to guess the password by. */
    private static final int SHOWN_OF_HASH = 4;

    /** The letters of the permissions, each with its bit ({@code ZooDefs.Perms}). */
    private static final String LETTERS = "cdrwa";

    private static final int[] BITS = {4, 8, 1, 2, 16};

    private AclText() {}

    static byte[] open() {
        return OPEN_BYTES.clone();
    }

    static boolean isOpen(byte[] bytes, int from, int length) {
        return Arrays.equals(OPEN_BYTES, 0, OPEN_BYTES.length, bytes, from, from + length);
    }

    /** Returns the entries, which the reader has found well formed. */
    static List<String> of(byte[] bytes, int from, int length) {
        ByteBuffer entries = ByteBuffer.wrap(bytes, from, length);
        int count = entries.getInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < Math.min(count, MOST_ENTRIES); i++) {
            int permissions = entries.getInt();
            String scheme = text(entries);
            String id = text(entries);
            texts.add(
                    "%s:%s:%s".formatted(scheme, scheme.equals("digest") ? withoutHash(id) : id, letters(permissions)));
        }
        if (count > MOST_ENTRIES) {
            texts.add("and %d more".formatted(count - MOST_ENTRIES));
        }
        return texts;
    }

    private static String text(ByteBuffer entries) {
        int length = Math.max(entries.getInt(), 0);
        int shown = Math.min(length, LONGEST_ID);
        String text = UTF_8.decode(entries.slice(entries.position(), shown)).toString();
        entries.position(entries.position() + length);
        return length > shown ? text + "…" : text;
    }

    private static String withoutHash(String id) {
        int shown = id.indexOf(':') + 1 + SHOWN_OF_HASH;
        return id.length() > shown ? id.substring(0, shown) + "…" : id;
    }

    private static String letters(int permissions) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < BITS.length; i++) {
            if ((permissions & BITS[i]) != 0) {
                letters.append(LETTERS.charAt(i));
            }
        }
        return letters.toString();
    }
}
