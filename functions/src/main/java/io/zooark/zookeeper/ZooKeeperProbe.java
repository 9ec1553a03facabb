package io.zooark.zookeeper;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Credential;
import io.zooark.error.EnsembleUnprovenException;
import io.zooark.restore.ClientProbe;
import io.zooark.restore.PlannedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** A probe that is a real ZooKeeper client. */
public final class ZooKeeperProbe implements ClientProbe {
    /** Outside the tree digest, so that the marker's passing leaves no trace that a digest would show. */
    private static final String MARKER = "/zookeeper/quota/zooark-marker";

    private static final int SESSION_TIMEOUT_MS = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Credential credential;

    public ZooKeeperProbe(Credential credential) {
        this.credential = requireNonNull(credential, "credential is null");
    }

    @Override
    public void commitMarker(List<PlannedServer> servers) {
        String connect = servers.stream().map(PlannedServer::client).collect(Collectors.joining(","));
        use(connect, client -> {
            try {
                client.delete(MARKER, -1);
            } catch (KeeperException.NoNodeException e) {
                // the usual case: no probe died here before
            }
            client.create(MARKER, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            client.delete(MARKER, -1);
            return "";
        });
    }

    @Override
    public String membership(PlannedServer server) {
        return use(server.client(), client -> {
            try {
                return new String(client.getConfig(false, null), StandardCharsets.UTF_8);
            } catch (KeeperException.NoNodeException e) {
                return "";
            }
        });
    }

    private interface Work {
        String with(ZooKeeper client) throws KeeperException, InterruptedException;
    }

    private String use(String connect, Work work) {
        Instant end = Instant.now().plus(LIMIT);
        while (true) {
            try {
                return once(connect, work);
            } catch (KeeperException.ConnectionLossException
                    | KeeperException.SessionExpiredException
                    | KeeperException.OperationTimeoutException e) {
                if (Instant.now().isAfter(end)) {
                    throw unproven(connect, e);
                }
            } catch (KeeperException.NoAuthException e) {
                // a refusal is a transaction like any other, and only a working quorum commits one
                return "";
            } catch (KeeperException | IOException e) {
                throw unproven(connect, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unproven(connect, e);
            }
        }
    }

    private String once(String connect, Work work) throws KeeperException, IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        ZKClientConfig config = new ZKClientConfig();
        // no SASL: the client would look for a JAAS configuration that no function has
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        ZooKeeper client = new ZooKeeper(
                connect,
                SESSION_TIMEOUT_MS,
                (WatchedEvent event) -> {
                    if (event.getState() == KeeperState.SyncConnected) {
                        connected.countDown();
                    }
                },
                config);
        try {
            client.addAuthInfo("digest", credential.digest().getBytes(StandardCharsets.UTF_8));
            if (!connected.await(SESSION_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                throw new KeeperException.ConnectionLossException();
            }
            return work.with(client);
        } finally {
            client.close(SESSION_TIMEOUT_MS);
        }
    }

    private static EnsembleUnprovenException unproven(String connect, Exception e) {
        return new EnsembleUnprovenException(
                "a client of ours could not work with " + connect + ": " + e,
                "see that the functions reach the client port (security group, subnets) and that the quorum holds",
                e);
    }
}
