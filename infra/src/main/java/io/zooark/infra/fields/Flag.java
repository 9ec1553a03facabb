package io.zooark.infra.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Yes or no, written {@code true} or {@code false}. */
public record Flag() implements Kind {
    @Override
    public void check(JsonNode value, String path, Findings findings) {
        if (!value.isBoolean()) {
            findings.add(path, "must be true or false, " + Kind.got(value));
        }
    }

    @Override
    public ObjectNode schema() {
        return JsonNodeFactory.instance.objectNode().put("type", "boolean");
    }
}
