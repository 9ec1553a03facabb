package io.zooark.local.zookeeper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The systemctl of a host with one unit, the server.
 *
 * <p>Knows daemon-reload, reset-failed, start, stop, and show of LoadState, MainPID, ActiveState and User. A unit is held by
 * {@code AssertPathExists=} in a drop-in below {@code run/systemd/system}: stricter than systemd, those read at the last
 * daemon-reload hold as well as those that lie there now, so that a script that forgets the reload is found out. The unit is
 * not restarted when it fails.
 */
final class Systemctl implements Tool {
    private static final String ASSERTION = "AssertPathExists=";
    private static final int NO_SUCH_UNIT = 5;

    private final String unit;
    private final HostFolder folder;
    private final LocalServer server;
    private List<String> loaded = List.of();

    /** Stands for systemctl of a host whose only unit has this full name. */
    Systemctl(String unit, HostFolder folder, LocalServer server) {
        this.unit = unit;
        this.folder = folder;
        this.server = server;
    }

    @Override
    public synchronized Output run(List<String> arguments, List<String> input) {
        try {
            if (arguments.equals(List.of("daemon-reload"))) {
                loaded = assertions();
                return Output.of("");
            }
            String verb = arguments.isEmpty() ? "" : arguments.get(0);
            String named = arguments.isEmpty() ? "" : fullName(arguments.get(arguments.size() - 1));
            if (verb.equals("show")
                    && arguments.size() == 5
                    && arguments.get(1).equals("-p")
                    && arguments.get(3).equals("--value")) {
                return show(arguments.get(2), named.equals(unit));
            }
            if (arguments.size() != 2
                    || !List.of("start", "stop", "reset-failed").contains(verb)) {
                return Output.unknown("systemctl", arguments);
            }
            if (!named.equals(unit)) {
                return Output.failure(
                        NO_SUCH_UNIT, "Failed to " + verb + " " + named + ": Unit " + named + " not found.");
            }
            return act(verb);
        } catch (IOException e) {
            throw new UncheckedIOException("systemctl cannot act on server " + server.id(), e);
        }
    }

    private Output act(String verb) throws IOException {
        if (verb.equals("stop")) {
            server.stop();
        } else if (verb.equals("start") && !server.alive()) {
            if (isHeld()) {
                return Output.failure(1, "Assertion failed on job for " + unit + ".");
            }
            server.start();
        }
        return Output.of("");
    }

    private Output show(String property, boolean known) {
        return switch (property) {
            case "MainPID" -> Output.of(String.valueOf(known ? server.pid() : 0));
            case "LoadState" -> Output.of(known ? "loaded" : "not-found");
            case "ActiveState" -> Output.of(!known ? "inactive" : activeState());
            // empty: the server runs as whoever runs the scripts
            case "User" -> Output.of("\n");
            default -> Output.unknown("systemctl", List.of("show", "-p", property));
        };
    }

    private String activeState() {
        if (server.alive()) {
            return "active";
        }
        return server.failed() ? "failed" : "inactive";
    }

    private boolean isHeld() throws IOException {
        List<String> paths = new ArrayList<>(loaded);
        paths.addAll(assertions());
        return paths.stream().anyMatch(path -> Files.notExists(folder.root().resolve(path.substring(1))));
    }

    /** Returns the paths, absolute on the host, that the unit's drop-ins want to exist. */
    private List<String> assertions() throws IOException {
        Path dropIns = folder.dropIns(unit);
        if (Files.notExists(dropIns)) {
            return List.of();
        }
        List<String> paths = new ArrayList<>();
        try (Stream<Path> files = Files.list(dropIns)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".conf")).toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith(ASSERTION + "/"))
                        .map(line -> line.substring(ASSERTION.length()).strip())
                        .forEach(paths::add);
            }
        }
        return paths;
    }

    private static String fullName(String name) {
        return name.contains(".") ? name : name + ".service";
    }
}
