package io.zooark.local.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Chapters as a table of plain text. */
final class Table {
    private static final List<String> HEAD = List.of("median", "min", "max", "", "goal", "");

    private Table() {}

    static String of(List<Chapter> chapters) {
        int widest = chapters.stream()
                .flatMap(chapter -> chapter.figures().stream())
                .mapToInt(figure -> figure.name().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        line(text, widest, HEAD, "");
        for (Chapter chapter : chapters) {
            text.append(System.lineSeparator()).append(chapter.title()).append(System.lineSeparator());
            chapter.figures().forEach(figure -> line(text, widest, cells(figure), "  " + figure.name()));
            chapter.notes().forEach(note -> text.append("  ").append(note).append(System.lineSeparator()));
        }
        return text.toString();
    }

    private static List<String> cells(Figure figure) {
        Summary summary = figure.summary();
        Unit unit = figure.unit();
        return List.of(
                unit.text(summary.median()),
                unit.text(summary.min()),
                unit.text(summary.max()),
                unit.symbol(),
                figure.goal().map(goal -> goal.text(unit)).orElse(""),
                figure.goal()
                        .map(goal -> goal.metBy(summary.median()) ? "met" : "MISSED")
                        .orElse(""));
    }

    private static void line(StringBuilder text, int widest, List<String> cells, String name) {
        String format = "%-" + (widest + 2) + "s  %8s %8s %8s  %-4s  %-8s %s";
        List<String> all = new ArrayList<>(List.of(name));
        all.addAll(cells);
        text.append(String.format(Locale.ROOT, format, all.toArray()).stripTrailing())
                .append(System.lineSeparator());
    }
}
