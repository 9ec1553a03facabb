package io.zooark.local.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zooark.local.zookeeper.LiveClients;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** {@link LiveClients} in a process of their own, in another namespace, asked over its standard input. */
public final class WritingClients implements Closeable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;

    /**
     * What became of the clients' writes.
     *
     * @param failed how many were given up
     * @param expirations how many sessions expired
     */
    public record Count(long acknowledged, long failed, long expirations) {}

    private WritingClients(Process process) {
        this.process = process;
        this.questions = new PrintWriter(process.outputWriter(UTF_8), true);
        this.answers = process.inputReader(UTF_8);
    }

    static WritingClients start(Namespace namespace, String connectString) throws IOException {
        Process process = new ProcessBuilder(namespace.there(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingClientsMain.class.getName(),
                        connectString)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new WritingClients(process);
    }

    /** Returns the process id. */
    long pid() {
        return process.pid();
    }

    public Count count() throws IOException {
        String[] numbers = ask("count").split(" ", -1);
        return new Count(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    /** Has the clients rest, with their sessions open, or go on; when this returns, no write is under way. */
    public void rest(boolean whether) throws IOException {
        ask(whether ? "rest" : "go on");
    }

    /** Returns whether a znode is there, as a client sees it that connects for this. */
    public boolean sees(String path) throws IOException {
        return Boolean.parseBoolean(ask("see " + path));
    }

    /** Returns whether the clients' host can open a connection: {@code open}, {@code no answer} within a second, or why not. */
    public String knock(String address, int port) throws IOException {
        return ask("knock " + address + " " + port);
    }

    /** Waits until this many more writes than now were acknowledged. */
    public void awaitWrites(long more) throws IOException {
        long wanted = count().acknowledged() + more;
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (Count now = count(); now.acknowledged() < wanted; now = count()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "after " + LIMIT.toSeconds() + " s there are not " + wanted + " acknowledged writes: " + now);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized String ask(String question) throws IOException {
        questions.println(question);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the process of the clients ended when asked: " + question);
        }
        return answer;
    }
}
