package io.zooark.local;

import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The servers' data files with a digest of each one's bytes, by the path that they had in {@code version-2}. */
final class Inventory {
    private Inventory() {}

    /** Returns what lies in both {@code version-2} of each server. */
    static Map<Path, String> of(Trial trial) throws IOException {
        return files(trial, "version-2");
    }

    /** Returns what a restore has set aside from there. */
    static Map<Path, String> before(Trial trial, String restoreId) throws IOException {
        return files(trial, "set-aside/" + restoreId + "/before");
    }

    /**
     * Returns which of these files lie nowhere in their server's data directories any more, byte for byte, under their own
     * name or one that begins with it.
     */
    static List<Path> missing(Map<Path, String> files) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Map.Entry<Path, String> file : files.entrySet()) {
            if (!lies(file.getKey(), file.getValue())) {
                missing.add(file.getKey());
            }
        }
        return missing;
    }

    private static boolean lies(Path file, String digest) throws IOException {
        if (Files.exists(file) && digest(file).equals(digest)) {
            return true;
        }
        Path dir = file.resolve("../..").normalize();
        String name = file.getFileName().toString();
        List<Path> candidates;
        try (Stream<Path> all = Files.walk(dir)) {
            candidates = all.filter(Files::isRegularFile)
                    .filter(path -> path.getFileName().toString().startsWith(name))
                    .toList();
        }
        for (Path candidate : candidates) {
            if (digest(candidate).equals(digest)) {
                return true;
            }
        }
        return false;
    }

    private static Map<Path, String> files(Trial trial, String folder) throws IOException {
        Map<Path, String> files = new TreeMap<>();
        for (LocalHost host : trial.ensemble().hosts()) {
            for (Path dir : List.of(host.server().dataDir(), host.server().dataLogDir())) {
                try (Stream<Path> all = Files.list(dir.resolve(folder))) {
                    for (Path file : all.toList()) {
                        files.put(dir.resolve("version-2").resolve(file.getFileName()), digest(file));
                    }
                }
            }
        }
        return files;
    }

    private static String digest(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
