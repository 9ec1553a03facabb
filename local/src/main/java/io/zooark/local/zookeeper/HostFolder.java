package io.zooark.local.zookeeper;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The folder that is the file system of one host.
 *
 * @param root what the host scripts know as {@code ZOOARK_ROOT}
 */
record HostFolder(Path root) {
    HostFolder {
        requireNonNull(root, "root is null");
    }

    Path zooCfg() {
        return root.resolve("etc/zookeeper/zoo.cfg");
    }

    Path dataDir() {
        return root.resolve("var/lib/zookeeper");
    }

    Path dataLogDir() {
        return root.resolve("var/lib/zookeeper-log");
    }

    Path log() {
        return root.resolve("var/log/zookeeper.log");
    }

    Path tools() {
        return root.resolve("bin");
    }

    Path scripts() {
        return root.resolve("var/tmp");
    }

    /** Where the drop-ins of a unit lie that do not outlive a reboot. */
    Path dropIns(String unit) {
        return root.resolve("run/systemd/system").resolve(unit + ".d");
    }

    /** Makes the folders that every host has. */
    void create() throws IOException {
        Files.createDirectories(root.resolve("etc/zookeeper"));
        Files.createDirectories(dataDir());
        Files.createDirectories(dataLogDir());
        Files.createDirectories(root.resolve("var/log"));
        Files.createDirectories(tools());
        Files.createDirectories(scripts());
        Files.createDirectories(root.resolve("run/systemd/system"));
        linkClock();
    }

    /** The cut measures five seconds by it; without it, by a clock of whole seconds. */
    private void linkClock() throws IOException {
        Path real = Path.of("/proc/uptime");
        if (Files.exists(real) && Files.notExists(clock())) {
            Files.createDirectories(root.resolve("proc"));
            Files.createSymbolicLink(clock(), real);
        }
    }

    /** Gives the host a clock that stands still until somebody sets it. */
    void ownClock() throws IOException {
        unlink();
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(clock(), "1000.00 0.00\n");
    }

    private Path clock() {
        return root.resolve("proc/uptime");
    }

    /** Removes what leads out of the folder. */
    void unlink() throws IOException {
        Files.deleteIfExists(clock());
    }

    /** Deletes a directory and everything in it; one that is not there is fine. */
    static void delete(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> everything = Files.walk(directory)) {
            for (Path path : everything.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
