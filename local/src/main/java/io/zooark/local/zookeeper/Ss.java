package io.zooark.local.zookeeper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The ss of a host: listeners of its server, and clients connected through its {@link Gate}.
 *
 * <p>Takes {@code -H}, {@code -t}, {@code -n}, {@code -l} and {@code -K} in any order. Of the filter it reads two things: the
 * ports that {@code sport} is compared with ({@code sport = :N}; without one, all ports), and how many states it names, because
 * ss prints the state unless one alone was asked for. Every client on this machine comes from 127.0.0.1, which the
 * scripts' filter never exempts, so {@code dst} is not read.
 */
final class Ss implements Tool {
    private static final Pattern OPTIONS = Pattern.compile("-[HtnlK]+");
    private static final Pattern SOURCE_PORT = Pattern.compile("sport\\s*(?:={1,2}|eq)?\\s*:(\\S+)");
    private static final Pattern STATE = Pattern.compile("\\bstate\\s+\\S+");
    private static final int CONNECT_MILLIS = 1000;

    private final ServerPorts ports;
    private final Gate gate;

    Ss(ServerPorts ports, Gate gate) {
        this.ports = ports;
        this.gate = gate;
    }

    @Override
    public Output run(List<String> arguments, List<String> input) {
        String options = arguments.stream()
                .filter(argument -> argument.startsWith("-"))
                .map(argument -> argument.substring(1))
                .collect(Collectors.joining());
        boolean known = arguments.stream()
                .filter(argument -> argument.startsWith("-"))
                .allMatch(argument -> OPTIONS.matcher(argument).matches());
        if (!known || !options.contains("H") || !options.contains("t") || !options.contains("n")) {
            return Output.unknown("ss", arguments);
        }
        String filter =
                arguments.stream().filter(argument -> !argument.startsWith("-")).collect(Collectors.joining(" "));
        Set<Integer> asked = new LinkedHashSet<>();
        for (MatchResult port : SOURCE_PORT.matcher(filter).results().toList()) {
            if (!port.group(1).matches("\\d{1,5}")) {
                return Output.failure(1, "Error: \"" + port.group(1) + "\" does not look like a port.");
            }
            asked.add(Integer.valueOf(port.group(1)));
        }
        return Output.of(options.contains("l") ? listeners(asked) : connections(asked, filter, options.contains("K")));
    }

    /** Returns a line for each of the server's ports that is asked for and listened at, whoever listens. */
    private String listeners(Set<Integer> asked) {
        return IntStream.of(ports.client(), ports.peer(), ports.election(), ports.admin())
                .filter(port -> asked.isEmpty() || asked.contains(port))
                .filter(Ss::isListenedAt)
                .mapToObj(port -> line("LISTEN ", port, "0.0.0.0:*"))
                .collect(Collectors.joining("\n"));
    }

    private String connections(Set<Integer> asked, String filter, boolean kill) {
        if (!asked.isEmpty() && !asked.contains(ports.client())) {
            return "";
        }
        List<InetSocketAddress> peers = new ArrayList<>(kill ? gate.kill() : gate.connections());
        String state = STATE.matcher(filter).results().count() == 1 ? "" : "ESTAB  ";
        return peers.stream()
                .map(peer -> line(state, ports.client(), peer.getAddress().getHostAddress() + ":" + peer.getPort()))
                .collect(Collectors.joining("\n"));
    }

    private static String line(String state, int port, String peer) {
        return String.format(Locale.ROOT, "%s0      0      127.0.0.1:%d %s", state, port, peer);
    }

    private static boolean isListenedAt(int port) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
