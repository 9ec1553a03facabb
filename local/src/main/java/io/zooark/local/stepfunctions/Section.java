package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** One JSON object of a definition, which refuses every field that nobody asked it for. */
final class Section {
    private final JsonNode node;
    private final String path;
    private final TreeSet<String> known = new TreeSet<>();

    private Section(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    static Section of(JsonNode node, String path) {
        if (!node.isObject()) {
            throw new InvalidDefinitionException(path, "must be an object, got " + Json.write(node));
        }
        return new Section(node, path);
    }

    /** Says that the known fields have all been asked for: any other is refused by name. */
    void end() {
        Iterator<String> names = node.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                throw refuse(name, "is not known here; known are " + String.join(", ", known));
            }
        }
    }

    /** Refuses a field that Step Functions knows and that we do not want. */
    void unwanted(String field, String reason) {
        if (node.has(field)) {
            throw refuse(field, reason);
        }
    }

    InvalidDefinitionException refuse(String field, String problem) {
        return new InvalidDefinitionException(pathOf(field), problem);
    }

    String pathOf(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    boolean has(String field) {
        known.add(field);
        return node.has(field);
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    JsonNode value(String field) {
        if (!has(field)) {
            throw refuse(field, "is missing; there are " + String.join(", ", names()));
        }
        return node.get(field);
    }

    Optional<JsonNode> find(String field) {
        return has(field) ? Optional.of(node.get(field)) : Optional.empty();
    }

    String text(String field) {
        JsonNode value = value(field);
        if (!value.isTextual()) {
            throw refuse(field, "must be a string, got " + Json.write(value));
        }
        return value.textValue();
    }

    Optional<String> findText(String field) {
        return has(field) ? Optional.of(text(field)) : Optional.empty();
    }

    /** Reads a string through a function that refuses by {@link IllegalArgumentException}. */
    <T> T text(String field, Function<String, T> reader) {
        String text = text(field);
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw refuse(field, String.valueOf(e.getMessage()));
        }
    }

    boolean bool(String field) {
        JsonNode value = value(field);
        if (!value.isBoolean()) {
            throw refuse(field, "must be true or false, got " + Json.write(value));
        }
        return value.booleanValue();
    }

    int integer(String field, int least) {
        JsonNode value = value(field);
        if (!value.isInt() || value.intValue() < least) {
            throw refuse(field, "must be an integer from %d, got %s".formatted(least, Json.write(value)));
        }
        return value.intValue();
    }

    int integer(String field, int least, int otherwise) {
        return has(field) ? integer(field, least) : otherwise;
    }

    Section section(String field) {
        return of(value(field), pathOf(field));
    }

    /** Returns the objects of an array, which must have one at least where it is there. */
    List<Section> sections(String field) {
        if (!has(field)) {
            return List.of();
        }
        JsonNode array = node.get(field);
        if (!array.isArray() || array.isEmpty()) {
            throw refuse(field, "must be an array that is not empty, got " + Json.write(array));
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            sections.add(of(array.get(i), pathOf(field) + "[" + i + "]"));
        }
        return sections;
    }
}
