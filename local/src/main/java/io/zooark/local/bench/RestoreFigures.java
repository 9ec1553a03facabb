package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What restores of one tree come to, beside what they shall. */
final class RestoreFigures {
    private static final int SMALL = 10_000;
    private static final int LARGE = 1_000_000;
    private static final Goal SMALL_TREE = Goal.atMost(15);
    private static final Goal WAITING = Goal.atMost(0.1);
    private static final Map<String, Goal> THAN_GUIDE =
            Map.of("admin", Goal.atMost(1.5), "placement", Goal.atMost(1.0));

    private RestoreFigures() {}

    /** Returns the figures of one tree, by name of what restored it. */
    static Chapter chapter(Workload workload, long bytes, Map<String, List<Restored>> results) {
        Chapter chapter =
                new Chapter(workload.title() + " (" + Unit.MEGABYTES.text(bytes / 1e6) + " MB): clients shut out");
        List<Restored> guide = requireNonNull(results.get(RestoreScene.GUIDE));
        results.forEach((name, runs) -> {
            phases(runs)
                    .forEach(phase -> chapter.add(Figure.of(
                            name + ": " + phase,
                            Unit.SECONDS,
                            runs.stream().map(run -> run.seconds(phase)).toList())));
            Figure total = Figure.of(name + ", in all", Unit.SECONDS, seconds(runs));
            boolean machine = !name.equals(RestoreScene.GUIDE);
            chapter.add(machine && workload.znodes() == SMALL ? total.shallBe(SMALL_TREE) : total);
            if (machine) {
                Figure ratio = Figure.ratio(name + " / guide", seconds(runs), seconds(guide));
                Goal goal = THAN_GUIDE.get(name);
                chapter.add(goal != null && workload.znodes() == LARGE ? ratio.shallBe(goal) : ratio);
                chapter.add(Figure.of(
                                name + ": part of it in which nothing is at work",
                                Unit.RATIO,
                                runs.stream().map(Restored::waiting).toList())
                        .shallBe(WAITING));
            }
        });
        return chapter;
    }

    static Set<String> phases(List<Restored> runs) {
        Set<String> phases = new LinkedHashSet<>();
        runs.forEach(run -> phases.addAll(run.phases().keySet()));
        return phases;
    }

    static List<Double> seconds(List<Restored> runs) {
        return runs.stream().map(Restored::seconds).toList();
    }
}
