package io.zooark.local.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.zookeeper.AsyncCallback;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.Ids;

/**
 * A writer that changes groups of twenty znodes, each group in one atomic {@code multi}, as fast as it can.
 *
 * <p>In every state that ever existed the twenty of a group have the same data. A snapshot in which they differ was torn.
 */
public final class AtomicWriter implements Closeable {
    private static final String PARENT = "/atomic";
    private static final int GROUP_SIZE = 20;
    private static final int IN_FLIGHT = 64;
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration END_LIMIT = Duration.ofSeconds(20);

    private final Client client;
    private final int groups;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final AtomicLong acknowledged = new AtomicLong();
    private final Thread thread;
    private volatile boolean open = true;

    private AtomicWriter(Client client, int groups) {
        this.client = client;
        this.groups = groups;
        this.thread = new Thread(this::run, "atomic writer");
        this.thread.setDaemon(true);
    }

    /** Makes this many groups below {@code /atomic} and starts writing them one after the other, again and again. */
    public static AtomicWriter start(String connectString, int groups) throws IOException {
        AtomicWriter writer = new AtomicWriter(Client.connect(connectString, SESSION_TIMEOUT), groups);
        try {
            writer.createGroups();
        } catch (CompletionException e) {
            writer.client.close();
            throw new IOException("the groups below " + PARENT + " cannot be created: " + e.getCause(), e);
        }
        writer.thread.start();
        return writer;
    }

    /** Returns how many groups were written and acknowledged, a group counting each time. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** Returns the groups whose znodes do not all have the same data: empty for every state that ever existed. */
    public static List<String> torn(Tree tree) {
        List<String> torn = new ArrayList<>();
        for (int group = 0; tree.at(path(group, 0)) != null; group++) {
            int number = group;
            long values = IntStream.range(0, GROUP_SIZE)
                    .mapToObj(member -> tree.at(path(number, member)))
                    .map(node -> node == null ? "missing" : node.data())
                    .distinct()
                    .count();
            if (values != 1) {
                torn.add(PARENT + "/g" + group);
            }
        }
        return torn;
    }

    /** Stops writing, waits for what is under way, and ends the session; the groups stay. */
    @Override
    public void close() {
        open = false;
        try {
            thread.join(END_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }

    private void createGroups() {
        List<CompletableFuture<String>> created = new ArrayList<>();
        created.add(multi(List.of(Op.create(PARENT, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))));
        for (int group = 0; group < groups; group++) {
            List<Op> create = new ArrayList<>();
            create.add(Op.create(PARENT + "/g" + group, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
            for (int member = 0; member < GROUP_SIZE; member++) {
                create.add(Op.create(path(group, member), new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
            }
            created.add(multi(create));
        }
        created.forEach(CompletableFuture::join);
    }

    private void run() {
        for (long round = 1; open; round++) {
            for (int group = 0; group < groups && open; group++) {
                byte[] data = ("round " + round).getBytes(UTF_8);
                int number = group;
                List<Op> write = IntStream.range(0, GROUP_SIZE)
                        .mapToObj(member -> Op.setData(path(number, member), data, -1))
                        .toList();
                inFlight.acquireUninterruptibly();
                client.zooKeeper().multi(write, this::written, null);
            }
        }
        inFlight.acquireUninterruptibly(IN_FLIGHT);
    }

    private void written(int code, String path, Object context, List<OpResult> results) {
        inFlight.release();
        if (code == KeeperException.Code.OK.intValue()) {
            acknowledged.incrementAndGet();
        }
    }

    private CompletableFuture<String> multi(List<Op> operations) {
        CompletableFuture<String> done = new CompletableFuture<>();
        AsyncCallback.MultiCallback report =
                (code, path, context, results) -> Client.complete(done, code, PARENT, PARENT);
        client.zooKeeper().multi(operations, report, null);
        return done;
    }

    private static String path(int group, int member) {
        return PARENT + "/g" + group + "/m" + member;
    }
}
