package io.zooark.statemachine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a host held at each moment of a script's run, in copies that recorders made before the tools they stand for. */
record Moments(Path folder) {
    /** The tools that change a file system, and so the only places between which a kill can make a difference. */
    static final List<String> CHANGING_TOOLS =
            List.of("mv", "mkdir", "sync", "chown", "chmod", "rm", "rmdir", "ln", "curl");

    /** Begins without a moment; what was recorded there before is deleted. */
    static Moments recordedIn(Path folder) throws IOException {
        HostFiles.delete(folder);
        Moments moments = new Moments(folder);
        HostFiles.write(moments.count(), "0\n");
        return moments;
    }

    /** Returns what lay in some folders at each moment. Moments that left the same are given once. */
    Set<Map<String, String>> left(List<String> folders) throws IOException {
        Set<Map<String, String>> moments = new LinkedHashSet<>();
        int count = Integer.parseInt(Files.readString(count(), UTF_8).strip());
        for (int moment = 1; moment <= count; moment++) {
            Map<String, String> left = HostFiles.inventory(folder.resolve(String.valueOf(moment)), folders);
            // what the lock says is never the same twice: that a stale one is taken over is tested elsewhere
            left.keySet().removeIf(path -> path.startsWith("root/run/zooark/lock"));
            moments.add(left);
        }
        return moments;
    }

    private Path count() {
        return folder.resolve("count");
    }
}
