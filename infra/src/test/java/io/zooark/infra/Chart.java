package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** The graph of one widget of a dashboard: axes, series, limits and legend. */
final class Chart {
    private static final String[] COLORS = {"#1f77b4", "#ff7f0e", "#2ca02c", "#9467bd", "#8c564b"};
    private static final int DAYS = 7;
    private static final int TICKS = 4;
    private static final double MARGIN = 52;
    private static final double HEAD = 52;
    private static final double FOOT = 46;

    private final Svg svg;
    private final JsonNode properties;
    private final double left;
    private final double right;
    private final double top;
    private final double bottom;
    private final List<Line> lines = new ArrayList<>();

    /** One series as it is drawn. */
    private record Line(String label, String color, boolean onTheRight, int stepsInAPoint, List<Double> values) {}

    Chart(Svg svg, JsonNode properties, double x, double y, double width, double height) {
        this.svg = svg;
        this.properties = properties;
        this.left = x + MARGIN;
        this.right = x + width - (properties.path("yAxis").has("right") ? MARGIN : 16);
        this.top = y + HEAD;
        this.bottom = y + height - FOOT;
        for (Map.Entry<JsonNode, IntToDoubleFunction> metric :
                visible(properties).entrySet()) {
            JsonNode shown = metric.getKey();
            int steps = shown.path("period").asInt(300) / 300;
            lines.add(new Line(
                    shown.path("label").asText(),
                    COLORS[lines.size() % COLORS.length],
                    shown.path("yAxis").asText().equals("right"),
                    steps,
                    points(metric.getValue(), steps)));
        }
    }

    /** Returns what is shown of a widget's metrics, each with its value in a step of the week. */
    static Map<JsonNode, IntToDoubleFunction> visible(JsonNode properties) {
        Map<String, IntToDoubleFunction> named = new HashMap<>();
        for (JsonNode metric : properties.path("metrics")) {
            String id = metric.path(metric.size() - 1).path("id").asText();
            String name = metric.path(1).asText();
            named.put(id, step -> SampleWeek.value(name, step));
        }
        Map<JsonNode, IntToDoubleFunction> visible = new LinkedHashMap<>();
        for (JsonNode metric : properties.path("metrics")) {
            JsonNode shown = metric.path(metric.size() - 1);
            String expression = shown.path("expression").asText();
            if (!expression.isEmpty()) {
                visible.put(
                        shown,
                        step -> Arithmetic.evaluate(
                                expression,
                                name -> requireNonNull(named.get(name), name).applyAsDouble(step)));
            } else if (shown.path("visible").asBoolean(true)) {
                String name = metric.path(3).asText().startsWith("{Recover")
                        ? ""
                        : metric.path(1).asText();
                visible.put(shown, step -> name.isEmpty() ? Double.NaN : SampleWeek.value(name, step));
            }
        }
        return visible;
    }

    private static List<Double> points(IntToDoubleFunction values, int steps) {
        double[] points = new double[SampleWeek.STEPS / steps];
        for (int point = 0; point < points.length; point++) {
            points[point] = Double.NaN;
            for (int step = point * steps; step < (point + 1) * steps; step++) {
                double value = values.applyAsDouble(step);
                if (!Double.isNaN(value)) {
                    points[point] = Double.isNaN(points[point]) ? value : Math.max(points[point], value);
                }
            }
        }
        return Arrays.stream(points).boxed().toList();
    }

