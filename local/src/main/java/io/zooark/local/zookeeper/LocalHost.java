package io.zooark.local.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.zooark.local.cloud.Ec2;
import io.zooark.local.cloud.Host;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A host on this machine: a folder that is its file system, one server, its {@link Site}, and the tools that the scripts
 * call.
 *
 * <p>Scripts run with {@code ZOOARK_ROOT} naming the folder and with {@code systemctl} and, where the server has a
 * {@link Gate}, {@code nft}, {@code ss} and {@code ip} from the folder's {@code bin}, which act on the server and the gate
 * through this JVM. Everything else they call is the machine's own.
 */
public final class LocalHost implements Host, Closeable {
    /** The unit that the host's server is. */
    public static final String UNIT = "zookeeper.service";

    private static final String ADDRESSES = """
            1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
            1: lo    inet6 ::1/128 scope host \\       valid_lft forever preferred_lft forever
            """;
    private static final int KILLED = -1;

    private final HostFolder folder;
    private final LocalServer server;
    private final HostControl control;

    private LocalHost(HostFolder folder, LocalServer server, HostControl control) {
        this.folder = folder;
        this.server = server;
        this.control = control;
    }

    static LocalHost open(HostFolder folder, LocalServer server) throws IOException {
        requireNonNull(server, "server is null");
        Map<String, Tool> tools = new TreeMap<>();
        tools.put("systemctl", new Systemctl(UNIT, folder, server));
        server.site().gate().ifPresent(gate -> tools.putAll(networkTools(server.ports(), gate)));
        HostControl control = HostControl.open(tools);
        LocalHost host = new LocalHost(folder, server, control);
        host.writeTools(tools.keySet());
        return host;
    }

    private static Map<String, Tool> networkTools(ServerPorts ports, Gate gate) {
        return Map.of(
                "nft",
                new Nft(ports.client(), gate),
                "ss",
                new Ss(ports, gate),
                "ip",
                (arguments, input) -> arguments.equals(List.of("-o", "addr", "show"))
                        ? Tool.Output.of(ADDRESSES)
                        : Tool.Output.unknown("ip", arguments));
    }

    /** Returns the host's server. */
    public LocalServer server() {
        return server;
    }

    /**
     * Returns the gate that the server's clients come through.
     *
     * @throws IllegalStateException where they come over a real network
     */
    public Gate gate() {
        return server.site()
                .gate()
                .orElseThrow(() -> new IllegalStateException(
                        "server " + server.id() + " has no gate: its clients come over a real network"));
    }

    /** Has the security groups of an instance decide, from now on, who may open a connection to the host. */
    public void guard(Ec2 ec2, String instance) {
        server.site().guard(ec2, instance);
    }

    /** Returns the folder that is the host's file system. */
    public Path root() {
        return folder.root();
    }

    /** Returns the server's zoo.cfg as the scripts are told it: without the folder in front. */
    public String zooCfg() {
        return "/" + folder.root().relativize(folder.zooCfg());
    }

    /**
     * Has the host's own clock go on by five seconds whenever a document waits for as long, and lets it wait this long
     * instead: between their two looks at who is connected a kernel may need that time, a gate tells at once.
     */
    public void pauseBetweenLooks(Duration pause) throws IOException {
        folder.ownClock();
        writeTool("sleep", """
                #!/bin/sh
                if [ "$1" = 5 ]; then
                    read -r uptime idle <"$ZOOARK_ROOT/proc/uptime"
                    echo "$((${uptime%%.*} + 5)).00 $idle" >"$ZOOARK_ROOT/proc/uptime"
                    set -- %d.%03d
                fi
                PATH=${PATH#*:} exec sleep "$@"
                """.formatted(pause.toSeconds(), pause.toMillisPart()));
    }

    @Override
    public Result run(String script, Map<String, String> environment, Duration timeout)
            throws IOException, InterruptedException {
        Path run = Files.createTempDirectory(folder.scripts(), "script");
        Path text = Files.writeString(run.resolve("script.sh"), script);
        File output = run.resolve("output").toFile();
        File error = run.resolve("error").toFile();
        ProcessBuilder shell = new ProcessBuilder(server.site().there(List.of("sh", text.toString())))
                .directory(folder.root().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output)
                .redirectError(error);
        String path = Objects.requireNonNullElse(shell.environment().get("PATH"), "/usr/sbin:/usr/bin:/sbin:/bin");
        // an agent's environment: nothing of whoever started this JVM but where tools are found
        shell.environment().clear();
        shell.environment().putAll(environment);
        shell.environment().put("PATH", folder.tools() + File.pathSeparator + path);
        shell.environment().put("ZOOARK_ROOT", folder.root().toString());
        try {
            int exitStatus = runToItsEnd(shell.start(), timeout);
            return new Result(exitStatus, Files.readString(output.toPath()), Files.readString(error.toPath()));
        } finally {
            HostFolder.delete(run);
        }
    }

    /** Kills the server and takes its disk away: both data directories with everything in them, myid too. */
    public void loseDisk() throws IOException {
        server.kill();
        HostFolder.delete(server.dataDir());
        HostFolder.delete(server.dataLogDir());
    }

    @Override
    public void close() throws IOException {
        control.close();
        folder.unlink();
    }

    private static int runToItsEnd(Process process, Duration timeout) throws InterruptedException {
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            return KILLED;
        } finally {
            // at the time-out, and when whoever waits is interrupted
            if (process.isAlive()) {
                Processes.killTree(process);
            }
        }
    }

    private void writeTools(Set<String> names) throws IOException {
        String text;
        try (InputStream in = requireNonNull(LocalHost.class.getResourceAsStream("tool.bash"), "tool.bash")) {
            text = new String(in.readAllBytes(), UTF_8)
                    .replace("@PORT@", String.valueOf(control.port()))
                    .replace("@HERE@", String.join(" ", server.site().here(List.of())));
        }
        for (String name : names) {
            writeTool(name, text);
        }
        List<String> way = server.site().here(List.of("curl"));
        if (way.size() > 1) {
            // S3's stand-in, from which a host fetches, listens at 127.0.0.1 of this JVM
            writeTool("curl", "#!/bin/sh\nPATH=${PATH#*:} exec " + String.join(" ", way) + " \"$@\"\n");
        }
    }

    private void writeTool(String name, String text) throws IOException {
        Path tool = Files.writeString(folder.tools().resolve(name), text);
        if (!tool.toFile().setExecutable(true)) {
            throw new IOException(tool + " cannot be made executable: the folder must allow programs");
        }
    }
}
