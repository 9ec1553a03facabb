package io.zooark.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Draws the body of a dashboard, much as CloudWatch does, from the sample week. */
final class DashboardPicture {
    private static final int COLUMN = 50;
    private static final int ROW = 44;
    private static final int GAP = 6;
    private static final int COLUMNS = 24;
    private static final String CARD = "#ffffff";
    private static final String BORDER = "#d5dbdb";

    private final JsonNode body;
    private final Svg svg;

    private DashboardPicture(JsonNode body) {
        this.body = body;
        int rows = 0;
        for (JsonNode widget : body.path("widgets")) {
            rows = Math.max(
                    rows, widget.path("y").asInt() + widget.path("height").asInt());
        }
        svg = new Svg(COLUMNS * COLUMN + GAP, rows * ROW + GAP);
        svg.bar(0, 0, COLUMNS * COLUMN + GAP, rows * ROW + GAP, "#f2f3f3");
    }

    /** Returns the drawing. */
    static String of(JsonNode body) {
        return new DashboardPicture(body).draw();
    }

    private String draw() {
        for (JsonNode widget : body.path("widgets")) {
            double x = widget.path("x").asInt() * COLUMN + GAP;
            double y = widget.path("y").asInt() * ROW + GAP;
            double width = widget.path("width").asInt() * COLUMN - GAP;
            double height = widget.path("height").asInt() * ROW - GAP;
            svg.box(x, y, width, height, CARD, BORDER);
            JsonNode properties = widget.path("properties");
            svg.text(x + 14, y + 21, "title", properties.path("title").asText());
            switch (widget.path("type").asText()) {
                case "text" -> words(properties, x, y);
                case "alarm" -> alarms(properties, x, y, width);
                default -> {
                    if (properties.path("view").asText().equals("singleValue")) {
                        numbers(properties, x, y, width);
                    } else {
                        new Chart(svg, properties, x, y, width, height).draw();
                    }
                }
            }
        }
        return svg.toString();
    }

    private void words(JsonNode properties, double x, double y) {
        List<String> lines = properties.path("markdown").asText().lines().toList();
        svg.text(x + 14, y + 33, "heading", lines.get(0).replace("# ", ""));
        svg.text(x + 14, y + 60, "", lines.get(1).replaceAll("[`*]", ""));
    }

    private void alarms(JsonNode properties, double x, double y, double width) {
        int count = properties.path("alarms").size();
        int inARow = (count + 1) / 2;
        double wide = (width - 28) / inARow;
        for (int i = 0; i < count; i++) {
            double left = x + 14 + i % inARow * wide;
            double top = y + 33 + i / inARow * 44;
            svg.box(left, top, wide - 8, 38, "#f2f8f0", "#1d8102");
            // a name such as {AlarmsClosed893CCADC.Arn} stands for the alarm that is deployed
            String name = properties.path("alarms").path(i).asText().replaceAll("^\\{Alarms|[0-9A-F]{8}\\.Arn}$", "");
            svg.text(left + 10, top + 16, "", name);
            svg.text(left + 10, top + 31, "small good", "OK");
        }
    }

    private void numbers(JsonNode properties, double x, double y, double width) {
        Map<JsonNode, IntToDoubleFunction> shown = Chart.visible(properties);
        double wide = width / shown.size();
        int i = 0;
        for (Map.Entry<JsonNode, IntToDoubleFunction> metric : shown.entrySet()) {
            double left = x + 14 + i++ * wide;
            svg.text(left, y + 60, "value", Chart.number(newest(metric.getValue())));
            svg.text(left, y + 84, "small", metric.getKey().path("label").asText());
        }
    }

    private static double newest(IntToDoubleFunction values) {
        int step = SampleWeek.STEPS - 1;
        while (Double.isNaN(values.applyAsDouble(step))) {
            step--;
        }
        return values.applyAsDouble(step);
    }
}
