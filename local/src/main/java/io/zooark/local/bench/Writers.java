package io.zooark.local.bench;

import io.zooark.local.zookeeper.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.Ids;

/**
 * Clients that write at a fixed rate, however long the answers take, and how long each took.
 *
 * <p>A write is timed from the moment at which it was due: an ensemble that stands still for a second has made the writes of
 * that whole second wait, not only those under way.
 */
final class Writers implements AutoCloseable {
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(40);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(20);
    private static final String PARENT = "/writers";
    private static final int DATA_BYTES = 200;

    private final List<Client> clients;
    private final long intervalNanos;
    private final Thread thread;
    private final Queue<Write> answered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean open = true;

    private record Write(long due, long answered) {
        double millis() {
            return (answered - due) / 1e6;
        }
    }

    private Writers(List<Client> clients, int perSecond) {
        this.clients = List.copyOf(clients);
        this.intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        this.thread = new Thread(this::run, "writers");
        this.thread.setDaemon(true);
    }

    /**
     * Starts writing.
     *
     * @param servers a client for each of these
     * @param perSecond writes in a second, of all clients together
     */
    static Writers start(List<String> servers, int perSecond) throws IOException {
        List<Client> clients = new ArrayList<>();
        try {
            for (String server : servers) {
                clients.add(Client.connect(server, SESSION_TIMEOUT));
            }
            create(clients);
        } catch (IOException | RuntimeException e) {
            clients.forEach(Client::close);
            throw e;
        }
        Writers writers = new Writers(clients, perSecond);
        writers.thread.start();
        return writers;
    }

    /**
     * Returns how many milliseconds each write took that was due in a time, given as {@link System#nanoTime}; waits until
     * the last of them is answered.
     *
     * @throws IOException if one of them is not answered within a minute after that time, or a write has failed
     */
    List<Double> millisBetween(long from, long to) throws IOException {
        long expected = (to - from) / intervalNanos;
        long deadline = System.nanoTime() + LAST_ANSWERS.toNanos();
        List<Double> millis = between(from, to).toList();
        while (millis.size() < expected && failed.get() == 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            millis = between(from, to).toList();
        }
        if (failed.get() > 0) {
            throw new IOException(failed.get() + " writes failed: the ensemble did not hold its quorum");
        }
        if (millis.size() < expected) {
            throw new IOException("only " + millis.size() + " of " + expected + " writes were answered within "
                    + LAST_ANSWERS.toSeconds() + " s");
        }
        answered.removeIf(write -> write.due() - to <= 0);
        return millis;
    }

    private Stream<Double> between(long from, long to) {
        return answered.stream()
                .filter(write -> write.due() - from >= 0 && write.due() - to < 0)
                .map(Write::millis);
    }

    private static void create(List<Client> clients) throws IOException {
        try {
            // all by one: whoever writes them then asks the leader, which knows them
            Client first = clients.get(0);
            create(first, PARENT);
            for (int i = 0; i < clients.size(); i++) {
                create(first, path(i));
            }
        } catch (KeeperException e) {
            throw new IOException("the writers' znodes cannot be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void create(Client client, String path) throws KeeperException, InterruptedException {
        client.zooKeeper().create(path, new byte[DATA_BYTES], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private void run() {
        long due = System.nanoTime();
        for (int turn = 0; open; turn = (turn + 1) % clients.size()) {
            long wait = due - System.nanoTime();
            while (wait > 0 && open) {
                LockSupport.parkNanos(wait);
                wait = due - System.nanoTime();
            }
            write(turn, due);
            due += intervalNanos;
        }
    }

    private void write(int turn, long due) {
        clients.get(turn)
                .zooKeeper()
                .setData(
                        path(turn),
                        new byte[DATA_BYTES],
                        -1,
                        (code, path, context, stat) -> {
                            if (code == Code.OK.intValue()) {
                                answered.add(new Write(due, System.nanoTime()));
                            } else if (open) {
                                failed.incrementAndGet();
                            }
                        },
                        null);
    }

    private static String path(int client) {
        return PARENT + "/w" + client;
    }

    /** Stops writing and ends the sessions. */
    @Override
    public void close() {
        open = false;
        try {
            thread.join(END_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.forEach(Client::close);
    }
}
