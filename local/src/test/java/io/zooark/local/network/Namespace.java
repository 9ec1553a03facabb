package io.zooark.local.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace without a name: it lives as long as a process does that does nothing else, and that one ends with this
 * JVM.
 *
 * <p>The process is {@code cat}, reading a pipe whose other end only this JVM holds. When the JVM is gone, by kill -9 too,
 * the kernel closes the pipe, cat ends, and the kernel takes the namespace away, with its interfaces, their other ends, its
 * rules and its routes, as soon as nothing else runs in it. A namespace with a name, as {@code ip netns} makes it, would stay.
 */
final class Namespace implements Closeable {
    private static final String ECHO = "here\n";

    private final Process holder;

    private Namespace(Process holder) {
        this.holder = holder;
    }

    /**
     * Makes a namespace with nothing in it.
     *
     * @throws IOException if this machine or the user may not
     */
    static Namespace open() throws IOException {
        Process holder = new ProcessBuilder("unshare", "--net", "cat")
                .redirectErrorStream(true)
                .start();
        tell(holder, ECHO);
        BufferedReader said = holder.inputReader(UTF_8);
        String first = said.readLine();
        // the echo says that cat runs, and so that the namespace is there
        if (!ECHO.strip().equals(first)) {
            holder.destroyForcibly();
            throw new IOException("no network namespace can be made: " + first);
        }
        return new Namespace(holder);
    }

    /** Returns the id of the process that stands for the namespace. */
    long pid() {
        return holder.pid();
    }

    /** Returns what runs a command in the namespace. */
    List<String> there(List<String> command) {
        return in(pid(), command);
    }

    /** Returns what runs a command, wherever it is called, in the namespace of this JVM. */
    static List<String> here(List<String> command) {
        return in(ProcessHandle.current().pid(), command);
    }

    private static List<String> in(long pid, List<String> command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/proc/" + pid + "/ns/net", "--"));
        all.addAll(command);
        return all;
    }

    /** Runs a command in the namespace, which must succeed, and returns what it printed. */
    String run(String input, String... command) throws IOException {
        return runHere(input, there(List.of(command)));
    }

    /** Runs a command, which must succeed, and returns what it printed. */
    static String runHere(String input, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            tell(process, input);
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + output + "\nits input:\n" + input);
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it ran: " + String.join(" ", command), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void tell(Process process, String text) {
        try {
            OutputStream in = process.getOutputStream();
            in.write(text.getBytes(UTF_8));
            in.flush();
        } catch (IOException e) {
            // it ended before it read: what it says tells why
        }
    }

    /** Gives the namespace up: it goes when no other process is in it. */
    @Override
    public void close() throws IOException {
        holder.destroyForcibly();
        try {
            holder.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
