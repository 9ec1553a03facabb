package io.zooark.local.zookeeper;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Neighbouring free ports for one ensemble, held against other ensembles of this machine until closed.
 *
 * <p>The range lies below the ports that Linux and macOS give to outgoing connections: one of those could take a
 * server's port while the server is down. The first port of a block is never used but kept bound, so that two JVMs that
 * choose the same block notice.
 */
final class PortBlock implements Closeable {
    private static final int FIRST = 20_000;
    private static final int BLOCKS = 190;
    private static final int BLOCK_SIZE = 64;
    private static final int PORTS_OF_A_SERVER = 5;
    private static final int ATTEMPTS = 100;

    private final ServerSocket claim;
    private final int servers;

    private PortBlock(ServerSocket claim, int servers) {
        this.claim = claim;
        this.servers = servers;
    }

    /**
     * Finds a block whose ports are all free and claims it.
     *
     * @param servers at most twelve
     */
    static PortBlock claim(int servers) throws IOException {
        if (servers < 1 || servers * PORTS_OF_A_SERVER >= BLOCK_SIZE) {
            throw new IllegalArgumentException("an ensemble on one machine has 1 to 12 servers, got " + servers);
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int base = FIRST + BLOCK_SIZE * ThreadLocalRandom.current().nextInt(BLOCKS);
            List<ServerSocket> free = bind(base, 1 + servers * PORTS_OF_A_SERVER);
            if (!free.isEmpty()) {
                closeAll(free.subList(1, free.size()));
                return new PortBlock(free.get(0), servers);
            }
        }
        throw new IOException("no block of " + servers * PORTS_OF_A_SERVER + " free ports found between " + FIRST
                + " and " + (FIRST + BLOCKS * BLOCK_SIZE) + " on 127.0.0.1: end what listens there");
    }

    /** Returns the ports of the server at this place, from 0; client ports of neighbours are neighbours. */
    ServerPorts of(int place) {
        if (place < 0 || place >= servers) {
            throw new IllegalArgumentException("the block is for " + servers + " servers, got place " + place);
        }
        int first = claim.getLocalPort() + 1 + place;
        return new ServerPorts(first, first + servers, first + 2 * servers, first + 3 * servers, first + 4 * servers);
    }

    @Override
    public void close() throws IOException {
        claim.close();
    }

    /** Returns sockets bound to all of these ports, or none if one is taken. */
    private static List<ServerSocket> bind(int base, int count) throws IOException {
        List<ServerSocket> bound = new ArrayList<>();
        try {
            for (int port = base; port < base + count; port++) {
                bound.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            }
            return bound;
        } catch (IOException e) {
            closeAll(bound);
            return List.of();
        }
    }

    private static void closeAll(List<ServerSocket> sockets) throws IOException {
        for (ServerSocket socket : sockets) {
            socket.close();
        }
    }
}
