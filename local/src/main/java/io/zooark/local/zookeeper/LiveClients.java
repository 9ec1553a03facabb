package io.zooark.local.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Clients that write all the while, each a counter of its own below {@code /live}, and count what became of their writes.
 *
 * <p>They behave as applications should: after a lost connection they write again, after an expired session they open
 * another, and a counter that is gone or older, because an older tree was restored, they write anew.
 */
public final class LiveClients implements Closeable {
    private static final String PARENT = "/live";
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(20);
    private static final Duration END_LIMIT = Duration.ofSeconds(20);

    private final String connectString;
    private final int sessionTimeoutMillis;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Long> counters = new ConcurrentHashMap<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong expirations = new AtomicLong();
    /** Shared by all who write, so that whoever takes it alone knows that nobody does. */
    private final ReadWriteLock writing = new ReentrantReadWriteLock();

    private volatile boolean open = true;
    private volatile boolean resting;
    private volatile @Nullable Instant lastAcknowledged;

    private LiveClients(String connectString, Duration sessionTimeout) {
        this.connectString = connectString;
        this.sessionTimeoutMillis = (int) sessionTimeout.toMillis();
    }

    /** Starts this many clients, each with a session of its own. */
    public static LiveClients start(String connectString, int clients, Duration sessionTimeout) {
        LiveClients live = new LiveClients(connectString, sessionTimeout);
        for (int i = 1; i <= clients; i++) {
            String path = PARENT + "/client-" + i;
            Thread thread = new Thread(() -> live.run(path), "live " + path);
            thread.setDaemon(true);
            live.threads.add(thread);
        }
        live.threads.forEach(Thread::start);
        return live;
    }

    /** Returns how many writes were acknowledged. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** Returns how many writes were given up, after a lost connection or with an expired session. */
    public long failed() {
        return failed.get();
    }

    /** Returns how many sessions expired. */
    public long expirations() {
        return expirations.get();
    }

    /** Returns when the last write was acknowledged, null before the first. */
    public @Nullable Instant lastAcknowledged() {
        return lastAcknowledged;
    }

    /** Has the clients rest, with their sessions open, or go on. Resting begins when no write is under way any more. */
    public void rest(boolean whether) {
        // whoever looks now must not be overtaken by a write that began before
        writing.writeLock().lock();
        try {
            resting = whether;
        } finally {
            writing.writeLock().unlock();
        }
    }

    /** Waits until this many writes were acknowledged in all. */
    public void awaitWrites(long count, Duration limit) throws IOException {
        await(() -> acknowledged() >= count, count + " acknowledged writes", limit);
    }

    /** Waits until this many writes were given up in all. */
    public void awaitFailures(long count, Duration limit) throws IOException {
        await(() -> failed() >= count, count + " failed writes", limit);
    }

    private void await(BooleanSupplier condition, String what, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("after " + limit.toSeconds() + " s there are not " + what + ", but "
                        + acknowledged() + " acknowledged and " + failed() + " failed ones");
            }
            LockSupport.parkNanos(BETWEEN_WRITES.toNanos());
        }
    }

    /** Returns the value last acknowledged for each counter, by path. */
    public SortedMap<String, Long> counters() {
        return new TreeMap<>(counters);
    }

    /** Ends the clients and their sessions. */
    @Override
    public void close() {
        open = false;
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(END_LIMIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(String path) {
        try {
            while (open) {
                ZooKeeper session = new ZooKeeper(connectString, sessionTimeoutMillis, event -> {});
                try {
                    writeUntilExpired(session, path);
                } finally {
                    session.close();
                }
            }
        } catch (InterruptedException e) {
            // the end that close() asks for
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("a live client cannot be made for " + connectString, e);
        }
    }

    private void writeUntilExpired(ZooKeeper session, String path) throws InterruptedException {
        while (open) {
            writing.readLock().lock();
            try {
                if (!resting) {
                    write(session, path, counters.getOrDefault(path, 0L) + 1);
                }
            } catch (KeeperException.SessionExpiredException e) {
                failed.incrementAndGet();
                expirations.incrementAndGet();
                return;
            } catch (KeeperException e) {
                failed.incrementAndGet();
            } finally {
                writing.readLock().unlock();
            }
            // the pace of an application, not a wait for anything
            Thread.sleep(BETWEEN_WRITES.toMillis());
        }
    }

    private void write(ZooKeeper session, String path, long value) throws KeeperException, InterruptedException {
        byte[] data = String.valueOf(value).getBytes(UTF_8);
        try {
            session.setData(path, data, -1);
        } catch (KeeperException.NoNodeException e) {
            create(session, PARENT, new byte[0]);
            create(session, path, data);
        }
        counters.put(path, value);
        acknowledged.incrementAndGet();
        lastAcknowledged = Instant.now();
    }

    private static void create(ZooKeeper session, String path, byte[] data)
            throws KeeperException, InterruptedException {
        try {
            session.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (KeeperException.NodeExistsException e) {
            // another client made the parent, or a write whose answer was lost had made it after all
        }
    }
}
