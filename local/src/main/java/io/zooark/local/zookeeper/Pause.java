package io.zooark.local.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A process stopped by SIGSTOP until this is closed.
 *
 * <p>A shell holds it so: at the end of its standard input, which comes with the end of this JVM too, it sends SIGCONT. A
 * stopped server could not notice by itself that its parent is gone.
 */
final class Pause implements Closeable {
    private static final String SCRIPT = "kill -STOP \"$0\" && echo paused && read -r nothing; kill -CONT \"$0\"";

    private final Process shell;

    private Pause(Process shell) {
        this.shell = shell;
    }

    static Pause of(long pid) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", SCRIPT, String.valueOf(pid))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Pause pause = new Pause(shell);
        BufferedReader answer = shell.inputReader(UTF_8);
        if (!"paused".equals(answer.readLine())) {
            pause.close();
            throw new IOException("process " + pid + " could not be paused: kill -STOP failed");
        }
        return pause;
    }

    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("the shell that holds the pause cannot be told to end", e);
        }
        if (!Processes.ended(shell, Duration.ofSeconds(10))) {
            shell.destroyForcibly();
        }
    }
}
