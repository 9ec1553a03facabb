package io.zooark.infra.fields;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A list.
 *
 * @param each what its entries may hold
 * @param least how many there must be
 */
public record Many(Kind each, int least) implements Kind {
    public Many {
        requireNonNull(each, "each is null");
    }

    @Override
    public void check(JsonNode value, String path, Findings findings) {
        if (!value.isArray()) {
            findings.add(path, "must be a list, " + Kind.got(value));
            return;
        }
        if (value.size() < least) {
            findings.add(path, "must have at least " + least + (least == 1 ? " entry" : " entries") + ", got none");
        }
        for (int i = 0; i < value.size(); i++) {
            each.check(value.path(i), path + "[" + i + "]", findings);
        }
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
        schema.set("items", each.schema());
        return least == 0 ? schema : schema.put("minItems", least);
    }
}
