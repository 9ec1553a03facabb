package io.zooark.zookeeper.drill;

import java.io.IOException;
import java.util.List;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.FinalRequestProcessor;
import org.apache.zookeeper.server.PrepRequestProcessor;
import org.apache.zookeeper.server.ServerCnxn;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/**
 * ZooKeeper's standalone server, with nothing left that would change what it has loaded, write it, or tell of itself.
 *
 * <p>Containers and TTL znodes stay as they are because {@code ZooKeeperServerMain}, which cleans them up, is not run.
 */
final class DrillServer extends ZooKeeperServer {
    private static final int TICK_MS = 2_000;
    private static final int ANY_BACKLOG = -1;

    DrillServer(FileTxnSnapLog files, ZKDatabase database, int sessionTimeoutMs) {
        super(files, TICK_MS, sessionTimeoutMs, sessionTimeoutMs, ANY_BACKLOG, database, "");
        // each znode is read once
        setResponseCachingEnabled(false);
    }

    /**
     * Loads, and no more. ZooKeeper would now remove what belongs to sessions that it does not find, TTL znodes among it
     * where {@code zookeeper.extendedTypesEnabled} is not set, and write a second snapshot; if the disk is full, that ends
     * the JVM.
     */
    @Override
    public void loadData() throws IOException {
        setZxid(getZKDatabase().loadDataBase());
    }

    /** The tracker knows the sessions of the snapshot; the thread that would expire them, ephemerals and all, never runs. */
    @Override
    protected void startSessionTracker() {}

    /** Nothing is logged to disk: the drill's own session is the only transaction. */
    @Override
    protected void setupRequestProcessors() {
        PrepRequestProcessor first = new PrepRequestProcessor(this, new FinalRequestProcessor(this));
        firstProcessor = first;
        first.start();
    }

    /** Whoever reads a drill's server is the drill: every znode, whatever its ACL. */
    @Override
    public void checkACL(
            ServerCnxn connection, List<ACL> acl, int permission, List<Id> ids, String path, List<ACL> setAcls) {}

    @Override
    protected void registerJMX() {}

    @Override
    protected void registerMetrics() {}

    @Override
    protected void unregisterMetrics() {}
}
