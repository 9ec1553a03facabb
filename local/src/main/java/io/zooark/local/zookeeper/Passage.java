package io.zooark.local.zookeeper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** One client's established connection through a {@link Gate}. */
final class Passage {
    private static final int BUFFER = 64 * 1024;

    private final Gate gate;
    private final Socket client;
    private final Socket server;
    private final InetSocketAddress peer;
    private final AtomicInteger openDirections = new AtomicInteger(2);

    Passage(Gate gate, Socket client, Socket server) {
        this.gate = gate;
        this.client = client;
        this.server = server;
        this.peer = new InetSocketAddress(client.getInetAddress(), client.getPort());
    }

    /** Returns the client's end. */
    InetSocketAddress peer() {
        return peer;
    }

    /** Relays in both directions until either is reset or both have ended. */
    void relay(byte[] early) {
        Gate.daemon("gate to " + peer.getPort(), () -> relay(server, client, new byte[0]));
        relay(client, server, early);
    }

    /** Resets both connections: neither end gets another byte. */
    void reset() {
        // first of all: whoever sees the reset finds the connection gone from the gate's list
        gate.left(this);
        reset(client);
        reset(server);
    }

    /** Closes a connection with RST. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already, or never connected: nothing to reset
        }
        close(socket);
    }

    private void relay(Socket from, Socket to, byte[] early) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            out.write(early);
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (gate.endsEstablished()) {
                    reset();
                    return;
                }
                out.write(buffer, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // one end is gone, so the other is told
            reset();
        }
        if (openDirections.decrementAndGet() == 0) {
            close(client);
            close(server);
            gate.left(this);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // its descriptor is released all the same
        }
    }
}
