package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.Differences;
import io.zooark.zookeeper.format.Differences.Change;
import io.zooark.zookeeper.format.Differences.Counts;
import io.zooark.zookeeper.format.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How two snapshots differ, for a person. */
final class DifferencesText {
    private static final List<Table.Column> COLUMNS = List.of(
            Table.Column.left("DIFFERENCE"),
            Table.Column.left("KIND"),
            Table.Column.right("DATA"),
            Table.Column.left("PATH"));

    private final String a;
    private final String b;
    private final Differences differences;
    private final List<String> lines = new ArrayList<>();

    DifferencesText(String a, String b, Differences differences) {
        this.a = requireNonNull(a, "a is null");
        this.b = requireNonNull(b, "b is null");
        this.differences = requireNonNull(differences, "differences is null");
    }

    List<String> lines() {
        side("A", a, differences.before());
        side("B", b, differences.after());
        lines.add("");
        if (!differences.counts().areEqual()) {
            changes();
        }
        counts(differences.counts());
        return lines;
    }

    private void side(String letter, String name, Examination found) {
        lines.add("%s  %s: %s at %s, %,d znodes"
                .formatted(
                        letter,
                        name,
                        found.verdict(),
                        found.endZxid().map(Zxid::toString).orElse("an unknown zxid"),
                        found.content().nodes()));
        if (found.verdict() != Verdict.CONSISTENT) {
            lines.add("   " + Printable.of(found.reason()));
        }
    }

    private void changes() {
        List<List<String>> rows = Stream.of(
                        rows("removed", differences.removed()),
                        rows("changed", differences.changed()),
                        rows("added", differences.added()))
                .flatMap(List::stream)
                .toList();
        lines.addAll(new Table(COLUMNS, rows).lines());
        more("removed", differences.removed());
        more("changed", differences.changed());
        more("added", differences.added());
        lines.add("");
    }

    private static List<List<String>> rows(String what, Listing<Change> changes) {
        return changes.rows().stream()
                .map(change -> List.of(
                        (what + " " + aspects(change)).strip(),
                        change.kind().name().toLowerCase(Locale.ROOT),
                        change.dataBytes() < 0 ? "none" : Sizes.bytes(change.dataBytes()),
                        Printable.of(change.path())))
                .toList();
    }

    private static String aspects(Change change) {
        return change.aspects().stream()
                .map(aspect -> aspect.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private void more(String what, Listing<Change> changes) {
        if (changes.more() > 0) {
            lines.add("and %,d more %s".formatted(changes.more(), what));
        }
    }

    private void counts(Counts counts) {
        lines.add("%,d removed, %,d changed, %,d added, %,d equal"
                .formatted(counts.removed(), counts.changed(), counts.added(), counts.equal()));
        if (counts.changed() > 0) {
            lines.add("changed: data of %,d, ACL of %,d, kind of %,d%s"
                    .formatted(
                            counts.changedData(),
                            counts.changedAcl(),
                            counts.changedKind(),
                            counts.changedStat() == 0 ? "" : ", stat of %,d".formatted(counts.changedStat())));
        }
        if (counts.statAlone() > 0) {
            lines.add("equal but for the stat: %,d; --stat lists them".formatted(counts.statAlone()));
        }
    }
}
