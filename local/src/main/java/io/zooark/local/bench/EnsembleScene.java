package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import io.zooark.local.bench.Rounds.Run;
import io.zooark.local.bench.Rounds.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Backups of one ensemble: idle, and while clients write to it. */
final class EnsembleScene {
    private static final String WARM = "TakeSnapshot to S3, warm";
    private static final String COLD = "TakeSnapshot to S3, cold start";
    private static final String DISCARDED = "TakeSnapshot to a vault that discards, warm";
    private static final String OTHER_JVM = WARM + ", " + LambdaJvm.other();
    private static final String CURL = "curl > /dev/null";
    private static final String NOTHING = "no backup";

    private static final Goal THAN_PIPELINE = Goal.atMost(0.9);
    private static final Goal THAN_CURL = Goal.atMost(1.15);
    private static final Goal WRITES_THAN_CURL = Goal.atMost(1.2);

    private final BenchPlan plan;
    private final Stage stage;
    private final Pipeline pipeline;
    private final Path folder;
    private final Consumer<String> say;

    EnsembleScene(BenchPlan plan, Stage stage, Pipeline pipeline, Path folder, Consumer<String> say) {
        this.plan = requireNonNull(plan, "plan is null");
        this.stage = requireNonNull(stage, "stage is null");
        this.pipeline = requireNonNull(pipeline, "pipeline is null");
        this.folder = requireNonNull(folder, "folder is null");
        this.say = requireNonNull(say, "say is null");
    }

    /**
     * Measures.
     *
     * @param keep where to keep a snapshot of the ensemble
     */
    List<Chapter> measure(Workload workload, Path keep) throws IOException {
        say.accept(workload.title() + ": three servers start and are filled");
        try (BenchEnsemble ensemble = BenchEnsemble.filled(folder.resolve(workload.folder()), workload);
                Backups backups = Backups.warmedUp(stage, ensemble, pipeline, folder.resolve("taker.log"))) {
            pipeline.save(ensemble.follower(), keep);
            String title = workload.title() + " (" + Unit.MEGABYTES.text(Files.size(keep) / 1e6) + " MB)";
            say.accept(workload.title() + ": idle");
            Chapter idle = idle(title + ", idle", backups);
            say.accept(workload.title() + ": " + plan.writesPerSecond() + " writes in a second");
            try (Writers writers = Writers.start(ensemble.clients(), plan.writesPerSecond())) {
                Map<String, List<Backup>> results = underLoad(backups, writers);
                String load = ", under " + plan.writesPerSecond() + " writes/s";
                return List.of(
                        idle,
                        wallUnderLoad(title + load + ": wall time", results),
                        writesUnderLoad(title + load + ": p99 of the writes due meanwhile", results));
            }
        }
    }

    private Chapter idle(String title, Backups backups) throws IOException {
        Map<String, List<Backup>> results = new Rounds(plan.rounds())
                .of(
                        List.of(
                                new Subject<>(WARM, backups.warm(LambdaJvm.DEPLOYED, Way.FUNCTION)),
                                new Subject<>(pipeline.name(), backups.pipeline()),
                                new Subject<>(OTHER_JVM, backups.warm(LambdaJvm.other(), Way.FUNCTION)),
                                new Subject<>(COLD, backups.cold()),
                                new Subject<>(DISCARDED, backups.warm(LambdaJvm.DEPLOYED, Way.DISCARDING)),
                                new Subject<>(CURL, backups.curl())),
                        backups::clear);
        Chapter chapter = new Chapter(title);
        wall(chapter, results);
        chapter.add(ratio(results, OTHER_JVM, pipeline.name(), Backup::seconds));
        List<Double> peaks = new ArrayList<>();
        runs(results, COLD).forEach(run -> run.peakMegabytes().ifPresent(peaks::add));
        if (!peaks.isEmpty()) {
            chapter.add(Figure.of("peak RSS of the cold start", Unit.MEGABYTES, peaks)
                    .shallBe(MemoryScene.BOUND));
        }
        taken(chapter, results);
        return chapter;
    }

    private Map<String, List<Backup>> underLoad(Backups backups, Writers writers) throws IOException {
        return new Rounds(plan.rounds())
                .of(
                        List.of(
                                new Subject<>(
                                        WARM, written(backups.warm(LambdaJvm.DEPLOYED, Way.ONE_ATTEMPT), writers)),
                                new Subject<>(pipeline.name(), written(backups.pipeline(), writers)),
                                new Subject<>(
                                        DISCARDED, written(backups.warm(LambdaJvm.DEPLOYED, Way.DISCARDING), writers)),
                                new Subject<>(CURL, written(backups.curl(), writers)),
                                new Subject<>(NOTHING, written(backups.nothing(), writers))),
                        backups::clear);
    }

    private static Run<Backup> written(Run<Backup> run, Writers writers) {
        return () -> {
            Backup backup = run.run();
            return backup.withWrites(writers.millisBetween(backup.from(), backup.to()));
        };
    }

    private Chapter wallUnderLoad(String title, Map<String, List<Backup>> results) {
        Chapter chapter = new Chapter(title);
        wall(chapter, results);
        taken(chapter, results);
        return chapter;
    }

    private void wall(Chapter chapter, Map<String, List<Backup>> results) {
        results.forEach((name, runs) -> {
            if (!name.equals(NOTHING)) {
                chapter.add(Figure.of(name, Unit.SECONDS, values(runs, Backup::seconds)));
            }
        });
        chapter.add(ratio(results, WARM, pipeline.name(), Backup::seconds).shallBe(THAN_PIPELINE));
        chapter.add(ratio(results, DISCARDED, CURL, Backup::seconds).shallBe(THAN_CURL));
    }

    private Chapter writesUnderLoad(String title, Map<String, List<Backup>> results) {
        Chapter chapter = new Chapter(title);
        results.forEach((name, runs) -> chapter.add(Figure.of(name, Unit.MILLISECONDS, values(runs, Backup::p99))));
        chapter.add(ratio(results, DISCARDED, CURL, Backup::p99).shallBe(WRITES_THAN_CURL));
        chapter.add(ratio(results, WARM, CURL, Backup::p99).shallBe(WRITES_THAN_CURL));
        chapter.add(ratio(results, WARM, pipeline.name(), Backup::p99));
        return chapter;
    }

    private static Figure ratio(
            Map<String, List<Backup>> results, String ours, String theirs, ToDoubleFunction<Backup> value) {
        return Figure.ratio(
                ours + " / " + theirs, values(runs(results, ours), value), values(runs(results, theirs), value));
    }

    /** Notes what TakeSnapshot got, and from whom. */
    private static void taken(Chapter chapter, Map<String, List<Backup>> results) {
        Map<String, Integer> counts = new TreeMap<>();
        results.values().stream()
                .flatMap(List::stream)
                .filter(run -> !run.taken().isEmpty())
                .forEach(run -> counts.merge(run.taken(), 1, Integer::sum));
        chapter.note("TakeSnapshot got: "
                + counts.entrySet().stream()
                        .map(entry -> entry.getKey() + ", " + entry.getValue() + " times")
                        .collect(Collectors.joining("; ")));
    }

    private static List<Backup> runs(Map<String, List<Backup>> results, String name) {
        return requireNonNull(results.get(name), name);
    }

    private static List<Double> values(List<Backup> runs, ToDoubleFunction<Backup> value) {
        return runs.stream().map(value::applyAsDouble).toList();
    }
}
