package io.zooark.local.cloud;

import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An XML document in the making. */
final class Xml {
    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    /** Adds an element that holds text; nothing where there is none. */
    Xml element(String name, @Nullable Object value) {
        if (value != null) {
            text.append('<').append(name).append('>');
            escape(String.valueOf(value));
            text.append("</").append(name).append('>');
        }
        return this;
    }

    /** Adds an element that holds others. */
    Xml within(String name, Consumer<Xml> content) {
        return within(name, "", content);
    }

    /** Adds an element of a namespace that holds others. */
    Xml within(String name, String namespace, Consumer<Xml> content) {
        text.append('<').append(name);
        if (!namespace.isEmpty()) {
            text.append(" xmlns=\"").append(namespace).append('"');
        }
        text.append('>');
        content.accept(this);
        text.append("</").append(name).append('>');
        return this;
    }

    /** Adds a list as EC2 writes it: each member in an {@code item}. */
    <T> Xml list(String name, Collection<T> members, BiConsumer<Xml, T> writer) {
        return within(name, xml -> members.forEach(member -> xml.within("item", item -> writer.accept(item, member))));
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void escape(String value) {
        value.chars().forEach(character -> {
            switch (character) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                default -> text.append((char) character);
            }
        });
    }
}
