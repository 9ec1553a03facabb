package io.zooark.local.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/** A ZooKeeper client with an established session, which ends when this is closed. */
public final class Client implements Closeable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    private final ZooKeeper zooKeeper;

    private Client(ZooKeeper zooKeeper) {
        this.zooKeeper = zooKeeper;
    }

    /**
     * Connects and waits for the session.
     *
     * @throws IOException if no server grants one within 30 s
     */
    public static Client connect(String connectString, Duration sessionTimeout) throws IOException {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        Client client = new Client(new ZooKeeper(connectString, (int) sessionTimeout.toMillis(), event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.complete(null);
            }
        }));
        try {
            connected.orTimeout(CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
            return client;
        } catch (CompletionException e) {
            client.close();
            throw new IOException(
                    "no session at " + connectString + " within " + CONNECT_LIMIT.toSeconds()
                            + " s: is there a quorum, and are clients let in?",
                    e);
        }
    }

    /** Adds digest credentials to the session and returns this. */
    public Client as(String user, String password) {
        zooKeeper.addAuthInfo("digest", (user + ":" + password).getBytes(UTF_8));
        return this;
    }

    /** Returns the client itself. */
    public ZooKeeper zooKeeper() {
        return zooKeeper;
    }

    @Override
    public void close() {
        try {
            zooKeeper.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Completes a future as an asynchronous call of ZooKeeper reports: with a value, or an exception for the code. */
    static <T> void complete(CompletableFuture<T> future, int code, String path, T value) {
        if (code == KeeperException.Code.OK.intValue()) {
            future.complete(value);
        } else {
            future.completeExceptionally(KeeperException.create(KeeperException.Code.get(code), requireNonNull(path)));
        }
    }
}
