package io.zooark.infra.fields;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All that is wrong with one file, each with its line and field. */
public final class Findings {
    private final String file;
    private final Map<String, Integer> lines;
    private final List<Finding> all = new ArrayList<>();

    /**
     * Begins without any.
     *
     * @param file as it is named
     * @param lines on which line each field stands, by its path; whoever reads the file goes on filling it
     */
    Findings(String file, Map<String, Integer> lines) {
        this.file = requireNonNull(file, "file is null");
        this.lines = requireNonNull(lines, "lines is null");
    }

    private record Finding(int line, String path, String problem) {}

    /** Adds a problem with the field at this path, or, where it is missing, with what it is missing from. */
    public void add(String path, String problem) {
        addAt(line(path), path, problem);
    }

    /** Adds a problem on this line. */
    void addAt(int line, String path, String problem) {
        all.add(new Finding(line, path, problem));
    }

    /** Returns whether nothing is wrong with the field at this path or with any in it. */
    public boolean noneIn(String path) {
        return all.stream()
                .map(Finding::path)
                .noneMatch(at -> at.equals(path) || at.startsWith(path + ".") || at.startsWith(path + "["));
    }

    /** Returns whether nothing is wrong. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Returns how much is wrong. */
    public int size() {
        return all.size();
    }

    /** Returns whether the file has a field at this path. */
    public boolean has(String path) {
        return lines.containsKey(path);
    }

    /** Returns the line of the field at this path; of the nearest around it where it is missing. */
    public int line(String path) {
        String at = path;
        while (!at.isEmpty()) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return 1;
    }

    /** Returns a line for each problem, {@code file:line: field problem}, in the order of the file. */
    @Override
    public String toString() {
        return all.stream()
                .sorted(Comparator.comparingInt(Finding::line))
                .map(finding -> file + ":" + finding.line() + ": " + finding.path()
                        + (finding.path().isEmpty() ? "" : " ") + finding.problem())
                .collect(Collectors.joining("\n"));
    }
}
