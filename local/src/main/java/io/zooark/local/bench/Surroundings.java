package io.zooark.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The machine on which something was measured.
 *
 * @param json by what it is called
 */
record Surroundings(Map<String, Object> json) {
    Surroundings {
        json = new LinkedHashMap<>(json);
    }

    static Surroundings look() throws IOException {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        seen.put("processors", Runtime.getRuntime().availableProcessors());
        seen.put("memoryGB", Math.round(memoryMegabytes() / 1000));
        seen.put("loadBefore", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        seen.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        seen.put("curl", version("curl"));
        seen.put("aws", version("aws"));
        return new Surroundings(seen);
    }

    /** Returns the machine's memory. */
    static double memoryMegabytes() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getTotalMemorySize() / 1e6;
    }

    /** Returns it as it is told before anything begins. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        json.forEach((name, value) -> lines.add(String.format(Locale.ROOT, "%-12s %s", name, value)));
        return lines;
    }

    private static String version(String command) throws IOException {
        Optional<Path> found = Commands.find(command);
        if (found.isEmpty()) {
            return "none on the PATH";
        }
        Process process = new ProcessBuilder(found.get().toString(), "--version")
                .redirectErrorStream(true)
                .start();
        try (InputStream said = process.getInputStream()) {
            return new String(said.readAllBytes(), UTF_8).lines().findFirst().orElse("");
        }
    }
}
