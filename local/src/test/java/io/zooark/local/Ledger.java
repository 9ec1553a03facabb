package io.zooark.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zooark.local.zookeeper.Client;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;

/** A client that writes one znode after the other, and writes down which were acknowledged, until it is shut out. */
final class Ledger implements Closeable {
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final long BETWEEN_WRITES_MILLIS = 50;

    private final Client client;
    private final String parent;
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::writeAll, "ledger");
    private volatile boolean open = true;

    private Ledger(Client client, String parent) {
        this.client = client;
        this.parent = parent;
        thread.setDaemon(true);
    }

    /** Starts to write below a znode that it makes. */
    static Ledger open(String connectString, String parent) throws IOException, InterruptedException {
        Client client = Client.connect(connectString, SESSION);
        Ledger ledger = new Ledger(client, parent);
        try {
            ledger.create(parent);
        } catch (KeeperException e) {
            client.close();
            throw new IOException("a client cannot write " + parent + ": " + e.getMessage(), e);
        }
        ledger.thread.start();
        return ledger;
    }

    /** Waits until so many writes were acknowledged. */
    void awaitWrites(int count, Duration limit) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(limit);
        while (acknowledged.size() < count) {
            if (Instant.now().isAfter(end)) {
                throw new IOException("only " + acknowledged.size() + " writes were acknowledged in " + limit);
            }
            // between two looks at what was acknowledged
            Thread.sleep(BETWEEN_WRITES_MILLIS);
        }
    }

    /** Ends the writing, if it has not been ended, and returns the paths of what was acknowledged. */
    List<String> end() throws InterruptedException {
        open = false;
        // one that waits for an answer that will not come is told so by its session's time-out
        thread.join();
        return List.copyOf(acknowledged);
    }

    private void writeAll() {
        try {
            for (int i = 1; open; i++) {
                create(parent + "/" + i);
                // the pace of the writer, so that the trees of many cells stay small
                Thread.sleep(BETWEEN_WRITES_MILLIS);
            }
        } catch (KeeperException e) {
            // shut out: whether this last write was done nobody knows
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void create(String path) throws KeeperException, InterruptedException {
        client.zooKeeper().create(path, path.getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        acknowledged.add(path);
    }

    @Override
    public void close() {
        open = false;
        client.close();
    }
}
