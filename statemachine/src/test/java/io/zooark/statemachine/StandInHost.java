package io.zooark.statemachine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A ZooKeeper host in a temporary folder: the scripts run under the real shell over real files, while {@code systemctl},
 * {@code ss}, {@code nft}, {@code ip} and the clock are small scripts that keep their state in files.
 */
final class StandInHost {
    /** Its server's id, unless a test says otherwise. */
    static final String SERVER_ID = "1";

    private static final String HOLD = "run/systemd/system/zookeeper.service.d/90-zooark-hold.conf";
    private static final List<String> BELOW = List.of("root", "data", "logs");
    private static final List<String> TOOLS = List.of("systemctl", "ss", "nft", "ip", "sleep", "date");

    private final Path folder;
    private final List<String> before = new ArrayList<>();
    private boolean oldAgent;
    private String systemPath = System.getenv("PATH");
    private final Map<String, String> parameters = new HashMap<>(Map.ofEntries(
            Map.entry("RestoreId", "r-1"),
            Map.entry("ZooCfg", "/etc/zoo.cfg"),
            Map.entry("Unit", "zookeeper"),
            Map.entry("ExecutionTimeout", "60"),
            Map.entry("Order", "1.0"),
            Map.entry("Chain", ""),
            Map.entry("Confirm", "r-1"),
            Map.entry("Url", "https://localhost/nothing"),
            Map.entry("Bytes", "8"),
            Map.entry("Cksum", "0"),
            Map.entry("ClientPorts", "2181"),
            Map.entry("Exempt", ""),
            Map.entry("Looks", "2"),
            Map.entry("Epoch", "6"),
            Map.entry("ServerId", SERVER_ID),
            Map.entry("Zxid", "200000a")));

    StandInHost(Path folder) throws IOException {
        this.folder = folder.toRealPath();
        for (String tool : TOOLS) {
            install(tool, "tools/" + tool);
        }
        write("state/pid", "0\n");
        write("state/next-pid", ProcessHandle.current().pid() + "\n");
        write("state/user", "\n");
        write("state/listeners", "");
        write("state/connections", "");
        write("state/calls", "");
        write("state/clock", "1000\n");
        write("state/addresses", """
                1: lo    inet 127.0.0.1/8 scope host lo
                2: eth0    inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0
                2: eth0    inet6 fd00::5/64 scope global
                """);
        zooCfg("dataDir=%s\ndataLogDir=%s\nclientPort=2181\n".formatted(data(), logs()));
    }

    Path data() {
        return folder.resolve("data");
    }

    Path logs() {
        return folder.resolve("logs");
    }

    /** Resolves a path below the host's root, or below {@code state/} of the stand-ins. */
    Path path(String relative) {
        return folder.resolve(relative);
    }

    StandInHost with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    StandInHost zooCfg(String text) throws IOException {
        return write("root/etc/zoo.cfg", text);
    }

    StandInHost write(String relative, String text) throws IOException {
        HostFiles.write(folder.resolve(relative), text);
        return this;
    }

    String read(String relative) throws IOException {
        return Files.readString(folder.resolve(relative), UTF_8);
    }

    boolean has(String relative) {
        return Files.exists(folder.resolve(relative));
    }

    /** The unit is held and has no process. */
    StandInHost held() throws IOException {
        return write("root/" + HOLD, "[Unit]\nAssertPathExists=/run/zooark/released-never\n");
    }

    /** A unit that is in the middle of a move is held even after a reboot. */
    boolean isHeldOverReboot() {
        return has("root/etc/systemd/system/zookeeper.service.d/90-zooark-hold.conf");
    }

    boolean isHeld() {
        return has("root/" + HOLD);
    }

    /** Old data as a server leaves it, odd names among them. */
    StandInHost oldData() throws IOException {
        write("data/myid", SERVER_ID + "\n");
        write("data/version-2/snapshot.500000001", "old snapshot");
        write("data/version-2/currentEpoch", "5");
        write("data/version-2/acceptedEpoch", "5");
        write("data/version-2/.hidden", "hidden");
        write("data/version-2/-f odd *\n$(name)", "odd");
        write("logs/version-2/log.500000001", "old log");
        return write("logs/version-2/..two dots", "dots");
    }

    /** Everything on the host that a document may change, by path: the content of files, "/" for folders. */
    Map<String, String> inventory() throws IOException {
        return HostFiles.inventory(folder, BELOW);
    }

