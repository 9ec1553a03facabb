package io.zooark.infra;

import java.util.Locale;

/** A drawing of lines, boxes and words. */
final class Svg {
    private static final String STYLE = """
            text { font-family: 'Amazon Ember', 'Helvetica Neue', Roboto, Arial, sans-serif; fill: #16191f; font-size: 12px }
            .title { font-size: 14px; font-weight: 700 }
            .heading { font-size: 22px; font-weight: 700 }
            .tick, .legend, .limit, .small { font-size: 11px; fill: #545b64 }
            .end, .limit { text-anchor: end }
            .middle { text-anchor: middle }
            .limit { fill: #d62728 }
            .value { font-size: 26px }
            .good { fill: #1d8102; font-weight: 700 }
            """;

    private final StringBuilder content = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    void box(double x, double y, double wide, double high, String fill, String border) {
        content.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"4\" fill=\"%s\" stroke=\"%s\"/>%n",
                x,
                y,
                wide,
                high,
                fill,
                border));
    }

    void bar(double x, double y, double wide, double high, String fill) {
        content.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                x,
                y,
                wide,
                high,
                fill));
    }

    void line(double x1, double y1, double x2, double y2, String color) {
        content.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
                x1,
                y1,
                x2,
                y2,
                color));
    }

    void path(String path, String color) {
        if (!path.isEmpty()) {
            content.append("<path d=\"" + path + "\" fill=\"none\" stroke=\"" + color
                    + "\" stroke-width=\"1.5\" stroke-linejoin=\"round\"/>\n");
        }
    }

    void dot(double x, double y, String color) {
        content.append(
                String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", x, y, color));
    }

    /**
     * Writes words.
     *
     * @param style classes of the style sheet
     */
    void text(double x, double y, String style, String words) {
        if (!words.isEmpty()) {
            content.append(String.format(
                    Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>%n", x, y, style, escaped(words)));
        }
    }

    static String at(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Returns the file. */
    @Override
    public String toString() {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height + "\" width=\"" + width
                + "\" height=\"" + height + "\">\n<style>\n" + STYLE + "</style>\n" + content + "</svg>\n";
    }
}
