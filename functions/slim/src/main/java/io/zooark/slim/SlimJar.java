package io.zooark.slim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Copies a jar without what nobody reaches in some of its packages: {@code SlimJar WHOLE SLIM PACKAGE…}, each package as
 * {@code software/amazon/awssdk/services/ec2/}.
 *
 * <p>Everything outside these packages is copied as it is. Two runs over one jar write the same bytes.
 */
public final class SlimJar {
    private static final String CLASS = ".class";
    private static final String SERVICES = "META-INF/services/";

    private final List<String> packages;
    private final Map<String, byte[]> contents;
    private final Map<String, Long> times;

    private SlimJar(List<String> packages, Map<String, byte[]> contents, Map<String, Long> times) {
        this.packages = List.copyOf(packages);
        this.contents = Collections.unmodifiableMap(contents);
        this.times = Map.copyOf(times);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3) {
            throw new IllegalArgumentException("usage: SlimJar WHOLE SLIM PACKAGE/...");
        }
        List<String> all = List.of(arguments);
        read(Path.of(all.get(0)), all.subList(2, all.size())).write(Path.of(all.get(1)));
    }

    private static SlimJar read(Path jar, List<String> packages) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        Map<String, Long> times = new HashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                contents.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                times.put(entry.getName(), entry.getTime());
            }
        }
        for (String slimmed : packages) {
            if (contents.keySet().stream().noneMatch(name -> name.startsWith(slimmed))) {
                throw new IllegalArgumentException("nothing in " + jar + " is in package " + slimmed);
            }
        }
        return new SlimJar(packages, contents, times);
    }

    private void write(Path slim) throws IOException {
        Reach reach = reach();
        Path unfinished = slim.resolveSibling(slim.getFileName() + ".unfinished");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(unfinished));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
                byte[] rest = rest(entry.getKey(), entry.getValue(), reach);
                if (rest != null) {
                    ZipEntry copy = new ZipEntry(entry.getKey());
                    copy.setTime(times.getOrDefault(entry.getKey(), 0L));
                    zip.putNextEntry(copy);
                    zip.write(rest);
                }
            }
        }
        Files.move(unfinished, slim, StandardCopyOption.REPLACE_EXISTING);
    }

    private byte @Nullable [] rest(String name, byte[] content, Reach reach) {
        if (slimmed(name) && name.endsWith("/")) {
            return null;
        }
        return slimmed(name) && name.endsWith(CLASS) ? reach.rest(internalName(name)) : content;
    }

    private Reach reach() {
        Map<String, byte[]> classes = new HashMap<>();
        contents.forEach((name, content) -> {
            if (name.endsWith(CLASS)) {
                classes.put(internalName(name), content);
            }
        });
        Reach reach = new Reach(classes, this::slimmed);
        contents.forEach((name, content) -> {
            if (name.startsWith(SERVICES)) {
                new String(content, UTF_8).lines().forEach(line -> reach.from(internalName(line.strip())));
            } else if (name.endsWith(CLASS) && !slimmed(name) && namesAnySlimmed(content)) {
                reach.from(content);
            }
        });
        return reach;
    }

    private boolean slimmed(String name) {
        return packages.stream().anyMatch(name::startsWith);
    }

    /** Most of the jar does not: its classes need not be parsed. Both ways to write a class's name are looked for. */
    private boolean namesAnySlimmed(byte[] content) {
        String text = new String(content, ISO_8859_1);
        return packages.stream().anyMatch(name -> text.contains(name) || text.contains(name.replace('/', '.')));
    }

    private static String internalName(String name) {
        return name.endsWith(CLASS) ? name.substring(0, name.length() - CLASS.length()) : name.replace('.', '/');
    }
}
