package io.zooark.local.zookeeper;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that says back what it hears, and counts who came. */
final class EchoServer implements Closeable {
    private final ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final AtomicInteger accepted = new AtomicInteger();

    EchoServer() throws IOException {
        Gate.daemon("echo", this::acceptAll);
    }

    int port() {
        return door.getLocalPort();
    }

    int accepted() {
        return accepted.get();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void acceptAll() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                accepted.incrementAndGet();
                Gate.daemon("echo to one", () -> echo(client));
            } catch (IOException e) {
                // closed: the loop's condition tells
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // reset, as some tests want it
        }
    }
}
