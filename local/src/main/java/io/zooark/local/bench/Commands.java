package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs commands as a shell does, without one. */
final class Commands {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path log;
    private final Map<String, String> environment;

    /** Runs with these variables besides this JVM's own; what commands say on standard error goes to a file. */
    Commands(Path log, Map<String, String> environment) {
        this.log = requireNonNull(log, "log is null");
        this.environment = Map.copyOf(environment);
    }

    /** Returns where on the PATH a command is; empty where it is not. */
    static Optional<Path> find(String command) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, command);
            if (!folder.isEmpty() && Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /**
     * Runs commands, each reading what the one before writes, and waits for the last; what that writes goes nowhere.
     *
     * @throws IOException if one of them fails or takes longer than five minutes
     */
    void pipe(List<List<String>> commands) throws IOException {
        run(commands, ProcessBuilder.Redirect.DISCARD);
    }

    /** Runs one command and keeps what it writes in a file. */
    void keep(List<String> command, Path file) throws IOException {
        run(List.of(command), ProcessBuilder.Redirect.to(file.toFile()));
    }

    private void run(List<List<String>> commands, ProcessBuilder.Redirect output) throws IOException {
        List<ProcessBuilder> builders = new ArrayList<>();
        for (List<String> command : commands) {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            builders.add(builder);
        }
        builders.get(builders.size() - 1).redirectOutput(output);
        List<Process> processes = ProcessBuilder.startPipeline(builders);
        Thread atExit = new Thread(() -> kill(processes), "end of commands");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            for (int i = 0; i < processes.size(); i++) {
                requireSuccess(processes.get(i), commands.get(i).get(0));
            }
        } finally {
            kill(processes);
            forget(atExit);
        }
    }

    private static void forget(Thread atExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM is ending already and runs the hook: killing twice is harmless
        }
    }

    private void requireSuccess(Process process, String command) throws IOException {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(command + " takes longer than " + LIMIT.toMinutes() + " min; see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command + " ran", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + " failed with status " + process.exitValue() + "; see " + log);
        }
    }

    private static void kill(List<Process> processes) {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