    /** The same for the data directories alone. */
    Map<String, String> dataInventory() throws IOException {
        return HostFiles.inventory(folder, List.of("data", "logs"));
    }

    /** Makes the host hold what an inventory says, and nothing else. */
    void reset(Map<String, String> inventory) throws IOException {
        for (String below : BELOW) {
            HostFiles.delete(path(below));
        }
        HostFiles.lay(folder, inventory);
    }

    /** Lets scripts run in a network namespace, with the namespace's own sockets, rules and addresses and the real clock. */
    StandInHost inNamespace(String namespace) throws IOException {
        before.addAll(List.of("ip", "netns", "exec", namespace));
        for (String tool : List.of("ss", "nft", "ip", "sleep", "date")) {
            Files.delete(path("tools/" + tool));
        }
        Files.createDirectories(path("root/proc"));
        Files.createSymbolicLink(path("root/proc/uptime"), Path.of("/proc/uptime"));
        return this;
    }

    /** Passes the parameters as an agent before 3.3.2746.0 does: into the text, and not through the environment. */
    StandInHost withOldAgent() {
        oldAgent = true;
        return this;
    }

    /** Spares the disk where a test runs many scripts. */
    StandInHost withoutSync() throws IOException {
        writeExecutable("tools/sync", "#!/bin/sh\n");
        return this;
    }

    /** Lets a script be killed where it first calls a tool. */
    StandInHost killedAt(String tool) throws IOException {
        writeExecutable(
                "tools/" + tool, "#!/bin/sh\nif mkdir \"$STAND_INS/killed\" 2>/dev/null; then kill -9 $PPID; fi\n");
        return this;
    }

    /** Lets scripts find, of all the system's commands, only the named ones. */
    StandInHost withOnly(String... commands) throws IOException {
        for (String command : commands) {
            Path found = Stream.of(systemPath.split(":", -1))
                    .map(directory -> Path.of(directory, command))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IOException("not on the PATH: " + command));
            writeExecutable("only/" + command, "#!/bin/sh\nexec " + found + " \"$@\"\n");
        }
        systemPath = path("only").toString();
        return this;
    }

    /** Runs a document to its end. */
    Answer run(String action) throws IOException, InterruptedException {
        return execute(action, toolPath(), Map.of());
    }

    /**
     * Runs a document to its end and returns what a kill would have left at each moment: before each call of a tool that
     * changes files. Moments that left the same are given once.
     */
    Set<Map<String, String>> momentsOf(String action) throws IOException, InterruptedException {
        for (String tool : Moments.CHANGING_TOOLS) {
            install("record", "recorders/" + tool);
        }
        Moments moments = Moments.recordedIn(path("moments"));
        Answer answer = execute(
                action,
                path("recorders") + ":" + toolPath(),
                Map.of("MOMENTS", moments.folder().toString(), "TOOLS", toolPath()));
        if (answer.exitStatus() != 0) {
            throw new IllegalStateException("ended badly: " + answer);
        }
        return moments.left(BELOW);
    }

    private Answer execute(String action, String toolPath, Map<String, String> more)
            throws IOException, InterruptedException {
        String script = document(action).script();
        if (oldAgent) {
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                script = script.replace("{{" + parameter.getKey() + "}}", parameter.getValue());
            }
        }
        write("script", script);
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                "sh",
                "-c",
                "PATH=$0 && exec sh \"$1\"",
                toolPath,
                path("script").toString()));
        ProcessBuilder shell = new ProcessBuilder(command);
        shell.environment().keySet().removeIf(name -> name.startsWith("SSM_"));
        (oldAgent ? Map.<String, String>of() : parameters)
                .forEach((name, value) -> shell.environment().put("SSM_" + name, value));
        shell.environment().put("ZOOARK_ROOT", path("root").toString());
        shell.environment().put("STAND_INS", path("state").toString());
        shell.environment().putAll(more);
        return Answer.of(shell, folder);
    }

    static NodeDocument document(String action) {
        return NodeDocument.all().stream()
                .filter(document -> document.action().equals(action))
                .findFirst()
                .orElseThrow();
    }

    private String toolPath() {
        return path("tools") + ":" + systemPath;
    }

    private void install(String standIn, String relative) throws IOException {
        writeExecutable(relative, ClassPathText.read("stand-ins/" + standIn));
    }

    private void writeExecutable(String relative, String text) throws IOException {
        write(relative, text);
        if (!path(relative).toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + path(relative));
        }
    }
}
