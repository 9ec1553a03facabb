package io.zooark.statemachine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Whole trees of a host's files, byte for byte: told as an inventory, laid down from one, and deleted. */
final class HostFiles {
    private HostFiles() {}

    /** Returns everything in some folders below a base, by path: the content of files, "/" for folders. */
    static Map<String, String> inventory(Path base, List<String> folders) throws IOException {
        Map<String, String> inventory = new TreeMap<>();
        for (String below : folders) {
            if (Files.exists(base.resolve(below))) {
                try (Stream<Path> paths = Files.walk(base.resolve(below))) {
                    for (Path path : paths.toList()) {
                        String content = Files.isDirectory(path) ? "/" : Files.readString(path, ISO_8859_1);
                        inventory.put(base.relativize(path).toString(), content);
                    }
                }
            }
        }
        return inventory;
    }

    /** Lays down below a base what an inventory says. */
    static void lay(Path base, Map<String, String> inventory) throws IOException {
        for (Map.Entry<String, String> entry : inventory.entrySet()) {
            if (entry.getValue().equals("/")) {
                Files.createDirectories(base.resolve(entry.getKey()));
            } else {
                write(base.resolve(entry.getKey()), entry.getValue());
            }
        }
    }

    /** Writes a file, and makes the folders that it lies in. */
    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, ISO_8859_1);
    }

    /** Deletes a folder and all that is in it, where it exists. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
