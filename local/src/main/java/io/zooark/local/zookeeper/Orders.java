package io.zooark.local.zookeeper;

import java.io.Closeable;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/**
 * The ensemble {@code orders}: ten thousand znodes of a shop, the same ones for the same seed, some of them ephemeral and
 * alive until this is closed.
 *
 * <p>Below {@code /orders}: open and shipped orders, customers that only {@link #USER} may read, prices that all may read
 * and nobody may change, documents of 100 KB, and workers, which are ephemeral.
 */
public final class Orders implements Closeable {
    /** How many znodes {@link #fill} creates. */
    public static final int ZNODES = 10_000;

    /** Who alone may read the customers. */
    public static final String USER = "shop";

    /** The password of {@link #USER}. */
    public static final String PASSWORD = "keeper";

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(20);
    private static final int CUSTOMERS = 1500;
    private static final int PRICES = 1000;
    private static final int DOCUMENTS = 20;
    private static final int WORKERS = 80;
    private static final int DOCUMENT_BYTES = 100 * 1024;
    private static final int LARGEST_ORDER = 400;

    private final Client client;
    private final Random random;
    private final List<CompletableFuture<String>> created = new ArrayList<>();

    private Orders(Client client, long seed) {
        this.client = client;
        this.random = new Random(seed);
    }

    /** Fills an ensemble that has no {@code /orders} yet, in one to three seconds. */
    public static Orders fill(String connectString, long seed) throws IOException {
        Client client = Client.connect(connectString, SESSION_TIMEOUT).as(USER, PASSWORD);
        Orders orders = new Orders(client, seed);
        try {
            orders.createAll();
            return orders;
        } catch (CompletionException e) {
            client.close();
            throw new IOException("the orders cannot be created: " + e.getCause(), e);
        }
    }

    /** Returns the session that the workers live in, with the credentials of {@link #USER}. */
    public ZooKeeper zooKeeper() {
        return client.zooKeeper();
    }

    /** Ends the session, and with it the workers. */
    @Override
    public void close() {
        client.close();
    }

    private void createAll() {
        List<ACL> everybody = Ids.OPEN_ACL_UNSAFE;
        List<ACL> user = List.of(new ACL(Perms.ALL, new Id("digest", digest(USER + ":" + PASSWORD))));
        create("/orders", 0, everybody, CreateMode.PERSISTENT);
        for (String parent : List.of("open", "shipped", "customers", "prices", "documents", "workers")) {
            create("/orders/" + parent, 0, everybody, CreateMode.PERSISTENT);
        }
        createMany("/orders/documents/d", DOCUMENTS, DOCUMENT_BYTES, everybody, CreateMode.PERSISTENT);
        createMany("/orders/customers/c", CUSTOMERS, LARGEST_ORDER, user, CreateMode.PERSISTENT);
        createMany("/orders/prices/p", PRICES, Long.BYTES, Ids.READ_ACL_UNSAFE, CreateMode.PERSISTENT);
        createMany("/orders/workers/w", WORKERS, LARGEST_ORDER, everybody, CreateMode.EPHEMERAL);
        int left = ZNODES - created.size();
        createMany("/orders/open/o", left / 2, LARGEST_ORDER, everybody, CreateMode.PERSISTENT);
        createMany("/orders/shipped/o", left - left / 2, LARGEST_ORDER, everybody, CreateMode.PERSISTENT);
        created.forEach(CompletableFuture::join);
    }

    private void createMany(String prefix, int count, int largest, List<ACL> acl, CreateMode mode) {
        for (int i = 0; i < count; i++) {
            int size = largest == LARGEST_ORDER ? 50 + random.nextInt(largest - 50) : largest;
            create(String.format("%s%05d", prefix, i), size, acl, mode);
        }
    }

    /** Asks for a node and does not wait: the session keeps the order, so parents come first. */
    private void create(String path, int size, List<ACL> acl, CreateMode mode) {
        byte[] data = new byte[size];
        random.nextBytes(data);
        CompletableFuture<String> answer = new CompletableFuture<>();
        client.zooKeeper()
                .create(
                        path,
                        data,
                        acl,
                        mode,
                        (code, asked, context, name) -> Client.complete(answer, code, asked, path),
                        null);
        created.add(answer);
    }

    private static String digest(String user) {
        try {
            return DigestAuthenticationProvider.generateDigest(user);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
