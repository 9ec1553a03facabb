package io.zooark.local.bench;

import io.zooark.local.zookeeper.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;

/** Fills an ensemble fast: many znodes in each transaction, and many transactions under way. */
final class Filler {
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(40);
    private static final String PARENT = "/bench";
    private static final int PER_PARENT = 1000;
    private static final int PER_TRANSACTION = 100;
    private static final int IN_FLIGHT = 40;

    private final Client client;
    private final byte[] data;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final AtomicInteger failure = new AtomicInteger(Code.OK.intValue());

    private Filler(Client client, byte[] data) {
        this.client = client;
        this.data = data;
    }

    /** Creates the tree below {@code /bench} and returns when all of it is acknowledged. */
    static void fill(String connectString, Workload workload) throws IOException {
        byte[] data = new byte[workload.dataBytes()];
        new Random(1).nextBytes(data);
        try (Client client = Client.connect(connectString, SESSION_TIMEOUT)) {
            new Filler(client, data).create(workload.znodes());
        }
    }

    private void create(int znodes) throws IOException {
        submit(List.of(op(PARENT, new byte[0])));
        for (int first = 0; first < znodes && !failed(); first += PER_PARENT) {
            String parent = String.format(Locale.ROOT, "%s/g%05d", PARENT, first / PER_PARENT);
            submit(List.of(op(parent, new byte[0])));
            children(parent, Math.min(PER_PARENT, znodes - first));
        }
        inFlight.acquireUninterruptibly(IN_FLIGHT);
        if (failed()) {
            throw new IOException("the tree cannot be created: " + Code.get(failure.get()));
        }
    }

    /** The session keeps the order of what is submitted: parents come to be before their children. */
    private void children(String parent, int count) {
        List<Op> transaction = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            transaction.add(op(String.format(Locale.ROOT, "%s/n%06d", parent, i), data));
            if (transaction.size() == PER_TRANSACTION || i == count - 1) {
                submit(transaction);
                transaction = new ArrayList<>();
            }
        }
    }

    private void submit(List<Op> transaction) {
        inFlight.acquireUninterruptibly();
        client.zooKeeper()
                .multi(
                        transaction,
                        (code, path, context, results) -> {
                            failure.compareAndSet(Code.OK.intValue(), code);
                            inFlight.release();
                        },
                        null);
    }

    private boolean failed() {
        return failure.get() != Code.OK.intValue();
    }

    private static Op op(String path, byte[] data) {
        return Op.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
}
