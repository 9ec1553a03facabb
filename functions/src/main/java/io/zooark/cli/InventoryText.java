package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.Inventory;
import io.zooark.zookeeper.format.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** What is in a snapshot, for a person. */
final class InventoryText {
    private final String name;
    private final Inventory inventory;
    private final List<String> lines = new ArrayList<>();

    InventoryText(String name, Inventory inventory) {
        this.name = requireNonNull(name, "name is null");
        this.inventory = requireNonNull(inventory, "inventory is null");
    }

    List<String> lines() {
        head();
        subtrees();
        largest();
        ephemerals();
        acls();
        return lines;
    }

    private void head() {
        Examination found = inventory.examination();
        lines.add("%s: %s: %s".formatted(name, found.verdict(), Printable.of(found.reason())));
        if (found.verdict() == Verdict.DAMAGED) {
            lines.add("What follows is what could be read before the damage; how much is lost is not known.");
        }
        lines.add("");
        Examination.Content content = found.content();
        fact("zxid", zxid(found.startZxid()) + " to " + zxid(found.endZxid()));
        fact(
                "size",
                "%s (%s), of which data %s"
                        .formatted(
                                Sizes.bytes(found.bytes()),
                                found.compression()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace("none", "not compressed"),
                                Sizes.bytes(content.dataBytes())));
        Inventory.Kinds kinds = inventory.kinds();
        fact(
                "znodes",
                "%s as srvr counts them, the root twice: %s persistent, %s ephemeral, %s containers, %s TTL"
                        .formatted(
                                count(content.nodes()),
                                count(kinds.persistent()),
                                count(kinds.ephemeral()),
                                count(kinds.container()),
                                count(kinds.ttl())));
        fact(
                "sessions",
                count(content.sessions())
                        + (content.sessions() == 0
                                ? ""
                                : ", the longest time-out " + seconds(content.longestSessionTimeoutMs())));
        fact(
                "deepest",
                "%s (%d)"
                        .formatted(
                                Printable.of(inventory.deepest().path()),
                                inventory.deepest().depth()));
    }

    private void subtrees() {
        table(
                List.of("ZNODES", "EPHEMERALS", "DATA", "IN SNAPSHOT"),
                "PATH",
                inventory.subtrees(),
                row -> List.of(
                        count(row.znodes()),
                        count(row.ephemerals()),
                        Sizes.bytes(row.dataBytes()),
                        Sizes.bytes(row.bytes()),
                        row.path()));
    }

    private void largest() {
        table(
                List.of("DATA", "KIND"),
                "LARGEST ZNODES",
                inventory.largest(),
                row -> List.of(Sizes.bytes(row.dataBytes()), word(row.kind()), row.path()));
    }

    private void ephemerals() {
        Inventory.Ephemerals ephemerals = inventory.ephemerals();
        if (!ephemerals.owners().rows().isEmpty()) {
            table(
                    List.of("EPHEMERALS", "TIME-OUT"),
                    "SESSION",
                    ephemerals.owners(),
                    row -> List.of(count(row.znodes()), timeout(row.timeoutMs()), row.session()));
        }
        note(ephemerals.sessionsWithout(), "open sessions that own none");
        note(ephemerals.ofClosedSessions(), "ephemerals of sessions that are not open in the snapshot");
        note(ephemerals.notCounted(), "ephemerals of sessions beyond the six million that are counted");
    }

    private void acls() {
        Inventory.Acls acls = inventory.acls();
        table(
                List.of("ZNODES"),
                "ACL",
                acls.used(),
                row -> List.of(count(row.znodes()), String.join(", ", row.entries())));
        note(acls.unused(), "ACLs in the snapshot that no znode has");
        note(acls.notCounted(), "znodes with ACLs beyond the million that are counted");
    }

    /** Adds a table whose last column may be as wide as it wants. */
    private <T> void table(List<String> numbers, String last, Listing<T> listing, Function<T, List<String>> cells) {
        List<Table.Column> columns = new ArrayList<>();
        numbers.forEach(title -> columns.add(Table.Column.right(title)));
        columns.add(Table.Column.left(last));
        List<List<String>> rows = listing.rows().stream()
                .map(row -> cells.apply(row).stream().map(Printable::of).toList())
                .toList();
        lines.add("");
        lines.addAll(new Table(columns, rows).lines());
        if (listing.more() > 0) {
            lines.add("and " + count(listing.more()) + " more");
        }
    }

    private void fact(String what, String value) {
        lines.add("%-9s %s".formatted(what, value));
    }

    private void note(long count, String what) {
        if (count > 0) {
            lines.add(what + ": " + count(count));
        }
    }

    private static String timeout(OptionalInt timeoutMs) {
        return timeoutMs.isPresent() ? seconds(timeoutMs.getAsInt()) : "not open";
    }

    private static String seconds(int milliseconds) {
        return milliseconds % 1000 == 0 ? milliseconds / 1000 + " s" : milliseconds + " ms";
    }

    private static String zxid(Optional<Zxid> zxid) {
        return zxid.map(Zxid::toString).orElse("unknown");
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String word(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
