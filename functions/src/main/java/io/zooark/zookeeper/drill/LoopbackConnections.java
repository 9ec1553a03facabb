package io.zooark.zookeeper.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxn;

/** The connections of a server that only this machine can reach, and that JMX does not hear of. */
final class LoopbackConnections extends NIOServerCnxnFactory {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int UNLIMITED = 0;
    private static final int ANY_BACKLOG = -1;

    /** Binds a free port. */
    void bind() throws IOException {
        configure(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), UNLIMITED, ANY_BACKLOG, false);
    }

    @Override
    public void registerConnection(ServerCnxn connection) {}
}
