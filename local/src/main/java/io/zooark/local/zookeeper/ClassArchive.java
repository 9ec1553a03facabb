package io.zooark.local.zookeeper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Records the classes that a server loads, by running one until it leads an ensemble of itself. */
final class ClassArchive {
    private ClassArchive() {}

    /**
     * Writes the archive, in about three seconds.
     *
     * <p>A JVM that cannot write one leaves it out, and servers start without.
     */
    static void record(ServerLaunch launch, Path archive) throws IOException {
        Path folder = Files.createTempDirectory(archive.resolveSibling(""), "recording");
        Path recorded = folder.resolve("classes.jsa");
        try (LocalEnsemble one = LocalEnsemble.create(
                folder.resolve("ensemble"),
                EnsembleOptions.voters(1),
                new LocalEnsemble.Start(launch, List.of("-XX:ArchiveClassesAtExit=" + recorded)))) {
            one.start();
            // the JVM writes the archive when it is asked to end, and only then
            one.host(1).server().stop();
            if (Files.exists(recorded)) {
                Files.move(recorded, archive, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            HostFolder.delete(folder);
        }
    }
}
