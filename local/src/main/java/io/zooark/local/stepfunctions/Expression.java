package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a definition that becomes a JSON value when a state runs. */
interface Expression {

    /**
     * Returns the value.
     *
     * @throws StateFailure if there is none
     */
    JsonNode evaluate(Scope scope);

    /** A value that is the same at every run. */
    record Literal(JsonNode value) implements Expression {
        @Override
        public JsonNode evaluate(Scope scope) {
            return value.deepCopy();
        }
    }

    /** An object of a payload template. */
    record Fields(Map<String, Expression> fields) implements Expression {
        public Fields {
            fields = new LinkedHashMap<>(fields);
        }

        @Override
        public JsonNode evaluate(Scope scope) {
            ObjectNode object = Json.object();
            fields.forEach((name, value) -> object.set(name, value.evaluate(scope)));
            return object;
        }
    }

    /** An array of a payload template. */
    record Items(List<Expression> items) implements Expression {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public JsonNode evaluate(Scope scope) {
            ArrayNode array = Json.MAPPER.createArrayNode();
            items.forEach(item -> array.add(item.evaluate(scope)));
            return array;
        }
    }
}
