package io.zooark.local.zookeeper;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One real ZooKeeper server in a JVM of its own.
 *
 * <p>Nothing restarts it: killed, it stays down until {@link #start()}. It ends with the JVM that started it, however
 * that ends.
 */
public final class LocalServer {
    // the time in which systemd, too, expects a unit to end by itself
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Member self;
    private final HostFolder folder;
    private final List<String> command;
    private final AdminClient admin;

    private @Nullable Process process;
    private @Nullable Pause pause;
    private boolean stopped = true;

    LocalServer(Member self, HostFolder folder, List<String> command, AdminClient admin) {
        this.self = requireNonNull(self, "self is null");
        this.folder = requireNonNull(folder, "folder is null");
        this.command = List.copyOf(command);
        this.admin = requireNonNull(admin, "admin is null");
    }

    /** Returns the server's number in the ensemble, from 1. */
    public int id() {
        return self.id();
    }

    /** Returns whether the server is configured as an observer. */
    public boolean observer() {
        return self.observer();
    }

    /** Returns the server's ports. */
    public ServerPorts ports() {
        return self.site().ports();
    }

    /** Returns the address at which other servers and the functions reach the server. */
    public String address() {
        return self.site().address();
    }

    /** Returns where the functions connect as clients: past a gate, where there is one. */
    public String directConnectString() {
        return address() + ":" + ports().client();
    }

    Site site() {
        return self.site();
    }

    /** Returns the directory of snapshots, myid and epochs. */
    public Path dataDir() {
        return folder.dataDir();
    }

    /** Returns the directory of transaction logs. */
    public Path dataLogDir() {
        return folder.dataLogDir();
    }

    /** Returns what the server wrote to standard output and error since the host was made. */
    public Path log() {
        return folder.log();
    }

    /** Returns a client of the server's AdminServer. */
    public AdminClient admin() {
        return admin;
    }

    /** Starts the process and does not wait until it serves; one that runs is left alone. */
    public synchronized void start() throws IOException {
        if (alive()) {
            return;
        }
        process = new ProcessBuilder(command)
                .directory(folder.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()))
                .start();
        stopped = false;
    }

    /** Asks the process to end (SIGTERM), waits until it is gone, and kills it if it takes longer than 90 s. */
    public synchronized void stop() {
        stopped = true;
        if (process == null) {
            return;
        }
        process.destroy();
        // a paused process gets SIGTERM only when it goes on; systemd, too, sends SIGCONT after it
        resume();
        if (!Processes.ended(process, PATIENCE)) {
            kill();
        }
    }

    /** Kills the process (SIGKILL) and waits until it is gone; the server counts as failed, not as stopped. */
    public synchronized void kill() {
        if (process == null) {
            return;
        }
        process.destroyForcibly();
        if (!Processes.ended(process, PATIENCE)) {
            throw new IllegalStateException("process " + process.pid() + " of server " + id() + " outlives kill -9");
        }
        resume();
    }

    /** Stops the process in the middle of what it does (SIGSTOP), as a virtual machine hangs; its sockets stay. */
    public synchronized void pause() throws IOException {
        if (!alive() || pause != null) {
            throw new IllegalStateException(
                    "server " + id() + " cannot be paused: it is " + (alive() ? "paused already" : "down"));
        }
        pause = Pause.of(pid());
    }

    /** Lets a paused process go on (SIGCONT). */
    public synchronized void resume() {
        if (pause != null) {
            pause.close();
            pause = null;
        }
    }

    /** Returns whether the process lives, paused or not. */
    public synchronized boolean alive() {
        return process != null && process.isAlive();
    }

    /** Returns whether the process is gone without having been stopped. */
    public synchronized boolean failed() {
        return !stopped && !alive();
    }

    /** Returns the process id, 0 when there is no process. */
    public synchronized long pid() {
        return process != null && process.isAlive() ? process.pid() : 0;
    }

    /** Asks the process to end and does not wait. */
    synchronized void askToEnd() {
        stopped = true;
        if (process != null) {
            process.destroy();
            resume();
        }
    }

    /** Returns the last lines of the log, for a message about a server that did not come up. */
    String lastWords(int lines) throws IOException {
        if (Files.notExists(log())) {
            return "";
        }
        List<String> all = Files.readAllLines(log());
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }
}
