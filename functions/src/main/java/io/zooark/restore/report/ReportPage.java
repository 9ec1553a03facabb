package io.zooark.restore.report;

import static io.zooark.restore.report.Markup.tag;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.zooark.restore.Outcome;
import io.zooark.restore.report.Report.End;
import io.zooark.restore.report.Report.NextStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A report as one page that needs nothing else: no script, no picture, no style from anywhere.
 *
 * <p>What a person under stress needs comes first: the outcome in one sentence, then what to do, then why.
 */
final class ReportPage {
    private static final String STYLE = style();

    private final Report report;
    private final PageTables tables;

    ReportPage(Report report) {
        this.report = requireNonNull(report, "report is null");
        this.tables = new PageTables(report);
    }

    /** Returns the whole document. */
    String html() {
        Markup page = tag("html", head(), body())
                .with("xmlns", "http://www.w3.org/1999/xhtml")
                .with("lang", "en");
        return "<!DOCTYPE html>\n" + page.render() + "\n";
    }

    private Markup head() {
        return tag(
                "head",
                tag("meta").with("charset", "utf-8"),
                tag("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                tag("meta").with("name", "color-scheme").with("content", "light dark"),
                // the page holds words from outside: whatever they are, nothing is loaded and nothing runs
                tag("meta")
                        .with("http-equiv", "Content-Security-Policy")
                        .with("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"),
                tag("link").with("rel", "icon").with("href", "data:,"),
                tag("title", word() + ": restore of " + report.ensemble()),
                tag("style", STYLE));
    }

    private Markup body() {
        return tag(
                        "body",
                        tag("main", header(), nextSteps(), failures(), warnings(), timeLine())
                                .add(tables.servers(), tables.snapshot(), tables.rules(), tables.aside()),
                        tag(
                                "footer",
                                "Restore " + report.restoreId() + ", execution " + report.execution() + ". Written "
                                        + Shown.moment(report.writtenAt())
                                        + ". The same for machines: report.json beside this page."))
                .with("class", mood());
    }

    private Markup header() {
        return tag(
                        "header",
                        tag("p", word()).with("class", "word"),
                        tag("h1", report.headline()),
                        tag("dl", facts()).with("class", "facts"))
                .with("class", "banner");
    }

    private List<Markup> facts() {
        List<Markup> facts = new ArrayList<>();
        facts.add(fact("Ensemble", report.ensemble()));
        facts.add(fact("Snapshot", report.snapshot().id().toString()));
        report.timeLine().steps().stream()
                .findFirst()
                .ifPresent(first -> facts.add(fact("Began", Shown.moment(first.entered()))));
        facts.add(fact(report.outcome().isPresent() ? "Ended" : "Last change", Shown.moment(report.writtenAt())));
        facts.add(fact("Clients shut out", shutOut()));
        return facts;
    }

    private static Markup fact(String name, String value) {
        return tag("div", tag("dt", name), tag("dd", value));
    }

    private String shutOut() {
        TimeLine line = report.timeLine();
        return line.shutOut()
                .map(Shown::duration)
                .or(() -> line.shutOutFrom().map(from -> "since " + Shown.moment(from) + ", and still"))
                .orElse("not known to have been");
    }

    private Markup nextSteps() {
        Markup steps = tag("ol").with("class", "next");
        for (NextStep step : report.nextSteps()) {
            Markup item = tag("li", tag("p", step.what()));
            step.command().ifPresent(command -> item.add(tag("pre", tag("code", command))));
            steps.add(item);
        }
        return section("next", "What to do next", steps);
    }

    private List<Markup> failures() {
        List<End> ends = report.history();
        if (ends.stream().allMatch(end -> end.failure().isEmpty() && end.then().isEmpty()) && ends.size() < 2) {
            return List.of();
        }
        Markup list = tag("ol").with("class", "ends");
        ends.forEach(end -> list.add(end(end)));
        return List.of(section("why", "What happened", list));
    }

    private static Markup end(End end) {
        Markup item = tag(
                "li",
                tag("p", tag("strong", words(end.outcome())), " at " + Shown.moment(end.at()))
                        .with("class", "how"));
        end.failure()
                .ifPresent(failure -> item.add(
                        tag(
                                "p",
                                end.state()
                                        .map(state -> "The state ‘" + state + "’ failed:")
                                        .orElse("It failed:")),
                        tag("pre", failure).with("class", "failure")));
        end.then()
                .ifPresent(then -> item.add(
                        tag("p", "Then, on the way back:"), tag("pre", then).with("class", "failure")));
        return item;
    }

    private List<Markup> warnings() {
        if (report.warnings().isEmpty()) {
            return List.of();
        }
        Markup list = tag("ul");
        report.warnings().forEach(warning -> list.add(tag("li", warning)));
        return List.of(section("warnings", "Warnings", list));
    }

    private Markup timeLine() {
        return section(
                "time",
                "Time line",
                report.timeLine().steps().isEmpty()
                        ? tag("p", "Not on record.")
                        : new Picture(report.timeLine(), report.writtenAt()).draw());
    }

    static Markup section(String id, String title, Object... content) {
        return tag("section", tag("h2", title).with("id", id)).add(content).with("aria-labelledby", id);
    }

    /** The outcome in a word or two, for the title and the corner of the eye. */
    private String word() {
        return report.outcome().map(ReportPage::words).orElse("Under way");
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case RESTORED -> "Restored";
            case RESTORED_NOT_FULLY_OPEN -> "Restored, not fully open";
            case NOTHING_CHANGED -> "Nothing changed";
            case ROLLED_BACK -> "Rolled back";
            case UNDONE -> "Undone";
            case RECOVERING -> "Being recovered";
            case LEFT_CLOSED -> "Left closed";
        };
    }

    private String mood() {
        Optional<Outcome> outcome = report.outcome();
        if (outcome.isEmpty()) {
            return "busy";
        }
        return switch (outcome.get()) {
            case RESTORED, UNDONE -> "good";
            case RESTORED_NOT_FULLY_OPEN, NOTHING_CHANGED, ROLLED_BACK -> "warn";
            case RECOVERING -> "busy";
            case LEFT_CLOSED -> "bad";
        };
    }

    private static String style() {
        try (InputStream css = requireNonNull(
                ReportPage.class.getResourceAsStream("report.css"), "report.css is not on the class path")) {
            return new String(css.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report.css cannot be read", e);
        }
    }
}
