package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in its raw input a state, or a Catch, puts its result.
 *
 * @param fields the way down from the root; empty replaces the whole input, null throws the result away
 */
record ResultPath(@Nullable List<String> fields) {
    static final ResultPath REPLACE = new ResultPath(List.of());
    static final ResultPath DISCARD = new ResultPath(null);

    private static final Pattern WHOLE = Pattern.compile("\\$(\\.[^.\\[\\]'\\s()*?@,:$]+|\\['[^']+'])*");
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\['([^']+)']");

    ResultPath {
        fields = fields == null ? null : List.copyOf(fields);
    }

    /**
     * Reads a path of field names.
     *
     * @throws IllegalArgumentException if it is anything else: an index, a wildcard, the context object
     */
    static ResultPath of(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("a ResultPath is null, $ or field names like $.a.b, got '" + text + "'");
        }
        List<String> fields = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        while (step.find()) {
            fields.add(step.group(1) == null ? step.group(2) : step.group(1));
        }
        return new ResultPath(fields);
    }

    /** Returns the raw input with the result in its place; the input itself is left as it is. */
    JsonNode apply(JsonNode raw, JsonNode result) {
        if (fields == null) {
            return raw;
        }
        if (fields.isEmpty()) {
            return result;
        }
        ObjectNode copy = object(raw.deepCopy(), raw);
        ObjectNode parent = copy;
        for (String field : fields.subList(0, fields.size() - 1)) {
            JsonNode child = parent.get(field);
            parent = child == null ? parent.putObject(field) : object(child, raw);
        }
        parent.set(fields.get(fields.size() - 1), result);
        return copy;
    }

    private ObjectNode object(JsonNode node, JsonNode raw) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new StateFailure(
                "States.ResultPathMatchFailure",
                "Unable to apply the ResultPath $." + String.join(".", fields == null ? List.of() : fields)
                        + " to the input '" + Json.write(raw) + "'");
    }
}
