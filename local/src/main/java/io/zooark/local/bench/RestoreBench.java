package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import io.zooark.json.Json;
import io.zooark.local.Parent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures for how long a restore shuts clients out, beside the guide's own commands, on real servers, on this machine.
 *
 * <p>Prints tables and writes {@code restores.json} and {@code restores.md} to {@code local/target/bench-restores}. A goal
 * that is missed is said and fails nothing; a measurement that cannot be made ends with status 1.
 */
public final class RestoreBench {
    private final RestoreTrials trials;
    private final Path folder;
    private final Instant began = Instant.now();
    private final List<Chapter> chapters = new ArrayList<>();
    private final RestoreTable table = new RestoreTable();

    private RestoreBench(RestoreTrials trials, Path folder) {
        this.trials = requireNonNull(trials, "trials is null");
        this.folder = requireNonNull(folder, "folder is null");
    }

    /**
     * Runs it.
     *
     * @param arguments the folder of module {@code local}, the sizes, the methods, and the number of rounds
     */
    public static void main(String[] arguments) throws Exception {
        Parent.endWith();
        Path folder = Bench.emptied(Path.of(arguments[0]).resolve("target/bench-restores"));
        RestoreBench bench = new RestoreBench(RestoreTrials.of(arguments[1], arguments[2], arguments[3]), folder);
        try {
            bench.run();
            System.exit(0);
        } catch (IOException | RuntimeException e) {
            System.out.println();
            System.out.println("FAILED: " + e.getMessage());
            System.out.println("Logs are in " + folder);
            System.exit(1);
        }
    }

    private void run() throws IOException {
        Surroundings surroundings = Surroundings.look();
        surroundings.lines().forEach(System.out::println);
        for (Workload workload : trials.workloads()) {
            Chapter chapter = chapter(workload);
            chapters.add(chapter);
            System.out.println(Table.of(List.of(chapter)));
            write(surroundings);
        }
        System.out.println(table.markdown());
        say("done; all values of all runs are in " + folder.resolve("restores.json"));
    }

    private Chapter chapter(Workload workload) throws IOException {
        if (workload.memoryMegabytes() > Surroundings.memoryMegabytes()) {
            Chapter leftOut = new Chapter(workload.title());
            leftOut.note(String.format(
                    Locale.ROOT, "left out: it needs %.0f GB of memory", workload.memoryMegabytes() / 1000));
            return leftOut;
        }
        say(workload.title() + ": three servers start, are filled and backed up");
        Path scene = folder.resolve(workload.folder());
        Map<String, List<Restored>> results;
        long bytes;
        try (RestoreScene restores = RestoreScene.begin(scene, workload)) {
            say(workload.title() + ": restores");
            results = restores.measure(trials.methods(), trials.rounds());
            bytes = restores.bytes();
        }
        table.add(workload, results);
        return RestoreFigures.chapter(workload, bytes, results);
    }

    /** Whoever ends a long run keeps what there is so far. */
    private void write(Surroundings surroundings) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("began", began.toString());
        json.put("seconds", Duration.between(began, Instant.now()).toSeconds());
        json.put("surroundings", surroundings.json());
        json.put("rounds", trials.rounds());
        json.put("chapters", chapters.stream().map(Chapter::json).toList());
        Files.writeString(folder.resolve("restores.json"), Json.pretty(json) + "\n");
        Files.writeString(folder.resolve("restores.md"), table.markdown());
    }

    private void say(String what) {
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1000.0;
        System.out.printf(Locale.ROOT, "%7.1f s  %s%n", seconds, what);
    }
}
