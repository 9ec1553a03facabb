package io.zooark.zookeeper.format;

import java.util.Arrays;

/**
 * The order of the paths in a snapshot, each after its parent, held to with nothing but the path before.
 *
 * <p>ZooKeeper writes a znode, then all that is under it, before the next sibling ({@code DataTree.serializeNode}). So
 * the parent of each path is the path before it or one of that path's ancestors. A stream in any other order may hold
 * a znode without a parent, which ZooKeeper refuses to load.
 */
final class Preorder {
    private byte[] previous = new byte[256];
    private int previousLength = -1;

    /**
     * Takes the next path.
     *
     * @return whether it is the first child of the path before
     * @throws DamagedSnapshotException if it cannot come here
     */
    boolean next(byte[] bytes, int from, int length) throws DamagedSnapshotException {
        if (previousLength < 0) {
            if (length != 0) {
                throw refused("the first znode must be the root, got ", bytes, from, length);
            }
            previousLength = 0;
            return false;
        }
        int parentLength = parentLength(bytes, from, length);
        if (!isPreviousOrItsAncestor(bytes, from, parentLength)) {
            throw refused("no parent was written before ", bytes, from, length);
        }
        if (isPreviousOrItsAncestor(bytes, from, length)) {
            throw refused("written twice: ", bytes, from, length);
        }
        boolean firstChild = parentLength == previousLength;
        if (previous.length < length) {
            previous = Arrays.copyOf(previous, length * 2);
        }
        System.arraycopy(bytes, from + parentLength, previous, parentLength, length - parentLength);
        previousLength = length;
        return firstChild;
    }

    /** Tells whether the root has come. */
    boolean isStarted() {
        return previousLength >= 0;
    }

    /** Returns the latest path for a message. */
    String latest() {
        return previousLength <= 0 ? "/" : Excerpt.of(previous, 0, previousLength);
    }

    private boolean isPreviousOrItsAncestor(byte[] bytes, int from, int length) {
        return length <= previousLength
                && (length == previousLength || previous[length] == '/')
                && Arrays.equals(previous, 0, length, bytes, from, from + length);
    }

    private static int parentLength(byte[] bytes, int from, int length) throws DamagedSnapshotException {
        int slash = length - 1;
        while (slash >= 0 && bytes[from + slash] != '/') {
            slash--;
        }
        // an empty name would be its own parent, and a relative path has none
        if (slash < 0 || slash == length - 1 || bytes[from] != '/') {
            throw refused("not a path: ", bytes, from, length);
        }
        return slash;
    }

    private static DamagedSnapshotException refused(String problem, byte[] bytes, int from, int length) {
        return new DamagedSnapshotException(problem + "'" + Excerpt.of(bytes, from, length) + "'");
    }
}
