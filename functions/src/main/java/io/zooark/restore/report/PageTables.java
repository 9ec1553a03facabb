package io.zooark.restore.report;

import static io.zooark.restore.report.Markup.tag;

import io.zooark.restore.Outcome;
import io.zooark.restore.RestoreOptions.Method;
import io.zooark.restore.report.Report.Rule;
import io.zooark.restore.report.Report.Rules;
import io.zooark.restore.report.Report.Snapshot;
import io.zooark.restore.report.Server.Aside;
import io.zooark.restore.report.Server.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of the page that are looked up rather than read: servers, snapshot, rules, what was set aside. */
record PageTables(Report report) {
    private static final String UNKNOWN = "unknown";

    Markup servers() {
        Markup table = tag(
                "table",
                tag("caption", caption()),
                tag("thead", row("th", "Server", "When", "Role", "zxid", "Epoch", "Znodes", "Tree digest")));
        for (Server server : report.servers()) {
            Markup rows = tag("tbody");
            rows.add(condition(server, "before", server.before(), true));
            rows.add(after(server));
            table.add(rows);
        }
        return ReportPage.section("servers", "Servers before and after", wide(table));
    }

    private String caption() {
        Optional<Outcome> outcome = report.outcome();
        boolean proven = outcome.filter(how -> how == Outcome.RESTORED
                        || how == Outcome.RESTORED_NOT_FULLY_OPEN
                        || how == Outcome.ROLLED_BACK
                        || how == Outcome.UNDONE)
                .isPresent();
        return proven
                ? "After: as each server was seen when all had been proven equal."
                : "What a server holds now is not proven: ‘last seen’ is what it said when it was looked at last.";
    }

    private Markup after(Server server) {
        if (report.outcome().filter(how -> how == Outcome.NOTHING_CHANGED).isPresent()) {
            return tag(
                    "tr",
                    cell("When", "after"),
                    cell("It holds", "as before: nothing was moved").with("colspan", "5"));
        }
        return server.after()
                .map(after -> condition(server, proven(after) ? "after" : "last seen", after, false))
                .orElseGet(() -> tag(
                        "tr",
                        cell("When", "after"),
                        cell("It holds", UNKNOWN).with("colspan", "5").with("class", UNKNOWN)));
    }

    /** A digest is only known of a server whose whole tree was read. */
    private boolean proven(Condition after) {
        return after.digest().isPresent()
                || report.outcome()
                        .filter(how -> how == Outcome.ROLLED_BACK || how == Outcome.UNDONE)
                        .isPresent();
    }

    private static Markup condition(Server server, String when, Condition condition, boolean first) {
        Markup row = tag("tr");
        if (first) {
            row.add(tag("th", server.name()).with("scope", "rowgroup").with("rowspan", "2"));
        }
        String time = condition
                .at()
                .map(Shown::clock)
                .map(clock -> " (" + clock + ")")
                .orElse("");
        row.add(cell("When", when + time).with("title", condition.seenBy()));
        row.add(known("Role", condition.role()));
        row.add(known("zxid", condition.zxid()));
        row.add(known("Epoch", condition.epoch().map(String::valueOf)));
        row.add(known("Znodes", condition.nodes().map(Shown::count)));
        row.add(known("Tree digest", condition.digest()));
        return row;
    }

    private static Markup known(String label, Optional<String> value) {
        Markup cell = cell(label, value.orElse(UNKNOWN));
        return value.isPresent() ? cell : cell.with("class", UNKNOWN);
    }

    Markup snapshot() {
        Snapshot snapshot = report.snapshot();
        List<Markup> rows = new ArrayList<>();
        rows.add(fact(
                "Snapshot",
                snapshot.id()
                        + (snapshot.ensemble().equals(report.ensemble()) ? "" : " of ‘" + snapshot.ensemble() + "’")));
        rows.add(fact("Verdict", snapshot.verdict()));
        rows.add(fact(
                "Taken",
                Shown.moment(snapshot.takenAt()) + ", " + Shown.duration(snapshot.age())
                        + " before the restore began"));
        rows.add(fact("Holds", Shown.count(snapshot.nodes(), "znode") + ", " + Shown.bytes(snapshot.bytes())));
        rows.add(fact("zxid", snapshot.zxid().toString()));
        rows.add(fact("Tree digest", snapshot.digest()));
        rows.add(fact(
                "Left out",
                Shown.count(snapshot.sessionsLeftOut(), "session") + ", "
                        + Shown.count(snapshot.ephemeralsLeftOut(), "ephemeral znode")));
        rows.add(fact("Safety snapshot", snapshot.safety().orElse("none was taken")));
        rows.add(fact("Method", method(snapshot)));
        snapshot.stored().ifPresent(stored -> rows.add(fact("Fetched by the hosts", stored)));
        return ReportPage.section("snapshot", "Snapshot", wide(tag("table", tag("tbody", rows))));
    }

