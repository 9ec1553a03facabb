package io.zooark.zookeeper.drill;

import static java.util.Objects.requireNonNull;

import io.zooark.zookeeper.format.ReadTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Reads every znode of a server through a client, with a bounded number of requests on their way.
 *
 * <p>All is done in the client's event thread: each answer sends what comes next. Depth first, so that what waits to be read
 * is at most the children of one path from the root.
 */
final class TreeWalk {
    /** Enough to keep server and client busy, and few enough that as many znodes of 1 MB fit into the memory's margin. */
    private static final int MOST_ON_THEIR_WAY = 64;

    private final ZooKeeper client;
    private final ToLongFunction<String> hiddenOwner;
    private final ReadTree tree = new ReadTree();
    private final Deque<Siblings> waiting = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private int onTheirWay;
    private final AtomicLong answers = new AtomicLong();
    private volatile @Nullable String problem;

    /** Children of one parent that have not been asked for yet. */
    private record Siblings(String parent, List<String> names) {
        String next() {
            // from the end, so that the memory of those already read is given back
            return parent + "/" + names.remove(names.size() - 1);
        }
    }

    /**
     * Prepares to read.
     *
     * @param hiddenOwner the owner of a znode for which the client is shown none
     */
    TreeWalk(ZooKeeper client, ToLongFunction<String> hiddenOwner) {
        this.client = requireNonNull(client, "client is null");
        this.hiddenOwner = requireNonNull(hiddenOwner, "hiddenOwner is null");
    }

    /** Sends the first request; what follows comes by itself. */
    void start() {
        onTheirWay = 1;
        readData("/");
    }

    /** Counted down when all was read, or when reading has failed. */
    CountDownLatch ended() {
        return ended;
    }

    /** Returns how many answers have come. */
    long answers() {
        return answers.get();
    }

    /** Returns why reading has failed; null while it has not. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Returns what was read; whole once {@link #ended} is at zero and there is no problem. */
    ReadTree tree() {
        return tree;
    }

    private void readData(String path) {
        client.getData(
                path,
                false,
                (code, asked, context, data, stat) -> answered(code, path, () -> {
                    tree.add(path, data, stat, owner(path, stat));
                    if (stat.getNumChildren() > 0) {
                        onTheirWay++;
                        readChildren(path);
                    }
                }),
                null);
    }

    private long owner(String path, Stat stat) {
        return stat.getEphemeralOwner() == 0 ? hiddenOwner.applyAsLong(path) : stat.getEphemeralOwner();
    }

    private void readChildren(String path) {
        client.getChildren(
                path,
                false,
                (code, asked, context, children) -> answered(
                        code,
                        path,
                        () -> waiting.push(new Siblings(path.equals("/") ? "" : path, new ArrayList<>(children)))),
                null);
    }

    /** Nothing may be thrown here: the client's event thread would only log it, and the walk would never end. */
    private void answered(int code, String path, Runnable take) {
        if (ended.getCount() == 0) {
            return;
        }
        try {
            answers.incrementAndGet();
            onTheirWay--;
            if (code != KeeperException.Code.OK.intValue()) {
                fail("the server answered " + KeeperException.Code.get(code) + " for " + path);
                return;
            }
            take.run();
            sendMore();
        } catch (RuntimeException | Error e) {
            fail("reading " + path + " failed: " + e);
        }
    }

    private void sendMore() {
        while (onTheirWay < MOST_ON_THEIR_WAY && !waiting.isEmpty()) {
            Siblings siblings = waiting.element();
            if (siblings.names().isEmpty()) {
                waiting.remove();
            } else {
                onTheirWay++;
                readData(siblings.next());
            }
        }
        if (onTheirWay == 0) {
            ended.countDown();
        }
    }

    private void fail(String why) {
        problem = why;
        ended.countDown();
    }
}
