package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows under a header, each column as wide as its widest value.
 *
 * @param columns the columns, in their order
 * @param rows as many values each as there are columns
 */
record Table(List<Column> columns, List<List<String>> rows) {
    private static final String GAP = "  ";

    Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Returns the lines, the header first, without spaces at their ends. */
    List<String> lines() {
        List<String> header = columns.stream().map(Column::title).toList();
        int[] widths = IntStream.range(0, columns.size())
                .map(column -> IntStream.concat(
                                IntStream.of(header.get(column).length()),
                                rows.stream().mapToInt(row -> row.get(column).length()))
                        .max()
                        .orElse(0))
                .toArray();
        return Stream.concat(Stream.of(header), rows.stream())
                .map(row -> line(row, widths))
                .toList();
    }

    private String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> columns.get(column).pad(row.get(column), widths[column]))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    /**
     * One column.
     *
     * @param title stands above it
     * @param right whether values stand at its right, as numbers do
     */
    record Column(String title, boolean right) {
        Column {
            requireNonNull(title, "title is null");
        }

        static Column left(String title) {
            return new Column(title, false);
        }

        static Column right(String title) {
            return new Column(title, true);
        }

        private String pad(String value, int width) {
            String spaces = " ".repeat(width - value.length());
            return right ? spaces + value : value + spaces;
        }
    }
}
