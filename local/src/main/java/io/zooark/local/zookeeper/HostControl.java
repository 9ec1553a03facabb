package io.zooark.local.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the stand-in tools of one host, which are shell scripts, reach this JVM.
 *
 * <p>One connection a call, lines both ways. The request: {@code t} and the tool's name, {@code a} and an argument for
 * each, {@code i} and a line of input for each, and a dot. The answer: {@code o} and {@code e} lines for standard output
 * and error, and {@code x} with the exit status.
 */
final class HostControl implements Closeable {
    private final ServerSocket door;
    private final Map<String, Tool> tools;

    private HostControl(ServerSocket door, Map<String, Tool> tools) {
        this.door = door;
        this.tools = Map.copyOf(tools);
    }

    static HostControl open(Map<String, Tool> tools) throws IOException {
        HostControl control = new HostControl(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), tools);
        Gate.daemon("host control " + control.port(), control::acceptAll);
        return control;
    }

    int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void acceptAll() {
        while (!door.isClosed()) {
            try {
                Socket call = door.accept();
                Gate.daemon("host control call", () -> answer(call));
            } catch (IOException e) {
                // closed, or a tool killed while it called: the loop's condition tells
            }
        }
    }

    private void answer(Socket call) {
        try (call;
                BufferedReader in = new BufferedReader(new InputStreamReader(call.getInputStream(), UTF_8))) {
            String text = render(run(in));
            call.getOutputStream().write(text.getBytes(UTF_8));
        } catch (IOException e) {
            // the tool was killed with its script: nobody waits for an answer
        }
    }

    private Tool.Output run(BufferedReader in) throws IOException {
        String name = "";
        List<String> arguments = new ArrayList<>();
        List<String> input = new ArrayList<>();
        for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null || line.isEmpty()) {
                throw new IOException("a call of tool '" + name + "' broke off before its end");
            }
            String rest = line.substring(1);
            switch (line.charAt(0)) {
                case 't' -> name = rest;
                case 'a' -> arguments.add(rest);
                case 'i' -> input.add(rest);
                default -> throw new IOException("a call of tool '" + name + "' has a line of unknown kind: " + line);
            }
        }
        Tool tool = tools.get(name);
        if (tool == null) {
            return Tool.Output.failure(127, "no stand-in for tool '" + name + "'");
        }
        try {
            return tool.run(arguments, input);
        } catch (RuntimeException e) {
            return Tool.Output.failure(1, name + ": the stand-in failed: " + e);
        }
    }

    private static String render(Tool.Output output) {
        StringBuilder text = new StringBuilder();
        output.standardOutput()
                .lines()
                .forEach(line -> text.append('o').append(line).append('\n'));
        output.standardError()
                .lines()
                .forEach(line -> text.append('e').append(line).append('\n'));
        return text.append('x').append(output.exitStatus()).append('\n').toString();
    }
}
