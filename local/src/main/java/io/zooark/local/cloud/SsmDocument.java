package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Systems Manager document of type Command, schema 2.2: parameters and one shell script. */
final class SsmDocument {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([A-Za-z0-9]+)\\s*}}");

    private final String name;
    private final Map<String, JsonNode> parameters = new TreeMap<>();
    private final JsonNode inputs;

    /** Reads a document; what the local cloud cannot run is refused. */
    SsmDocument(String name, String json) {
        this.name = requireNonNull(name, "name is null");
        JsonNode document = Json.read(json);
        JsonNode steps = document.path("mainSteps");
        if (!document.path("schemaVersion").asText().equals("2.2")
                || steps.size() != 1
                || !steps.path(0).path("action").asText().equals("aws:runShellScript")) {
            throw AwsError.refused(
                    "InvalidDocumentContent",
                    "document " + name + " must be of schemaVersion 2.2 with one step, aws:runShellScript");
        }
        this.inputs = steps.path(0).path("inputs");
        document.path("parameters").properties().forEach(field -> parameters.put(field.getKey(), field.getValue()));
    }

    String name() {
        return name;
    }

    /** Returns what each parameter is in one command: as sent, or its default. */
    Map<String, List<String>> resolve(JsonNode sent) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        sent.fieldNames().forEachRemaining(given -> {
            if (!parameters.containsKey(given)) {
                throw invalid("document " + name + " has no parameter '" + given + "'");
            }
        });
        parameters.forEach((parameter, definition) -> {
            List<String> value = sent.has(parameter) ? list(sent.path(parameter)) : null;
            if (value == null && !definition.has("default")) {
                throw invalid("parameter '" + parameter + "' of document " + name + " has no default and must be sent");
            }
            List<String> resolved = value == null ? list(definition.path("default")) : value;
            check(parameter, definition, resolved);
            values.put(parameter, resolved);
        });
        return values;
    }

    /** Returns the script with the placeholders filled in. */
    String script(Map<String, List<String>> values) {
        List<String> lines = new ArrayList<>();
        JsonNode command = inputs.path("runCommand");
        for (String line : list(command)) {
            Matcher alone = PLACEHOLDER.matcher(line.strip());
            List<String> expanded = alone.matches() ? values.get(alone.group(1)) : null;
            lines.addAll(expanded == null ? List.of(fill(line, values)) : expanded);
        }
        return String.join("\n", lines) + "\n";
    }

    /** Returns the parameters that the document wants passed as environment variables. */
    Map<String, String> environment(Map<String, List<String>> values) {
        Map<String, String> environment = new TreeMap<>();
        values.forEach((parameter, value) -> {
            JsonNode definition = requireNonNull(parameters.get(parameter));
            if (definition.path("interpolationType").asText().equals("ENV_VAR")) {
                environment.put("SSM_" + parameter, String.join(",", value));
            }
        });
        return environment;
    }

    /** Returns after which time the script is killed; an hour where the document does not say. */
    Duration timeout(Map<String, List<String>> values) {
        String seconds = fill(inputs.path("timeoutSeconds").asText("3600"), values);
        try {
            return Duration.ofSeconds(Long.parseLong(seconds));
        } catch (NumberFormatException e) {
            throw invalid("timeoutSeconds of document " + name + " must be a number, got '" + seconds + "'");
        }
    }

    private static String fill(String text, Map<String, List<String>> values) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            List<String> value = values.get(match.group(1));
            return Matcher.quoteReplacement(value == null ? match.group() : String.join(",", value));
        });
    }

    /** {@code allowedPattern} is searched for, not matched whole: a pattern without anchors proves nothing. */
    private static void check(String parameter, JsonNode definition, List<String> values) {
        String type = definition.path("type").asText("String");
        if (!type.equals("StringList") && values.size() != 1) {
            throw invalid("parameter '" + parameter + "' is a " + type + ", got " + values.size() + " values");
        }
        String pattern = text(definition, "allowedPattern");
        List<String> allowed = list(definition.path("allowedValues"));
        for (String value : values) {
            if (pattern != null && !Pattern.compile(pattern).matcher(value).find()) {
                throw invalid("parameter '" + parameter + "' must match " + pattern + ", got '" + value + "'");
            }
            if (!allowed.isEmpty() && !allowed.contains(value)) {
                throw invalid("parameter '" + parameter + "' must be one of " + allowed + ", got '" + value + "'");
            }
            int longest = definition.path("maxChars").asInt(Integer.MAX_VALUE);
            if (value.length() > longest
                    || value.length() < definition.path("minChars").asInt(0)) {
                throw invalid("parameter '" + parameter + "' has a length of " + value.length());
            }
        }
    }

    private static @Nullable String text(JsonNode definition, String field) {
        return definition.has(field) ? definition.path(field).asText() : null;
    }

    private static List<String> list(JsonNode node) {
        if (node.isArray()) {
            List<String> values = new ArrayList<>();
            node.forEach(value -> values.add(value.asText()));
            return values;
        }
        return node.isMissingNode() || node.isNull() ? List.of() : List.of(node.asText());
    }

    private static AwsError invalid(String message) {
        return AwsError.refused("InvalidParameters", message);
    }
}
