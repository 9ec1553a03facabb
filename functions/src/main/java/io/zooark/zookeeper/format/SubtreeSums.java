package io.zooark.zookeeper.format;

import static java.util.Objects.requireNonNull;

import io.zooark.zookeeper.format.Inventory.Subtree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sums over the subtrees down to a depth, of which only those on the way to the current znode are open at a time.
 *
 * <p>The znodes come in preorder, so a subtree is complete when a znode of the same depth or a lesser one comes, and is
 * then kept if it is one of the largest. Whatever it takes in the snapshot, its parent takes more: with a subtree that
 * is kept, all its ancestors are.
 */
final class SubtreeSums {
    private static final int LENGTHS = 2 * Integer.BYTES;

    private final int depth;
    private final CurrentPath path;
    private final Top<Ranked> largest;
    private final List<Sum> open = new ArrayList<>();
    private long opened;

    /** @param path the current znode's */
    SubtreeSums(int depth, int limit, CurrentPath path) {
        this.depth = depth;
        this.path = requireNonNull(path, "path is null");
        largest = new Top<>(limit);
    }

    /** Closes the subtrees that a znode of this depth does not belong to; the path is still that of the one before. */
    void leave(int depthOfNext) {
        while (open.size() > depthOfNext) {
            Sum closed = open.remove(open.size() - 1);
            long parent = open.isEmpty() ? -1 : open.get(open.size() - 1).addAll(closed);
            int level = open.size();
            largest.offer(closed.bytes, () -> new Ranked(closed.id, parent, closed.subtree(path, level)));
        }
    }

    /** Takes the current znode. */
    void add(int depthOfNode, int dataLength, boolean ephemeral) {
        if (depthOfNode <= depth) {
            open.add(new Sum(opened++, path.length()));
        }
        Sum sum = open.get(open.size() - 1);
        sum.znodes++;
        sum.ephemerals += ephemeral ? 1 : 0;
        sum.dataBytes += dataLength;
        sum.bytes += (long) LENGTHS + path.length() + dataLength + AclAndStat.LENGTH;
    }

    /** Closes what is open and returns parents before children, and of siblings the larger first. */
    Listing<Subtree> finish() {
        leave(0);
        Listing<Ranked> kept = largest.listing();
        Map<Long, List<Ranked>> children = kept.rows().stream().collect(Collectors.groupingBy(Ranked::parent));
        List<Subtree> inOrder = new ArrayList<>();
        appendUnder(-1, children, inOrder);
        return new Listing<>(inOrder, kept.more());
    }

    private static void appendUnder(long parent, Map<Long, List<Ranked>> children, List<Subtree> inOrder) {
        children.getOrDefault(parent, List.of()).stream()
                .sorted(Comparator.comparingLong(
                                (Ranked child) -> child.subtree().bytes())
                        .reversed()
                        .thenComparing(child -> child.subtree().path()))
                .forEach(child -> {
                    inOrder.add(child.subtree());
                    appendUnder(child.id(), children, inOrder);
                });
    }

    private record Ranked(long id, long parent, Subtree subtree) {}

    private static final class Sum {
        private final long id;
        private final int pathLength;
        private long znodes;
        private long ephemerals;
        private long dataBytes;
        private long bytes;

        Sum(long id, int pathLength) {
            this.id = id;
            this.pathLength = pathLength;
        }

        long addAll(Sum child) {
            znodes += child.znodes;
            ephemerals += child.ephemerals;
            dataBytes += child.dataBytes;
            bytes += child.bytes;
            return id;
        }

        Subtree subtree(CurrentPath path, int depth) {
            return new Subtree(path.text(pathLength), depth, znodes, ephemerals, dataBytes, bytes);
        }
    }
}
