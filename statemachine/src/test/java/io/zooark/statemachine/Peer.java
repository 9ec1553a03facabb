package io.zooark.statemachine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Listens and connects in a network namespace, as the lines on its standard input say; ends with them.
 *
 * <p>{@code listen PORT} answers {@code listening}; {@code connect NAME FROM TO PORT} answers {@code open} or why not;
 * {@code talk NAME} answers {@code alive} when a byte comes back over that connection, or {@code gone}.
 */
final class Peer {
    private static final int PATIENCE = 3_000;

    private final Map<String, Socket> connections = new HashMap<>();

    private Peer() {}

    public static void main(String[] arguments) throws IOException {
        Peer peer = new Peer();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(peer.answer(List.of(line.split(" ", -1))));
        }
    }

    private String answer(List<String> command) throws IOException {
        return switch (command.get(0)) {
            case "listen" -> listen(Integer.parseInt(command.get(1)));
            case "connect" ->
                connect(
                        command.get(1),
                        command.get(2),
                        new InetSocketAddress(command.get(3), Integer.parseInt(command.get(4))));
            case "talk" -> talk(command.get(1));
            default -> throw new IllegalArgumentException("unknown command " + command);
        };
    }

    // a daemon's socket: it lives as long as this process
    @SuppressWarnings("resource")
    private static String listen(int port) throws IOException {
        ServerSocket listener = new ServerSocket(port);
        daemon(() -> {
            while (true) {
                Socket accepted = listener.accept();
                daemon(() -> accepted.getInputStream().transferTo(accepted.getOutputStream()));
            }
        });
        return "listening";
    }

    private String connect(String name, String from, InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.setSoTimeout(PATIENCE);
            socket.connect(to, PATIENCE);
            connections.put(name, socket);
            return "open";
        } catch (IOException e) {
            socket.close();
            return String.valueOf(e.getMessage());
        }
    }

    private String talk(String name) {
        Socket socket = connections.get(name);
        if (socket == null) {
            return "never open";
        }
        try {
            socket.getOutputStream().write('z');
            return socket.getInputStream().read() == 'z' ? "alive" : "gone";
        } catch (IOException e) {
            return "gone";
        }
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // the other side has ended the connection, or it was cut: what the tests are about
                System.err.println(e.getMessage());
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** What a connection's thread does until it ends. */
    private interface Work {
        void run() throws IOException;
    }
}
