package io.zooark.restore.report;

import static io.zooark.restore.report.Markup.tag;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time line as a picture: all states on one strip with the time in which clients were shut out above it, and below
 * it one row for each state.
 *
 * <p>Places are given in percent, so that it fills any width without scaling its letters.
 */
final class Picture {
    private final TimeLine line;
    private final Instant begin;
    private final double millis;

    /**
     * Draws the states of a report.
     *
     * @param now when it was written: what goes on is drawn up to here
     */
    Picture(TimeLine line, Instant now) {
        this.line = line;
        this.begin = line.steps().stream()
                .map(Step::entered)
                .min(Comparator.naturalOrder())
                .orElse(now);
        Instant end = Stream.concat(line.steps().stream().flatMap(step -> step.ended().stream()), Stream.of(now))
                .max(Comparator.naturalOrder())
                .orElse(now);
        this.millis = Math.max(1, Duration.between(begin, end).toMillis());
        this.end = end;
    }

    private final Instant end;

    Markup draw() {
        return tag("div", strip(), rows()).with("class", "timeline");
    }

    private Markup strip() {
        Markup svg = tag("svg", tag("title", "All states in order of time; " + shutOutWords()))
                .with("class", "strip")
                .with("xmlns", "http://www.w3.org/2000/svg")
                .with("width", "100%")
                .with("height", "92")
                .with("role", "img")
                .with("aria-label", "Time line of " + line.steps().size() + " states; " + shutOutWords());
        line.shutOutFrom().ifPresent(from -> {
            double left = percent(from);
            double width = percent(line.letInAt().orElse(end)) - left;
            svg.add(rect("shut", left, width, "24", "48"));
            svg.add(label(left, width, shutOutWords()));
        });
        line.steps()
                .forEach(step -> svg.add(rect("state " + kind(step), percent(step.entered()), width(step), "32", "32")
                        .add(tag("title", step.name() + ": " + took(step) + outcome(step)))));
        svg.add(text("0%", "start", "88", Shown.clock(begin)), text("100%", "end", "88", Shown.clock(end) + " UTC"));
        return svg;
    }

    /** Beside the middle of what it belongs to, and never over an edge. */
    private static Markup label(double left, double width, String words) {
        double middle = left + width / 2;
        String anchor = middle < 33 ? "start" : middle > 67 ? "end" : "middle";
        double x = middle < 33 ? left : middle > 67 ? left + width : middle;
        return text(percent(x), anchor, "16", words).with("class", "shut-words");
    }

    private Markup rows() {
        Markup rows = tag("ol").with("class", "states");
        List<String> executions = new ArrayList<>();
        for (Step step : line.steps()) {
            boolean another = !executions.isEmpty() && !executions.contains(step.execution());
            if (another) {
                rows.add(tag("li", "From here on: the recovery").with("class", "turn"));
            }
            executions.add(step.execution());
            rows.add(row(step));
        }
        return rows;
    }

    private Markup row(Step step) {
        Markup svg = tag("svg")
                .with("class", "bar")
                .with("xmlns", "http://www.w3.org/2000/svg")
                .with("width", "100%")
                .with("height", "20")
                .with("aria-hidden", "true");
        line.shutOutFrom().ifPresent(from -> {
            double left = percent(from);
            svg.add(rect("shut", left, percent(line.letInAt().orElse(end)) - left, "0", "20"));
        });
        svg.add(rect("state " + kind(step), percent(step.entered()), width(step), "3", "14"));
        return tag(
                        "li",
                        tag("span", step.name() + outcome(step)).with("class", "name"),
                        tag("span", took(step)).with("class", "took"),
                        svg)
                .with("class", kind(step));
    }

    private static String took(Step step) {
        return step.took().map(Shown::duration).orElse("not ended");
    }

    private static String outcome(Step step) {
        return switch (step.result()) {
            case DONE -> "";
            case FAILED -> " – FAILED";
            case UNDERWAY -> "";
            case UNKNOWN -> " – not on record";
        };
    }

    private static String kind(Step step) {
        return step.result().name().toLowerCase(Locale.ROOT);
    }

    private String shutOutWords() {
        Optional<Duration> shutOut = line.shutOut();
        if (line.shutOutFrom().isEmpty()) {
            return "clients were not shut out";
        }
        return shutOut.map(took -> "clients shut out for " + Shown.duration(took))
                .orElseGet(() -> "clients shut out since "
                        + Shown.clock(line.shutOutFrom().orElseThrow()));
    }

    private double width(Step step) {
        return Math.max(0.3, percent(step.ended().orElse(end)) - percent(step.entered()));
    }

    /** An earlier restore may have shut clients out long before the first state. */
    private double percent(Instant time) {
        double part = Duration.between(begin, time).toMillis() * 100 / millis;
        return Math.min(99.7, Math.max(0, part));
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.3f%%", part);
    }

    private static Markup rect(String kind, double left, double width, String y, String height) {
        return tag("rect")
                .with("class", kind)
                .with("x", percent(left))
                .with("width", percent(Math.max(0.3, width)))
                .with("y", y)
                .with("height", height);
    }

    private static Markup text(String x, String anchor, String y, String words) {
        return tag("text", words).with("x", x).with("y", y).with("text-anchor", anchor);
    }
}
