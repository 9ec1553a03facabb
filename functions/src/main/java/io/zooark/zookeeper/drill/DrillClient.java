package io.zooark.zookeeper.drill;

import static java.util.Objects.requireNonNull;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.invocation.Deadline;
import io.zooark.zookeeper.format.ReadTree;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;

/** ZooKeeper's own client, connected to a drill's server. */
final class DrillClient implements Closeable {
    /** Longer than any drill: a long collection of garbage must not part server and client, which share a heap. */
    static final int SESSION_TIMEOUT_MS = (int) Duration.ofHours(1).toMillis();

    private static final int CALL_TIMEOUT_MS = 10_000;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    /** The server is in this very process: silence for so long means that it is no more. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(500);

    private final ZooKeeper client;

    private DrillClient(ZooKeeper client) {
        this.client = client;
    }

    /** Connects to a port of this machine. */
    static DrillClient connect(int port, Deadline deadline) throws IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        ZKClientConfig config = new ZKClientConfig();
        // no SASL: the client would look for a JAAS configuration that no function has
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        config.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, String.valueOf(CALL_TIMEOUT_MS));
        // of the whole answer, which holds the names of all children
        config.setProperty(ZKConfig.JUTE_MAXBUFFER, String.valueOf(ServerClasses.LONGEST));
        DrillClient client = new DrillClient(new ZooKeeper(
                "127.0.0.1:" + port,
                SESSION_TIMEOUT_MS,
                event -> {
                    if (event.getState() == KeeperState.SyncConnected) {
                        connected.countDown();
                    }
                },
                config));
        long atMost = Math.min(CONNECT_LIMIT.toMillis(), deadline.remaining().toMillis());
        if (!connected.await(atMost, TimeUnit.MILLISECONDS)) {
            client.close();
            throw new IOException("no client came into the private server within " + atMost + " ms");
        }
        return client;
    }

    /**
     * Reads every znode.
     *
     * @param hiddenOwner the owner of a znode for which the client is shown none
     */
    ReadTree read(ToLongFunction<String> hiddenOwner, Deadline deadline) throws IOException, InterruptedException {
        TreeWalk walk = new TreeWalk(client, requireNonNull(hiddenOwner, "hiddenOwner is null"));
        walk.start();
        long answers = 0;
        long lastAnswer = System.nanoTime();
        while (!walk.ended().await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            if (deadline.remaining().isZero()) {
                throw new SnapshotUnusableException(
                        "time ran out after a client had read about %d znodes".formatted(answers),
                        "give the function more time, or more memory, which brings more processor with it");
            }
            if (walk.answers() != answers) {
                answers = walk.answers();
                lastAnswer = System.nanoTime();
            } else if (System.nanoTime() - lastAnswer > SILENCE_LIMIT.toNanos()) {
                throw new IOException("the private server fell silent after %d answers".formatted(answers));
            }
        }
        if (walk.problem() != null) {
            throw new IOException(walk.problem());
        }
        return walk.tree();
    }

    @Override
    public void close() throws IOException {
        try {
            client.close(CALL_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while closing the client", e);
        }
    }
}
