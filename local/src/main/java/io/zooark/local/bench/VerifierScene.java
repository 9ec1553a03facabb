package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import io.zooark.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How fast the verifier reads a file that the system holds in memory, on one core, warm. */
final class VerifierScene {
    private static final Goal SPEED = Goal.atLeast(600);
    private static final int WARM_UP = 10;

    private final int rounds;
    private final Path folder;
    private final Optional<Path> taskset = Commands.find("taskset");

    VerifierScene(BenchPlan plan, Path folder) {
        this.rounds = plan.rounds();
        this.folder = requireNonNull(folder, "folder is null");
    }

    /** Measures with both compilers, as any JVM has them, and with the first alone, as Lambda has it by itself. */
    List<Chapter> measure(Map<String, Path> snapshots) throws IOException {
        return List.of(
                measure("both compilers", List.of("-Xmx32m"), snapshots),
                measure("the first compiler alone", List.of("-Xmx32m", "-XX:TieredStopAtLevel=1"), snapshots));
    }

    private Chapter measure(String jvm, List<String> jvmOptions, Map<String, Path> snapshots) throws IOException {
        Chapter chapter = new Chapter("Verifier alone, warm, one core, -Xmx32m, " + jvm);
        List<String> oneCore =
                taskset.map(path -> List.of(path.toString(), "-c", "0")).orElse(List.of());
        if (oneCore.isEmpty()) {
            chapter.note("taskset is not there: the compilers' threads may have used another core");
        }
        for (Map.Entry<String, Path> snapshot : snapshots.entrySet()) {
            Child.Launch launch = new Child.Launch(
                    oneCore,
                    jvmOptions,
                    VerifierMain.class,
                    List.of(snapshot.getValue().toString()),
                    Map.of());
            try (Child child = Child.start(launch, folder.resolve("verifier.log"))) {
                measure(chapter, child, snapshot.getKey(), Files.size(snapshot.getValue()) / 1e6);
            }
        }
        return chapter;
    }

    private void measure(Chapter chapter, Child child, String name, double megabytes) throws IOException {
        List<Double> verified = new ArrayList<>();
        List<Double> read = new ArrayList<>();
        for (int i = -WARM_UP; i < rounds; i++) {
            VerifierMain.Speed speed = Json.mapper().readValue(child.ask("verify"), VerifierMain.Speed.class);
            if (i >= 0) {
                verified.add(megabytes / speed.verifySeconds());
                read.add(megabytes / speed.readSeconds());
            }
        }
        chapter.add(Figure.of(name, Unit.MEGABYTES_PER_SECOND, verified).shallBe(SPEED));
        chapter.add(Figure.of("  reading with CRC32 alone", Unit.MEGABYTES_PER_SECOND, read));
    }
}
