package io.zooark.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.zookeeper.Client;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;

/** A live client that takes locks, which are ephemerals, and hears whether its session has expired. */
final class Locker implements Closeable {
    private final Client client;
    private final CountDownLatch expired = new CountDownLatch(1);

    private Locker(Client client) {
        this.client = requireNonNull(client, "client is null");
    }

    static Locker connect(Trial trial, Duration sessionTimeout) throws IOException {
        Locker locker = new Locker(Client.connect(trial.ensemble().connectString(), sessionTimeout));
        locker.client.zooKeeper().register(event -> {
            if (event.getState() == KeeperState.Expired) {
                locker.expired.countDown();
            }
        });
        return locker;
    }

    Locker lock(String path) throws Exception {
        client.zooKeeper().create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        return this;
    }

    void unlock(String path) throws Exception {
        client.zooKeeper().delete(path, -1);
    }

    /** Asserts that the client hears of its end within a time. */
    void assertExpires(Duration limit) throws InterruptedException {
        assertThat(expired.await(limit.toMillis(), TimeUnit.MILLISECONDS))
                .as("the client hears that its session has expired")
                .isTrue();
    }

    @Override
    public void close() {
        client.close();
    }
}
