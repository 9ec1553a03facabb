package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Which znodes are compared. */
final class Scope {
    private static final String SYSTEM = "/zookeeper";

    private final byte[] under;
    private final byte[] except;
    private final boolean ephemerals;

    /**
     * @param under the path that they are at or under; {@code /zookeeper}, where servers keep what is theirs, is left
     *     out unless it is, or holds, this path
     */
    Scope(String under, boolean ephemerals) {
        boolean system = under.equals(SYSTEM) || under.startsWith(SYSTEM + "/");
        this.under = (under.equals("/") ? "" : under).getBytes(UTF_8);
        except = system ? new byte[0] : SYSTEM.getBytes(UTF_8);
        this.ephemerals = ephemerals;
    }

    boolean holds(byte[] path, int from, int length) {
        return isAtOrUnder(under, path, from, length)
                && (except.length == 0 || !isAtOrUnder(except, path, from, length));
    }

    boolean holds(ZnodeKind kind) {
        return ephemerals || kind != ZnodeKind.EPHEMERAL;
    }

    private static boolean isAtOrUnder(byte[] parent, byte[] path, int from, int length) {
        return length >= parent.length
                && (length == parent.length || path[from + parent.length] == '/')
                && Arrays.equals(parent, 0, parent.length, path, from, from + parent.length);
    }
}