    void draw() {
        double leftMost = most(false);
        double rightMost = most(true);
        grid(leftMost, properties.path("yAxis").has("right") ? rightMost : 0);
        boolean bars = properties.path("view").asText().equals("bar");
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            double most = line.onTheRight() ? rightMost : leftMost;
            if (bars) {
                bars(line, most, i);
            } else {
                line(line, most);
            }
        }
        for (JsonNode limit : properties.path("annotations").path("horizontal")) {
            limit(limit, leftMost);
        }
        legend();
    }

    private double most(boolean onTheRight) {
        JsonNode given = properties.at("/yAxis/" + (onTheRight ? "right" : "left") + "/max");
        if (given.isNumber()) {
            return given.asDouble();
        }
        double most = 0;
        for (Line line : lines) {
            for (double value : line.values()) {
                most = line.onTheRight() == onTheRight && value > most ? value : most;
            }
        }
        if (!onTheRight) {
            for (JsonNode limit : properties.path("annotations").path("horizontal")) {
                most = Math.max(most, limit.path("value").asDouble());
            }
        }
        return most == 1 ? most : nice(most * 1.08);
    }

    /** Returns the next number that four ticks divide into round ones. */
    private static double nice(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-9) / TICKS)));
        for (double step : new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10}) {
            if (unit * step * TICKS >= value) {
                return unit * step * TICKS;
            }
        }
        throw new AssertionError("no round number above " + value);
    }

    private void grid(double leftMost, double rightMost) {
        for (int tick = 0; tick <= TICKS; tick++) {
            double y = bottom - (bottom - top) * tick / TICKS;
            svg.line(left, y, right, y, tick == 0 ? "#8d99a8" : "#e9ebed");
            svg.text(left - 6, y + 4, "tick end", number(leftMost * tick / TICKS));
            if (rightMost > 0) {
                svg.text(right + 6, y + 4, "tick", number(rightMost * tick / TICKS));
            }
        }
        svg.text(
                left - MARGIN + 14,
                top - 10,
                "tick",
                properties.at("/yAxis/left/label").asText());
        svg.text(
                right + MARGIN - 14,
                top - 10,
                "tick end",
                properties.at("/yAxis/right/label").asText());
        for (int day = 0; day < DAYS; day++) {
            double x = left + (right - left) * day / DAYS;
            svg.line(x, bottom, x, bottom + 4, "#8d99a8");
            svg.text(x + (right - left) / DAYS / 2, bottom + 15, "tick middle", "11/" + (16 + day));
        }
    }

    private void line(Line line, double most) {
        StringBuilder path = new StringBuilder();
        List<Double> values = line.values();
        boolean drawing = false;
        for (int i = 0; i < values.size(); i++) {
            if (Double.isNaN(values.get(i))) {
                drawing = false;
                continue;
            }
            boolean alone = (i == 0 || Double.isNaN(values.get(i - 1)))
                    && (i == values.size() - 1 || Double.isNaN(values.get(i + 1)));
            if (alone) {
                svg.dot(x(i, line), y(values.get(i), most), line.color());
            } else if (!drawing || turns(values, i)) {
                path.append(drawing ? "L" : "M").append(Svg.at(x(i, line), y(values.get(i), most)));
                drawing = true;
            }
        }
        svg.path(path.toString(), line.color());
    }

    /** Points between two others on a line are left out: the file is smaller, and looks the same. */
    private static boolean turns(List<Double> values, int i) {
        return i == 0
                || i == values.size() - 1
                || Double.isNaN(values.get(i + 1))
                || Math.abs(values.get(i + 1) - 2 * values.get(i) + values.get(i - 1)) > 1e-6;
    }

    private void bars(Line line, double most, int index) {
        double width = 5;
        for (int i = 0; i < line.values().size(); i++) {
            double value = line.values().get(i);
            if (value > 0) {
                double x = x(i, line) + (index - lines.size() / 2.0) * width;
                svg.bar(x, y(value, most), width - 1, bottom - y(value, most), line.color());
            }
        }
    }

    private void limit(JsonNode limit, double most) {
        double y = y(limit.path("value").asDouble(), most);
        svg.line(left, y, right, y, limit.path("color").asText());
        svg.text(right - 4, y - 4, "limit", limit.path("label").asText());
    }

    private void legend() {
        double x = left;
        for (Line line : lines) {
            svg.bar(x, bottom + 26, 10, 10, line.color());
            svg.text(x + 15, bottom + 35, "legend", line.label());
            x += 30 + line.label().length() * 6.2;
        }
    }

    private double x(int point, Line line) {
        return left + (right - left) * point * line.stepsInAPoint() / SampleWeek.STEPS;
    }

    private double y(double value, double most) {
        return bottom - (bottom - top) * Math.min(value, most) / most;
    }

    /** Returns a number as short as on an axis of CloudWatch. */
    static String number(double value) {
        if (value >= 1e6) {
            return shortest(value / 1e6) + "M";
        }
        return value >= 10_000 ? shortest(value / 1e3) + "k" : shortest(value);
    }

    private static String shortest(double value) {
        String text = String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
