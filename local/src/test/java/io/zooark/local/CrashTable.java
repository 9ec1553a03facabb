package io.zooark.local;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.zooark.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The crash matrix as a page of Markdown, written anew after each cell. Beside it lie the verdicts as JSON, so that what was
 * run in one go is kept for the next.
 */
final class CrashTable {
    private final Path file;
    private final List<String> states;
    private final int cells;
    private final List<Verdict> verdicts = new ArrayList<>();

    /**
     * @param states in the order in which they are shown
     * @param cells how many there are in all
     */
    CrashTable(Path file, List<String> states, int cells) throws IOException {
        this.file = requireNonNull(file, "file is null");
        this.states = List.copyOf(states);
        this.cells = cells;
        if (Files.exists(kept())) {
            verdicts.addAll(Json.mapper().readValue(kept().toFile(), new TypeReference<List<Verdict>>() {}));
        }
    }

    private Path kept() {
        return file.resolveSibling("crash-matrix.json");
    }

    /** Returns whether a cell was run, now or in an earlier go, and ended well. */
    boolean has(Cell cell) {
        return verdicts.stream()
                .anyMatch(verdict -> verdict.good() && verdict.cell().equals(cell));
    }

    void add(Verdict verdict) throws IOException {
        verdicts.removeIf(earlier -> earlier.cell().equals(verdict.cell()));
        verdicts.add(verdict);
        Files.writeString(kept(), Json.pretty(verdicts));
        Files.writeString(file, page());
    }

    /** Returns whether every cell ended as it may. */
    boolean good() {
        return verdicts.stream().allMatch(Verdict::good);
    }

    private String page() {
        List<String> lines = new ArrayList<>(List.of("# Crash matrix", "", summary(), ""));
        lines.addAll(List.of(
                "old: what was served before, every acknowledged write with it; new: the snapshot; both on every server the"
                        + " same, with clients in. closed: nobody is in, a person is told what to do, and a fresh restore took"
                        + " over. –: the restore makes no such call there, or no server runs that could be killed. The number"
                        + " is the seconds until the last recovery had ended; after every cell a fresh restore succeeded.",
                "",
                "## States",
                ""));
        lines.addAll(grid("state", faults(false), false));
        lines.addAll(List.of("", "## Calls of AWS", ""));
        lines.addAll(grid("state and call", faults(true), true));
        lines.addAll(List.of("", "## What the machines said", ""));
        verdicts.forEach(
                verdict -> lines.add("- " + verdict.cell() + ": " + verdict.end() + ", " + oneLine(verdict.words())));
        return String.join("\n", lines) + "\n";
    }

    private String summary() {
        Map<Verdict.End, Long> counts = verdicts.stream()
                .collect(Collectors.groupingBy(Verdict::end, LinkedHashMap::new, Collectors.counting()));
        String parts = Arrays.stream(Verdict.End.values())
                .filter(counts::containsKey)
                .map(end -> counts.get(end) + " " + (end == Verdict.End.UNTOUCHED ? "did not occur" : end))
                .collect(Collectors.joining(", "));
        return verdicts.size() + " of " + cells + " cells run: " + parts + ".";
    }

    private static List<Fault> faults(boolean ofCalls) {
        return Arrays.stream(Fault.values())
                .filter(fault -> fault.ofCalls() == ofCalls)
                .toList();
    }

    private List<String> grid(String corner, List<Fault> faults, boolean ofCalls) {
        List<String> lines = new ArrayList<>();
        lines.add(row(Stream.concat(Stream.of(corner), faults.stream().map(Fault::heading))));
        lines.add(row(Stream.concat(Stream.of("---"), faults.stream().map(fault -> "---"))));
        for (String state : states) {
            for (String call : calls(state, ofCalls)) {
                lines.add(row(Stream.concat(
                        Stream.of(call.isEmpty() ? state : state + " · `" + call + "`"),
                        faults.stream().map(fault -> shown(state, fault, call)))));
            }
        }
        return lines;
    }

    private Set<String> calls(String state, boolean ofCalls) {
        return verdicts.stream()
                .map(Verdict::cell)
                .filter(cell -> cell.state().equals(state) && cell.fault().ofCalls() == ofCalls)
                .map(Cell::call)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String shown(String state, Fault fault, String call) {
        return verdicts.stream()
                .filter(verdict -> verdict.cell().state().equals(state))
                .filter(verdict ->
                        verdict.cell().fault() == fault && verdict.cell().call().equals(call))
                .findFirst()
                .map(verdict -> verdict.end() + " " + verdict.took().toSeconds())
                .orElse("");
    }

    private static String row(Stream<String> columns) {
        return columns.collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String oneLine(String words) {
        String line = words.lines().map(String::strip).collect(Collectors.joining(" "));
        return line.length() <= 500 ? line : line.substring(0, 500) + " …";
    }
}
