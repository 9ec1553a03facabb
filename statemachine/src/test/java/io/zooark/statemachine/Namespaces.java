package io.zooark.statemachine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Two network namespaces with a wire between them, and the processes in them; all gone once removed. */
final class Namespaces {
    private final String mark = Long.toString(ProcessHandle.current().pid() % 1_000_000);
    private final List<Process> processes = new ArrayList<>();

    /** Returns what this machine lacks for it, in words. */
    static Optional<String> lacking(String... commands) throws IOException, InterruptedException {
        if (!new File("/proc/self/ns/net").exists()) {
            return Optional.of("network namespaces: this is not Linux");
        }
        for (String command : commands) {
            if (run("sh", "-c", "command -v " + command) != 0) {
                return Optional.of("the command " + command);
            }
        }
        String probe = "zooark-probe-" + ProcessHandle.current().pid();
        if (run("ip", "netns", "add", probe) != 0) {
            return Optional.of("leave to make network namespaces: run the tests as root");
        }
        run("ip", "netns", "del", probe);
        return Optional.empty();
    }

    String server() {
        return "zooark-server-" + mark;
    }

    String client() {
        return "zooark-client-" + mark;
    }

    /** Server 10.99.0.1 and fd99::1; client 10.99.0.2 and fd99::2, and to be exempt 10.99.0.3 and fd99::3. */
    void connect() throws IOException, InterruptedException {
        must("ip netns add " + server());
        must("ip netns add " + client());
        must("ip -n " + server() + " link add zooark0 type veth peer name zooark0 netns " + client());
        address(server(), 1);
        address(client(), 2);
        address(client(), 3);
        for (String namespace : List.of(server(), client())) {
            must("ip -n " + namespace + " link set lo up");
            must("ip -n " + namespace + " link set zooark0 up");
        }
    }

    private static void address(String namespace, int host) throws IOException, InterruptedException {
        must("ip -n %s addr add 10.99.0.%d/24 dev zooark0".formatted(namespace, host));
        must("ip -n %s addr add fd99::%d/64 dev zooark0 nodad".formatted(namespace, host));
    }

    /** Starts a {@link Peer} in a namespace. */
    Line peer(String namespace) throws IOException, URISyntaxException {
        Path classes = Path.of(
                Peer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Process process = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        namespace,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes.toString(),
                        Peer.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process);
        return new Line(process);
    }

    /** Runs a command in a namespace. */
    void within(String namespace, String command) throws IOException, InterruptedException {
        must("ip netns exec " + namespace + " " + command);
    }

    void remove() throws IOException, InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        run("ip", "netns", "del", server());
        run("ip", "netns", "del", client());
    }

    private static void must(String command) throws IOException, InterruptedException {
        if (run(command.split(" ", -1)) != 0) {
            throw new IllegalStateException("failed: " + command);
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new IOException("cannot run " + Arrays.toString(command), e);
        }
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running: " + Arrays.toString(command));
        }
        return process.exitValue();
    }

    /** The line over which a {@link Peer} is told what to do. */
    static final class Line {
        private final Process process;
        private final PrintWriter commands;
        private final BufferedReader answers;

        Line(Process process) {
            this.process = process;
            commands = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), US_ASCII), true);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
        }

        long pid() {
            return process.pid();
        }

        String ask(String command) throws IOException {
            commands.println(command);
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("the peer ended at: " + command);
            }
            return answer;
        }
    }
}
