package io.zooark.infra.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a field may hold: judges a value, and says the same as a JSON schema. */
public sealed interface Kind permits Text, Whole, Flag, Many, Mapping {
    /** Adds what is wrong with the value that stands at this path. */
    void check(JsonNode value, String path, Findings findings);

    /** Returns it as JSON schema, draft 7. */
    ObjectNode schema();

    /** Returns a value as a refusal names it. */
    static String got(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "got '" + value.asText() + "'";
            case ARRAY -> "got a list";
            case OBJECT -> "got a mapping";
            case NULL, MISSING -> "got nothing";
            default -> "got " + value.asText();
        };
    }
}
