package io.zooark.local.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the JVM of a server is started: the class path laid by module {@code local/zookeeper-server}, {@link ServerMain},
 * and an archive of the classes that a server loads.
 *
 * <p>The archive halves the processor time of a start (three servers on two cores: 1.5 s instead of 2.2 s). The JVM
 * accepts one only for a class path of jars alone, so {@code ServerMain} is put into a jar of its own. Both lie beside
 * the class path, in a folder named after everything they depend on; they are made once, by the first ensemble.
 */
final class ServerLaunch {
    private static final String MAIN_CLASS = ServerMain.class.getName();
    private static final String MAIN_RESOURCE = "ServerMain.class";

    private static @Nullable ServerLaunch usual;

    private final List<Path> classPath;
    private final Path archive;

    private ServerLaunch(List<Path> classPath, Path archive) {
        this.classPath = List.copyOf(classPath);
        this.archive = requireNonNull(archive, "archive is null");
    }

    /** Returns the way to start servers in this build, with its archive. */
    static synchronized ServerLaunch usual() throws IOException {
        if (usual == null) {
            ServerLaunch found = besideThisModule();
            if (Files.notExists(found.archive)) {
                ClassArchive.record(found, found.archive);
            }
            usual = found;
        }
        return usual;
    }

    /**
     * Returns the command that runs a server.
     *
     * @param options for the JVM, in front of the main class
     */
    List<String> command(List<String> options, Path zooCfg) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // servers live for seconds: no optimising compiler, no parallel collector, no shared memory file
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        if (Files.exists(archive)) {
            command.add("-XX:SharedArchiveFile=" + archive);
        }
        command.addAll(options);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(MAIN_CLASS);
        command.add(zooCfg.toString());
        return command;
    }

    private static ServerLaunch besideThisModule() throws IOException {
        Path target = module().resolve("zookeeper-server/target");
        List<Path> jars = jarsIn(target.resolve("lib"));
        byte[] main;
        try (InputStream in = requireNonNull(ServerLaunch.class.getResourceAsStream(MAIN_RESOURCE), MAIN_RESOURCE)) {
            main = in.readAllBytes();
        }
        Path folder = Files.createDirectories(target.resolve("launch").resolve(fingerprint(jars, main)));
        Path mainJar = folder.resolve("server-main.jar");
        if (Files.notExists(mainJar)) {
            writeJar(mainJar, main);
        }
        List<Path> classPath = new ArrayList<>(jars);
        classPath.add(mainJar);
        return new ServerLaunch(classPath, folder.resolve("classes.jsa"));
    }

    /** Returns the folder of module local, whose classes or jar lie in its target folder. */
    private static Path module() throws IOException {
        try {
            Path classes = Path.of(ServerMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.resolve("../..").normalize();
        } catch (URISyntaxException e) {
            throw new IOException("the place of module local's classes is not a path", e);
        }
    }

    private static List<Path> jarsIn(Path lib) throws IOException {
        if (Files.notExists(lib)) {
            throw new IOException("no ZooKeeper server in " + lib
                    + ": build module local with what it needs (-pl local -am), which lays the class path there");
        }
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** Returns a name that changes with the JVM, the jars or the main class: an archive fits only what it was made of. */
    private static String fingerprint(List<Path> jars, byte[] main) throws IOException {
        StringBuilder facts =
                new StringBuilder(System.getProperty("java.home")).append(System.getProperty("java.vm.version"));
        for (Path jar : jars) {
            facts.append(jar).append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(facts.toString().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(main), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void writeJar(Path jar, byte[] main) throws IOException {
        Path unfinished = Files.createTempFile(jar.resolveSibling(""), "server-main", ".tmp");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(unfinished))) {
            out.putNextEntry(new JarEntry(MAIN_CLASS.replace('.', '/') + ".class"));
            out.write(main);
        }
        // another JVM may be doing the same: the jar is there whole, or not at all
        Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
    }
}
