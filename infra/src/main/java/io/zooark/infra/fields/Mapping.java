package io.zooark.infra.fields;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fields with names; any other name is refused. */
public final class Mapping implements Kind {
    private final Map<String, Field> fields = new LinkedHashMap<>();

    private Mapping(List<Field> fields) {
        fields.forEach(field -> this.fields.put(field.name(), field));
    }

    /** Returns a mapping of these fields. */
    public static Mapping of(Field... fields) {
        return new Mapping(List.of(fields));
    }

    /** Returns the same without one of its fields. */
    public Mapping without(String name) {
        return new Mapping(fields.values().stream()
                .filter(field -> !field.name().equals(name))
                .toList());
    }

    /** Returns the same with another field in the place of that of the same name. */
    public Mapping with(Field other) {
        return new Mapping(fields.values().stream()
                .map(field -> field.name().equals(other.name()) ? other : field)
                .toList());
    }

    /** Returns the fields, in the order in which they are explained. */
    public List<Field> fields() {
        return List.copyOf(fields.values());
    }

    /** Judges each field that is there; {@link #missing} tells what is not. */
    @Override
    public void check(JsonNode value, String path, Findings findings) {
        if (!value.isObject()) {
            findings.add(path, "must be a mapping, " + Kind.got(value));
            return;
        }
        value.properties().forEach(entry -> {
            String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            Field field = fields.get(entry.getKey());
            if (field == null) {
                findings.add(at, "is not known" + advice(entry.getKey()));
            } else {
                field.kind().check(entry.getValue(), at, findings);
            }
        });
    }

    /** Returns the paths of the fields that must be there and are not; those of a mapping that is not there do not count. */
    public List<String> missing(JsonNode value) {
        List<String> missing = new ArrayList<>();
        for (Field field : fields.values()) {
            JsonNode own = value.path(field.name());
            if (own.isMissingNode() && field.required()) {
                missing.add(field.name());
            } else if (own.isObject() && field.kind() instanceof Mapping inner) {
                inner.missing(own).forEach(path -> missing.add(field.name() + "." + path));
            }
        }
        return missing;
    }

    /** Returns the paths of all fields that must be there, whatever else is. */
    public List<List<String>> required() {
        return fields.values().stream()
                .filter(Field::required)
                .flatMap(field -> field.kind() instanceof Mapping inner
                        ? Stream.concat(
                                Stream.of(List.of(field.name())),
                                inner.required().stream()
                                        .map(path -> Stream.concat(Stream.of(field.name()), path.stream())
                                                .toList()))
                        : Stream.of(List.of(field.name())))
                .toList();
    }

    @Override
    public ObjectNode schema() {
        return schema(true);
    }

    /** Returns it as JSON schema, with what must be there or without: shared values may be given elsewhere. */
    public ObjectNode schema(boolean complete) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        fields.values().forEach(field -> properties.set(field.name(), field.schema(complete)));
        if (complete) {
            fields.values().stream()
                    .filter(Field::required)
                    .forEach(field -> schema.withArray("required").add(field.name()));
        }
        return schema;
    }

    private String advice(String unknown) {
        Optional<String> meant = Spelling.nearest(unknown, fields.keySet())
                .or(() -> fields.values().stream()
                        .flatMap(field -> deeper(field).stream())
                        .filter(path -> path.endsWith("." + unknown))
                        .findFirst());
        return meant.map(name -> ": did you mean " + name + "?")
                .orElse("; known here are " + String.join(", ", fields.keySet()));
    }

    private static List<String> deeper(Field field) {
        Kind inner = field.kind() instanceof Many many ? many.each() : field.kind();
        if (!(inner instanceof Mapping mapping)) {
            return List.of();
        }
        String prefix = field.name() + (field.kind() instanceof Many ? "[]." : ".");
        return mapping.fields().stream()
                .flatMap(own -> Stream.concat(Stream.of(own.name()), deeper(own).stream())
                        .map(path -> prefix + path))
                .toList();
    }

    /**
     * One field.
     *
     * @param description what it means, for who hovers over it in an editor
     * @param required whether it must be there
     * @param usual what holds when it is missing; null where that is nothing, or depends on something else
     */
    public record Field(
            String name,
            Kind kind,
            String description,
            boolean required,
            @Nullable Object usual) {
        public Field {
            requireNonNull(name, "name is null");
            requireNonNull(kind, "kind is null");
            requireNonNull(description, "description is null");
        }

        /** Returns one that must be there. */
        public static Field required(String name, Kind kind, String description) {
            return new Field(name, kind, description, true, null);
        }

        /** Returns one that may be missing. */
        public static Field optional(String name, Kind kind, String description) {
            return new Field(name, kind, description, false, null);
        }

        /** Returns the same with what holds when it is missing. */
        public Field usually(Object value) {
            return new Field(name, kind, description, required, value);
        }

        private ObjectNode schema(boolean complete) {
            ObjectNode schema = JsonNodeFactory.instance.objectNode().put("description", description);
            schema.setAll(kind instanceof Mapping mapping ? mapping.schema(complete) : kind.schema());
            if (usual != null) {
                schema.set("default", new POJONode(usual));
            }
            return schema;
        }
    }
}
