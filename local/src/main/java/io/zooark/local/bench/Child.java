package io.zooark.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM with this one's class path that answers {@link Questions}; it ends with this one. */
final class Child implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    private final String name;
    private final Process process;
    private final Path log;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    /**
     * What to run.
     *
     * @param prefix a command in front of {@code java}, or nothing
     * @param jvmOptions in front of the main class
     * @param main answers the questions
     * @param arguments of the main class
     * @param environment besides this JVM's own
     */
    record Launch(
            List<String> prefix,
            List<String> jvmOptions,
            Class<?> main,
            List<String> arguments,
            Map<String, String> environment) {
        Launch {
            prefix = List.copyOf(prefix);
            jvmOptions = List.copyOf(jvmOptions);
            requireNonNull(main, "main is null");
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }

        private List<String> command() {
            List<String> command = new ArrayList<>(prefix);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmOptions);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
            command.addAll(arguments);
            return command;
        }
    }

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.questions = process.outputWriter(UTF_8);
        this.answers = process.inputReader(UTF_8);
    }

    /** Starts it; its standard error goes to a file. */
    static Child start(Launch launch, Path log) throws IOException {
        Files.createDirectories(log.resolveSibling(""));
        ProcessBuilder builder =
                new ProcessBuilder(launch.command()).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(launch.environment());
        // options of the surroundings would be measured too
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return new Child(launch.main().getSimpleName(), builder.start(), log);
    }

    /**
     * Asks and waits for the answer.
     *
     * @throws IOException if there is none within five minutes; if the question cannot be answered, with the reason
     */
    String ask(String question) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        Thread watch = new Thread(() -> killAt(late), "patience with " + name);
        watch.setDaemon(true);
        watch.start();
        try {
            questions.write(question);
            questions.newLine();
            questions.flush();
            return answer();
        } catch (IOException e) {
            throw late.get()
                    ? new IOException(name + " did not answer within " + LIMIT.toMinutes() + " min; see " + log, e)
                    : e;
        } finally {
            watch.interrupt();
        }
    }

    private String answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(Questions.ANSWER)) {
                return line.substring(Questions.ANSWER.length());
            }
            if (line.startsWith(Questions.FAILURE)) {
                throw new IOException(name + ": " + line.substring(Questions.FAILURE.length()) + "; see " + log);
            }
            // anything else is the function's own log
        }
        throw new IOException(name + " has ended without an answer; see " + log);
    }

    private void killAt(AtomicBoolean late) {
        try {
            // as long as patience lasts; the answer interrupts it
            Thread.sleep(LIMIT.toMillis());
            late.set(true);
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the system tells how much memory a process has had. */
    static boolean tellsPeak() {
        return Files.exists(Path.of("/proc/self/status"));
    }

    /** Returns the most memory that it ever had in RAM, in MB; empty where the system does not tell. */
    OptionalDouble peakMegabytes() throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (Files.notExists(status)) {
            return OptionalDouble.empty();
        }
        Matcher peak = PEAK.matcher(Files.readString(status));
        return peak.find() ? OptionalDouble.of(Long.parseLong(peak.group(1)) * 1024 / 1e6) : OptionalDouble.empty();
    }

    /** Ends it, and returns when it has ended. */
    @Override
    public void close() {
        try {
            questions.close();
            if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
