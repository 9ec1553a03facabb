package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.Optional;
import java.util.regex.Pattern;

/** A JSONPath into a state's data ({@code $…}) or into the context object ({@code $$…}). */
final class Path implements Expression {
    private static final Configuration JACKSON = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider(Json.MAPPER))
            .mappingProvider(new JacksonMappingProvider(Json.MAPPER))
            .build();

    private static final Pattern FUNCTION = Pattern.compile("\\.\\w+\\(");

    /** The whole of the context object that our definitions may use: a misspelled name is found before anything runs. */
    private static final Pattern CONTEXT = Pattern.compile("\\$\\$\\.("
            + "Execution\\.(Id|Name|StartTime|Input([.\\[].*)?)"
            + "|State(\\.(Name|EnteredTime|RetryCount))?"
            + "|Task\\.Token"
            + "|StateMachine\\.(Id|Name)"
            + "|Map\\.Item\\.(Index|Value([.\\[].*)?))");

    private final String text;
    private final String field;
    private final boolean context;
    private final JsonPath compiled;

    private Path(String text, String field, JsonPath compiled) {
        this.text = text;
        this.field = field;
        this.context = text.startsWith("$$");
        this.compiled = compiled;
    }

    /**
     * Compiles a path.
     *
     * @param field the field it stands in, for messages
     * @throws IllegalArgumentException if it is not a path that Step Functions knows
     */
    static Path of(String text, String field) {
        if (!text.startsWith("$")) {
            throw new IllegalArgumentException("a path begins with $ or $$, got '" + text + "'");
        }
        if (text.startsWith("$$") && !CONTEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("nothing of this name is in the context object, got '" + text + "'");
        }
        if (FUNCTION.matcher(text).find()) {
            throw new IllegalArgumentException("Step Functions knows no functions in paths, got '" + text + "'");
        }
        // the parser lets these pass and evaluates something else
        if (text.chars().filter(c -> c == '[').count()
                != text.chars().filter(c -> c == ']').count()) {
            throw new IllegalArgumentException("a bracket is left open, got '" + text + "'");
        }
        try {
            return new Path(text, field, JsonPath.compile(text.startsWith("$$") ? text.substring(1) : text));
        } catch (JsonPathException e) {
            throw new IllegalArgumentException("not a path: '" + text + "' (" + e.getMessage() + ")", e);
        }
    }

    /** Compiles a path that selects one value, never a list of matches. */
    static Path reference(String text, String field) {
        Path path = of(text, field);
        if (!path.compiled.isDefinite()) {
            throw new IllegalArgumentException("only a path to one value is allowed here, got '" + text + "'");
        }
        return path;
    }

    /** Returns the value, which may be JSON's null, or nothing where the path leads nowhere. */
    Optional<JsonNode> find(Scope scope) {
        JsonNode document = context ? scope.context() : scope.data();
        try {
            JsonNode found = compiled.read(document, JACKSON);
            return Optional.of(found);
        } catch (JsonPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public JsonNode evaluate(Scope scope) {
        return find(scope)
                .map(JsonNode::<JsonNode>deepCopy)
                .orElseThrow(() -> StateFailure.runtime(
                        "The JSONPath '%s' specified for the field '%s' could not be found in the input '%s'"
                                .formatted(text, field, Json.write(context ? scope.context() : scope.data()))));
    }

    @Override
    public String toString() {
        return text;
    }
}