    private static String method(Snapshot snapshot) {
        return snapshot.method()
                + (snapshot.method().equals(Method.PLACEMENT.toString())
                        ? ": placed on the disks of stopped servers"
                        : ": sent to the AdminServers");
    }

    private static Markup fact(String name, String value) {
        return tag("tr", tag("th", name).with("scope", "row"), tag("td", value));
    }

    Markup rules() {
        Rules rules = report.rules();
        Markup section = ReportPage.section(
                "rules",
                "Client rules",
                tag(
                        "p",
                        time("Closed", rules.closedAt()) + " " + opened(rules)
                                + (rules.created().isEmpty()
                                        ? ""
                                        : " Added anew: " + String.join(", ", rules.created()) + ".")));
        if (!rules.conflicts().isEmpty()) {
            Markup conflicts = tag("ul").with("class", "conflicts");
            rules.conflicts().forEach(conflict -> conflicts.add(tag("li", conflict)));
            section.add(tag("h3", "Left as somebody else has made them"), conflicts);
        }
        if (rules.rules().isEmpty()) {
            return section.add(tag("p", "No security group rule let clients in when the restore was planned."));
        }
        Markup body = tag("tbody");
        for (Rule rule : rules.rules()) {
            body.add(tag(
                    "tr",
                    cell("Rule", rule.fate()),
                    cell("Description", rule.description().isEmpty() ? "–" : rule.description())));
        }
        return section.add(wide(tag(
                "table",
                tag("thead", row("th", "Rule, and what becomes of it while clients are shut out", "Description")),
                body)));
    }

    private String opened(Rules rules) {
        boolean closed =
                report.outcome().filter(how -> how == Outcome.LEFT_CLOSED).isPresent();
        return closed && rules.openedAt().isEmpty()
                ? "They have not been opened again."
                : time("Opened again", rules.openedAt());
    }

    private static String time(String what, Optional<Instant> when) {
        return what + ": " + when.map(Shown::moment).orElse("not on record") + ".";
    }

    Markup aside() {
        Markup section = ReportPage.section("aside", "What was set aside");
        if (report.servers().stream().allMatch(server -> server.aside().isEmpty())) {
            return section.add(tag("p", nothingAside()));
        }
        Markup body = tag("tbody");
        for (Server server : report.servers()) {
            for (Aside aside : server.aside()) {
                Markup folders = tag("td").with("data-label", "Folders");
                aside.folders().forEach(folder -> folders.add(tag("code", folder), tag("br")));
                body.add(tag(
                        "tr",
                        cell("Server", server.name()),
                        cell("What", aside.what()),
                        folders,
                        cell("Files", aside.files().map(Shown::count).orElse(UNKNOWN))));
            }
        }
        return section.add(
                tag("p", "Nothing was deleted. Keep all of it until you are sure."),
                wide(tag("table", tag("thead", row("th", "Server", "What", "Folders", "Files")), body)));
    }

    private String nothingAside() {
        boolean untouched =
                report.outcome().filter(how -> how == Outcome.NOTHING_CHANGED).isPresent();
        return untouched
                ? "Nothing was moved."
                : "Not on record. Where data was moved, it lies in set-aside/" + report.restoreId()
                        + "/before beside version-2 on each server. Nothing was deleted.";
    }

    private static Markup row(String cell, String... names) {
        Markup row = tag("tr");
        for (String name : names) {
            row.add(tag(cell, name).with("scope", "col"));
        }
        return row;
    }

    /** On a narrow screen each cell stands in a line of its own, with its column's name before it. */
    private static Markup cell(String label, String value) {
        return tag("td", value).with("data-label", label);
    }

    private static Markup wide(Markup table) {
        return tag("div", table).with("class", "wide");
    }
}
