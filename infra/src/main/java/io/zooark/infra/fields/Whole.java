package io.zooark.infra.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A whole number within bounds, both of which are allowed. */
public record Whole(int least, int most) implements Kind {
    public Whole {
        if (least > most) {
            throw new IllegalArgumentException("least must not be above most, got " + least + " and " + most);
        }
    }

    /**
     * Returns the value of a field.
     *
     * @throws IllegalArgumentException if it is out of bounds; it names the field
     */
    public int require(String field, int value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + " must be " + this + ", got " + value);
        }
        return value;
    }

    @Override
    public void check(JsonNode value, String path, Findings findings) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < least || value.asInt() > most) {
            findings.add(path, "must be " + this + ", " + Kind.got(value));
        }
    }

    @Override
    public ObjectNode schema() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "integer")
                .put("minimum", least)
                .put("maximum", most);
    }

    @Override
    public String toString() {
        return least + " to " + most;
    }
}
