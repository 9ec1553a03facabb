package io.zooark.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.zooark.local.zookeeper.LocalHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The guide's own commands in a shell script, against the same servers: what one does without Zooark.
 *
 * <p>What it restores is in memory alone, and gone with the next election.
 */
final class Guide {
    private static final String LAST = "end";
    private static final long LIMIT_MINUTES = 10;

    private final List<LocalHost> hosts;
    private final Path folder;
    private int runs;

    /** @param folder for its script, its log and its safety snapshots */
    Guide(List<LocalHost> hosts, Path folder) throws IOException {
        this.hosts = List.copyOf(hosts);
        this.folder = Files.createDirectories(folder);
    }

    /** Restores a snapshot that lies in a file. */
    Restored restore(Path snapshot, String credential) throws IOException {
        runs++;
        Path script = folder.resolve("guide.sh");
        try (InputStream in = requireNonNull(Guide.class.getResourceAsStream("guide.sh"), "guide.sh")) {
            Files.write(script, in.readAllBytes());
        }
        Path log = folder.resolve("guide.log");
        ProcessBuilder shell = new ProcessBuilder("sh", script.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        shell.environment()
                .putAll(Map.of(
                        "SERVERS", servers(),
                        "SNAPSHOT", snapshot.toString(),
                        "SAFETY", folder.resolve("safety.snapshot").toString(),
                        "CREDENTIAL", credential,
                        "ASIDE", "version-2.before-" + runs));
        Process process = shell.start();
        Thread atExit = new Thread(process::destroyForcibly, "end of the guide");
        Runtime.getRuntime().addShutdownHook(atExit);
        Thread watch = watch(process);
        try {
            Map<String, Double> phases = phases(process.inputReader(UTF_8));
            if (process.waitFor() != 0 || !phases.containsKey(LAST)) {
                throw new IOException("the guide's commands failed after '" + phases.keySet() + "'; see " + log);
            }
            phases.remove(LAST);
            return new Restored(phases, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
            watch.interrupt();
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
    }

    private String servers() {
        return hosts.stream()
                .map(host -> host.root() + "|" + host.server().ports().client() + "|"
                        + host.server().ports().admin())
                .collect(Collectors.joining("\n"));
    }

    /** A line for each phase, when it begins. */
    private static Map<String, Double> phases(BufferedReader said) throws IOException {
        Map<String, Double> phases = new LinkedHashMap<>();
        String before = "";
        long began = 0;
        for (String phase = said.readLine(); phase != null; phase = said.readLine()) {
            long now = System.nanoTime();
            if (!before.isEmpty()) {
                phases.put(before, (now - began) / 1e9);
            }
            before = phase;
            began = now;
        }
        phases.put(before, 0.0);
        return phases;
    }

    private static Thread watch(Process process) {
        Thread watch = new Thread(
                () -> {
                    try {
                        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                            process.destroyForcibly();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "patience with the guide");
        watch.setDaemon(true);
        watch.start();
        return watch;
    }
}
