package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import io.zooark.local.bench.Rounds.Run;
import io.zooark.local.bench.Rounds.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How much memory taking a snapshot needs, from a source that makes up snapshots of any size. */
final class MemoryScene {
    /** MB of RAM at most. */
    static final Goal BOUND = Goal.atMost(300);

    private static final Goal FLAT = Goal.atMost(1.1);
    private static final int MANY = 5;

    private final BenchPlan plan;
    private final Stage stage;
    private final Path folder;

    MemoryScene(BenchPlan plan, Stage stage, Path folder) {
        this.plan = requireNonNull(plan, "plan is null");
        this.stage = requireNonNull(stage, "stage is null");
        this.folder = requireNonNull(folder, "folder is null");
    }

    /** What one run showed. */
    private record Taken(double megabytes, double megabytesPerSecond) {}

    Chapter measure() throws IOException {
        Chapter chapter = new Chapter("Peak RSS of TakeSnapshot's JVM, generated snapshots to S3");
        if (!Child.tellsPeak()) {
            chapter.note("left out: this system has no /proc, from which the peak is read");
            return chapter;
        }
        List<Subject<Taken>> subjects = new ArrayList<>();
        plan.streamMegabytes().forEach(size -> subjects.add(new Subject<>(name(size), taking(size, 1))));
        int small = plan.streamMegabytes().get(0);
        subjects.add(new Subject<>(MANY + " of " + small + " MB, one after the other", taking(small, MANY)));
        Map<String, List<Taken>> results = new Rounds(plan.rounds()).of(subjects, stage::clear);
        stage.clear();
        results.forEach((name, runs) ->
                chapter.add(Figure.of(name, Unit.MEGABYTES, megabytes(runs)).shallBe(BOUND)));
        String smallest = name(plan.streamMegabytes().get(0));
        String largest = name(plan.streamMegabytes().get(plan.streamMegabytes().size() - 1));
        chapter.add(Figure.ratio(
                        largest + " / " + smallest,
                        megabytes(requireNonNull(results.get(largest))),
                        megabytes(requireNonNull(results.get(smallest))))
                .shallBe(FLAT));
        chapter.add(Figure.of(
                "speed of " + largest,
                Unit.MEGABYTES_PER_SECOND,
                requireNonNull(results.get(largest)).stream()
                        .map(Taken::megabytesPerSecond)
                        .toList()));
        return chapter;
    }

    private static String name(int megabytes) {
        return "snapshot of " + megabytes + " MB";
    }

    private static List<Double> megabytes(List<Taken> runs) {
        return runs.stream().map(Taken::megabytes).toList();
    }

    private Run<Taken> taking(int megabytes, int times) {
        GeneratedSnapshot snapshot = GeneratedSnapshot.ofAbout(megabytes * 1_000_000L);
        return () -> {
            try (SnapshotSource source = SnapshotSource.of(snapshot);
                    Taker taker = Taker.start(
                            LambdaJvm.DEPLOYED,
                            stage.environment(List.of(source.port())),
                            folder.resolve("taker.log"))) {
                long from = System.nanoTime();
                for (int i = 0; i < times; i++) {
                    requireWhole(taker.take(Way.FUNCTION), snapshot);
                }
                double seconds = (System.nanoTime() - from) / 1e9;
                return new Taken(taker.peakMegabytes().orElseThrow(), times * snapshot.size() / 1e6 / seconds);
            }
        };
    }

    private static void requireWhole(Taker.Answer answer, GeneratedSnapshot snapshot) throws IOException {
        if (!answer.verdict().equals("CONSISTENT") || answer.bytes() != snapshot.size()) {
            throw new IOException("the generated snapshot came out " + answer.verdict() + " with " + answer.bytes()
                    + " of " + snapshot.size() + " bytes");
        }
    }
}
