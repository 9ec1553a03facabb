package io.zooark.restore.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element of a page that is HTML and well-formed XML at once. Every text and every attribute is escaped on its way out,
 * so that nothing from outside can become markup.
 */
final class Markup {
    private static final Set<String> VOID = Set.of("meta", "link", "br");

    /** What may stand in none of both, or would turn the reading direction of what follows. */
    private static final String UNPRINTABLE = "\uFFFD";

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> children = new ArrayList<>();

    private Markup(String name) {
        this.name = requireNonNull(name, "name is null");
    }

    /** Returns an element with texts and elements in it. */
    static Markup tag(String name, Object... children) {
        return new Markup(name).add(children);
    }

    /** Sets an attribute. */
    Markup with(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    /** Adds texts, elements, or lists of them. */
    Markup add(Object... more) {
        for (Object child : more) {
            if (child instanceof Iterable<?> each) {
                each.forEach(this::add);
            } else if (child instanceof Markup) {
                children.add(child);
            } else {
                children.add(child.toString());
            }
        }
        return this;
    }

    /** Returns the element as text. */
    String render() {
        StringBuilder out = new StringBuilder();
        render(out);
        return out.toString();
    }

    private void render(StringBuilder out) {
        out.append('<').append(name);
        attributes.forEach((attribute, value) -> out.append(' ')
                .append(attribute)
                .append("=\"")
                .append(escaped(value))
                .append('"'));
        if (VOID.contains(name)) {
            out.append(" />");
            return;
        }
        out.append('>');
        for (Object child : children) {
            if (child instanceof Markup element) {
                element.render(out);
            } else {
                out.append(escaped(child.toString()));
            }
        }
        out.append("</").append(name).append('>');
    }

    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(printable(c) ? Character.toString(c) : UNPRINTABLE);
            }
        });
        return out.toString();
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n' || c == '\t';
            case Character.FORMAT ->
                c != 0xFEFF
                        && !(c >= 0x200E && c <= 0x200F)
                        && !(c >= 0x202A && c <= 0x202E)
                        && !(c >= 0x2066 && c <= 0x2069)
                        && c != 0x061C;
            case Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
