package io.zooark.local;

import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.ServerPorts;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Listeners at every port of servers that run no longer: whoever takes something else for them is seen. */
final class Snares implements Closeable {
    private final List<ServerSocket> doors = new ArrayList<>();
    private final Queue<String> caught = new ConcurrentLinkedQueue<>();

    private Snares() {}

    /** Listens where these servers did, as their clients, their peers and their operators know them. */
    static Snares inPlaceOf(List<LocalHost> hosts) throws IOException {
        Snares snares = new Snares();
        try {
            for (LocalHost host : hosts) {
                ServerPorts ports = host.server().ports();
                snares.open("client port", ports.client());
                snares.open("peer port", ports.peer());
                snares.open("election port", ports.election());
                snares.open("AdminServer", ports.admin());
                snares.open("gate", ports.gate());
            }
            return snares;
        } catch (IOException e) {
            snares.close();
            throw e;
        }
    }

    /** Returns where somebody has connected, each time it was so. */
    List<String> caught() {
        return List.copyOf(caught);
    }

    private void open(String what, int port) throws IOException {
        ServerSocket door = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
        doors.add(door);
        Thread thread = new Thread(() -> catchAll(what, door), "snare at " + port);
        thread.setDaemon(true);
        thread.start();
    }

    private void catchAll(String what, ServerSocket door) {
        while (!door.isClosed()) {
            try (Socket visitor = door.accept()) {
                caught.add(what + " " + door.getLocalPort() + " by " + visitor.getRemoteSocketAddress());
            } catch (IOException e) {
                // closed, or a visitor that was gone at once: the loop's condition tells
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket door : doors) {
            door.close();
        }
    }
}
