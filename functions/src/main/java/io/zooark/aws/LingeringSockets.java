package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets of TLS that can be closed while a write in another thread is blocked.
 *
 * <p>Closing says good-bye to the peer first, and for that waits until the write is done: for ever, unless the socket lingers
 * for a limited time ({@code SSLSocketImpl.duplexCloseOutput} of the JDK; tried on 17).
 */
final class LingeringSockets extends SSLSocketFactory {
    private static final int LINGER_SECONDS = 1;

    private final SSLSocketFactory sockets;

    LingeringSockets(SSLSocketFactory sockets) {
        this.sockets = requireNonNull(sockets, "sockets is null");
    }

    private static Socket lingering(Socket socket) throws IOException {
        socket.setSoLinger(true, LINGER_SECONDS);
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return lingering(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return lingering(sockets.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return lingering(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return lingering(sockets.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return lingering(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return lingering(sockets.createSocket(address, port, localAddress, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
