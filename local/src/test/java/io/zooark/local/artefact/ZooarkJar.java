package io.zooark.local.artefact;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The jar that is deployed, as module functions has packaged it in this build. */
public final class ZooarkJar {
    /** Where the tests leave what they found out, and the logs of what they started. */
    static final Path FOLDER = Path.of("target/artefact").toAbsolutePath();

    /** The classes that the jar was made of. */
    static final Path CLASSES = Path.of("../functions/target/classes");

    private static final Path BUILT = Path.of("../functions/target/zooark.jar");

    private ZooarkJar() {}

    /** Returns the jar; leaves the test out, and says so, where this build has not come as far as packaging it. */
    static Path built() throws IOException {
        String remedy = "; only packaging makes it: ./mvnw verify";
        orLeaveOut(Files.isRegularFile(BUILT), BUILT + " is missing" + remedy);
        orLeaveOut(
                Files.getLastModifiedTime(BUILT).toMillis() >= newest(CLASSES),
                BUILT + " is older than the classes in " + CLASSES + remedy);
        Files.createDirectories(FOLDER);
        return BUILT.toRealPath();
    }

    /** Leaves the test out where something does not hold; where a whole class is, the report does not say why. */
    static void orLeaveOut(boolean holds, String reason) {
        if (!holds) {
            System.out.println("local: tests of the jar left out: " + reason);
        }
        assumeTrue(holds, reason);
    }

    private static long newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().lastModified())
                    .max()
                    .orElse(0);
        }
    }

    /** Returns the jar's entries that are files. */
    static List<ZipEntry> entries() throws IOException {
        try (ZipFile zip = new ZipFile(built().toFile())) {
            return Collections.list(zip.entries()).stream()
                    .<ZipEntry>map(entry -> entry)
                    .filter(entry -> !entry.isDirectory())
                    .toList();
        }
    }

    /** Unpacks the jar into an empty folder, which is what Lambda does with it. */
    public static Path unpackedTo(Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(built().toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                Path file = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.resolve(".."));
                    Files.copy(zip.getInputStream(entry), file);
                }
            }
        }
        return folder;
    }
}
