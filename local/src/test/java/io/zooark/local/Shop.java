package io.zooark.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zooark.local.zookeeper.Client;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;

/** A few hundred znodes below {@code /orders}, some with an ACL of their own, some ephemeral while this is open. */
final class Shop implements Closeable {
    static final String ADDED_AFTER_THE_BACKUP = "/orders/open/added-after-the-backup";

    private static final Duration SESSION = Duration.ofSeconds(20);
    private static final int ORDERS = 200;
    private static final int CUSTOMERS = 50;
    private static final int WORKERS = 5;

    private final String connectString;
    private final Client session;

    private Shop(String connectString, Client session) {
        this.connectString = connectString;
        this.session = session;
    }

    static Shop open(String connectString) throws IOException {
        Client session = Client.connect(connectString, SESSION).as("shop", "keeper");
        Shop shop = new Shop(connectString, session);
        try {
            shop.fill(session.zooKeeper());
            return shop;
        } catch (KeeperException e) {
            session.close();
            throw new IOException("the shop cannot be filled", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the shop was filled", e);
        }
    }

    private void fill(ZooKeeper zooKeeper) throws KeeperException, InterruptedException {
        List<Op> creations = new ArrayList<>();
        for (String parent : List.of("", "/open", "/customers", "/workers")) {
            creations.add(create("/orders" + parent, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        }
        for (int i = 0; i < ORDERS; i++) {
            creations.add(create("/orders/open/o" + i, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        }
        for (int i = 0; i < CUSTOMERS; i++) {
            creations.add(create("/orders/customers/c" + i, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT));
        }
        for (int i = 0; i < WORKERS; i++) {
            creations.add(create("/orders/workers/w" + i, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL));
        }
        zooKeeper.multi(creations);
    }

    private static Op create(String path, List<ACL> acl, CreateMode mode) {
        return Op.create(path, ("first of " + path).getBytes(UTF_8), acl, mode);
    }

    /** Changes one order, deletes one, and adds one, through a session of its own; the shop's may have ended. */
    void change() throws IOException {
        try (Client client = Client.connect(connectString, SESSION)) {
            client.zooKeeper()
                    .multi(List.of(
                            Op.setData("/orders/open/o0", "changed after the backup".getBytes(UTF_8), -1),
                            Op.delete("/orders/open/o1", -1),
                            create(ADDED_AFTER_THE_BACKUP, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT)));
        } catch (KeeperException e) {
            throw new IOException("the shop cannot be changed: is it as the backup has it?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the shop was changed", e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
