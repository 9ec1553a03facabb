package io.zooark.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.infra.fields.Mapping;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The JSON schema of {@code ensembles.yaml}, as editors use it.
 *
 * <p>It says what each field may hold. What fields mean together, and whether names and time zones are real, is judged at
 * synthesis alone.
 */
final class EnsemblesSchema {
    private static final String DEFINITIONS = "definitions";

    private EnsemblesSchema() {}

    /** Returns the schema, draft 7, as it is written in {@code ensembles.schema.json}. */
    static String text() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "ensembles.yaml of Zooark");
        schema.setAll(EnsembleFields.FILE.schema());
        ObjectNode definitions = JsonNodeFactory.instance.objectNode();
        EnsembleFields.ENSEMBLE
                .schema(false)
                .path("properties")
                .properties()
                .forEach(field -> definitions.set(field.getKey(), field.getValue()));
        ((ObjectNode) schema.at("/properties/defaults")).set("properties", defaults());
        ObjectNode each = (ObjectNode) schema.at("/properties/ensembles/items");
        each.set("properties", references(EnsembleFields.ENSEMBLE));
        each.putArray("required").add("name");
        ((ObjectNode) schema.at("/properties/defaults")).remove("required");
        EnsembleFields.DEFAULTS
                .required()
                .forEach(path -> schema.withArray("allOf").add(somewhere(path)));
        schema.set(DEFINITIONS, definitions);
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the schema cannot be written", e);
        }
    }

    /** What differs from the field of an ensemble is written out. */
    private static ObjectNode defaults() {
        ObjectNode properties = references(EnsembleFields.DEFAULTS);
        properties.set(
                "instances",
                EnsembleFields.DEFAULTS.schema(false).path("properties").path("instances"));
        return properties;
    }

    private static ObjectNode references(Mapping mapping) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        mapping.fields()
                .forEach(field ->
                        properties.putObject(field.name()).put("$ref", "#/" + DEFINITIONS + "/" + field.name()));
        return properties;
    }

    /** What must be there is in the defaults, or in every ensemble. */
    private static ObjectNode somewhere(List<String> path) {
        ObjectNode either = JsonNodeFactory.instance.objectNode();
        either.put("description", String.join(".", path) + " must be in defaults or in each of ensembles");
        either.withArray("anyOf").add(has("defaults", having(path)));
        ObjectNode items = JsonNodeFactory.instance.objectNode();
        items.set("items", having(path));
        either.withArray("anyOf").add(has("ensembles", items));
        return either;
    }

    private static ObjectNode having(List<String> path) {
        ObjectNode inner =
                path.size() == 1 ? JsonNodeFactory.instance.objectNode() : having(path.subList(1, path.size()));
        return has(path.get(0), inner);
    }

    private static ObjectNode has(String field, JsonNode inner) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("required").add(field);
        schema.putObject("properties").set(field, inner);
        return schema;
    }
}
