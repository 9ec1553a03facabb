package io.zooark.local.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zooark.local.zookeeper.Client;
import io.zooark.local.zookeeper.LiveClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.zookeeper.KeeperException;

/** The process behind {@link WritingClients}: one line of answer to each line of input, and the end of input ends it. */
final class WritingClientsMain {
    private static final int CLIENTS = 1;
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final int KNOCK_MILLIS = 1000;

    private final String connectString;
    private final LiveClients clients;

    private WritingClientsMain(String connectString) {
        this.connectString = connectString;
        this.clients = LiveClients.start(connectString, CLIENTS, SESSION);
    }

    /** Writes to the servers of the only argument, a connect string. */
    public static void main(String[] arguments) throws Exception {
        WritingClientsMain main = new WritingClientsMain(arguments[0]);
        try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                System.out.println(main.answer(line.split(" ", -1)));
            }
        } finally {
            // not exit: nothing may keep it alive when nobody can end it any more
            Runtime.getRuntime().halt(0);
        }
    }

    private String answer(String[] question) throws Exception {
        switch (question[0]) {
            case "count" -> {
                return clients.acknowledged() + " " + clients.failed() + " " + clients.expirations();
            }
            case "rest", "go" -> {
                clients.rest(question[0].equals("rest"));
                return "done";
            }
            case "see" -> {
                return String.valueOf(isThere(question[1]));
            }
            case "knock" -> {
                return knock(question[1], Integer.parseInt(question[2]));
            }
            default -> throw new IllegalArgumentException("no such question: " + question[0]);
        }
    }

    private boolean isThere(String path) throws IOException, KeeperException, InterruptedException {
        try (Client client = Client.connect(connectString, SESSION)) {
            return client.zooKeeper().exists(path, false) != null;
        }
    }

    private static String knock(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), KNOCK_MILLIS);
            return "open";
        } catch (SocketTimeoutException e) {
            return "no answer";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
