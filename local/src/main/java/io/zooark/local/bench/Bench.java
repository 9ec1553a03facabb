package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import io.zooark.json.Json;
import io.zooark.local.Parent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures what TakeSnapshot costs beside what one does without it, on real servers, on this machine.
 *
 * <p>Prints a table and writes {@code local/target/bench/results.json}. A goal that is missed is said and fails nothing; a
 * measurement that cannot be made ends with status 1.
 */
public final class Bench {
    private static final String RESULTS = "results.json";

    private final BenchPlan plan;
    private final Path folder;
    private final Instant began = Instant.now();
    private final List<Chapter> chapters = new ArrayList<>();
    private final Map<String, Path> snapshots = new LinkedHashMap<>();

    private Bench(BenchPlan plan, Path folder) {
        this.plan = requireNonNull(plan, "plan is null");
        this.folder = requireNonNull(folder, "folder is null");
    }

    /**
     * Runs it.
     *
     * @param arguments the folder of module {@code local}; whether to run the short version, {@code true} or {@code false}
     */
    public static void main(String[] arguments) throws Exception {
        Parent.endWith();
        Path target = Path.of(arguments[0]).resolve("target");
        BenchPlan plan = Boolean.parseBoolean(arguments[1]) ? BenchPlan.quick() : BenchPlan.full();
        Bench bench = new Bench(plan, emptied(target.resolve("bench")));
        try {
            bench.run();
            System.exit(0);
        } catch (IOException | RuntimeException e) {
            System.out.println();
            System.out.println("FAILED: " + e.getMessage());
            System.out.println("Logs are in " + bench.folder);
            System.exit(1);
        }
    }

    private void run() throws IOException {
        Surroundings surroundings = Surroundings.look();
        surroundings.lines().forEach(System.out::println);
        requireRoom();
        try (Stage stage = Stage.open(folder)) {
            Pipeline pipeline = new Pipeline(stage, folder.resolve("pipeline"));
            for (Workload workload : plan.workloads()) {
                show(ensemble(workload, stage, pipeline), surroundings);
            }
            say("memory");
            show(List.of(new MemoryScene(plan, stage, folder).measure()), surroundings);
        }
        say("verifier");
        show(new VerifierScene(plan, folder).measure(snapshots), surroundings);
        say("done");
        System.out.println("All values of all runs: " + folder.resolve(RESULTS));
        for (Path snapshot : snapshots.values()) {
            Files.deleteIfExists(snapshot);
        }
    }

    /** The largest snapshot lies in S3 in parts and as a whole, for a moment. */
    private void requireRoom() throws IOException {
        double free = Files.getFileStore(folder).getUsableSpace() / 1e6;
        double needed = 3.0
                * plan.streamMegabytes().stream().mapToInt(size -> size).max().orElse(0);
        if (free < needed) {
            throw new IOException(String.format(
                    Locale.ROOT, "%s has room for %.0f MB; at least %.0f are needed", folder, free, needed));
        }
    }

    private List<Chapter> ensemble(Workload workload, Stage stage, Pipeline pipeline) throws IOException {
        if (workload.memoryMegabytes() > Surroundings.memoryMegabytes()) {
            Chapter leftOut = new Chapter(workload.title());
            leftOut.note(String.format(
                    Locale.ROOT,
                    "left out: it needs a machine with %.0f GB of memory",
                    workload.memoryMegabytes() / 1000));
            return List.of(leftOut);
        }
        Path snapshot = folder.resolve(workload.folder() + ".snapshot");
        Path servers = folder.resolve("servers");
        List<Chapter> measured =
                new EnsembleScene(plan, stage, pipeline, servers, this::say).measure(workload, snapshot);
        snapshots.put(workload.title(), snapshot);
        stage.clear();
        emptied(servers.resolve(workload.folder()));
        return measured;
    }

    /** Shows and writes what there is so far: whoever ends a long run keeps it. */
    private void show(List<Chapter> measured, Surroundings surroundings) throws IOException {
        chapters.addAll(measured);
        System.out.print(Table.of(measured));
        System.out.println();
        write(surroundings);
    }

    private void write(Surroundings surroundings) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("began", began.toString());
        json.put("seconds", Duration.between(began, Instant.now()).toSeconds());
        json.put("surroundings", surroundings.json());
        json.put("rounds", plan.rounds());
        json.put("chapters", chapters.stream().map(Chapter::json).toList());
        Files.writeString(folder.resolve(RESULTS), Json.pretty(json) + "\n");
    }

    private void say(String what) {
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1000.0;
        System.out.printf(Locale.ROOT, "%7.1f s  %s%n", seconds, what);
    }

    /** Returns the folder, without what an earlier run has left in it. */
    static Path emptied(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> everything = Files.walk(directory)) {
                for (Path path : everything.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return Files.createDirectories(directory);
    }
}
