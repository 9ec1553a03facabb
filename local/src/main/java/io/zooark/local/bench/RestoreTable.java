package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The medians of all restores, as a README shows them: a row for each phase, a column for each way and size. */
final class RestoreTable {
    private final Map<Workload, Map<String, List<Restored>>> results = new LinkedHashMap<>();

    void add(Workload workload, Map<String, List<Restored>> restores) {
        results.put(workload, new LinkedHashMap<>(restores));
    }

    /** Returns it in Markdown. */
    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(head());
        lines.add("|---|" + "---:|".repeat(columns()));
        lines.add(cells("seconds", (name, runs) -> name));
        phases().forEach(phase -> lines.add(cells(phase, (name, runs) -> seconds(runs, phase))));
        lines.add(cells("**in all**", (name, runs) -> "**" + median("%.1f", RestoreFigures.seconds(runs)) + "**"));
        lines.add(cells("times the guide's", this::ratio));
        lines.add(cells(
                "waiting",
                (name, runs) -> name.equals(RestoreScene.GUIDE)
                        ? ""
                        : median(
                                "%.0f %%",
                                runs.stream().map(run -> 100 * run.waiting()).toList())));
        return String.join("\n", lines) + "\n";
    }

    private interface Cell {
        String of(String name, List<Restored> runs);
    }

    private String head() {
        List<String> cells = new ArrayList<>(List.of(""));
        results.forEach((workload, of) -> {
            cells.add(workload.title());
            of.keySet().stream().skip(1).forEach(name -> cells.add(""));
        });
        return "| " + String.join(" | ", cells) + " |";
    }

    private String cells(String title, Cell cell) {
        return results.values().stream()
                .flatMap(of -> of.entrySet().stream())
                .map(one -> cell.of(one.getKey(), one.getValue()))
                .collect(Collectors.joining(" | ", "| " + title + " | ", " |"));
    }

    private int columns() {
        return results.values().stream().mapToInt(Map::size).sum();
    }

    private Set<String> phases() {
        Set<String> known = new LinkedHashSet<>(RestorePhases.PHASES.values());
        known.removeIf(phase -> results.values().stream()
                .flatMap(of -> of.values().stream())
                .noneMatch(runs -> RestoreFigures.phases(runs).contains(phase)));
        return known;
    }

    private static String seconds(List<Restored> runs, String phase) {
        return RestoreFigures.phases(runs).contains(phase)
                ? median("%.1f", runs.stream().map(run -> run.seconds(phase)).toList())
                : "";
    }

    private String ratio(String name, List<Restored> runs) {
        if (name.equals(RestoreScene.GUIDE)) {
            return "";
        }
        List<Restored> guide = results.values().stream()
                .filter(of -> of.get(name) == runs)
                .map(of -> requireNonNull(of.get(RestoreScene.GUIDE)))
                .findFirst()
                .orElseThrow();
        return median(
                "%.2f",
                Figure.ratio("", RestoreFigures.seconds(runs), RestoreFigures.seconds(guide))
                        .values());
    }

    private static String median(String format, List<Double> values) {
        return String.format(Locale.ROOT, format, Summary.of(values).median());
    }
}
