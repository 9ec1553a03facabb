package io.zooark.local.stepfunctions;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A definition that has been checked, under the name it is deployed as. */
public final class StateMachine {
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([A-Za-z0-9_]+)}");

    private final String name;
    private final String definition;
    private final Workflow workflow;

    private StateMachine(String name, String definition, Workflow workflow) {
        this.name = name;
        this.definition = definition;
        this.workflow = workflow;
    }

    /**
     * Checks a definition.
     *
     * @param name the machine's name
     * @param asl the definition, JSON
     * @param substitutions what each {@code ${Name}} in it is replaced with, as CloudFormation does; it may hold more
     * @throws InvalidDefinitionException if anything in it is wrong or not known here; the message begins with where
     */
    public static StateMachine define(String name, String asl, Map<String, String> substitutions) {
        requireNonNull(name, "name is null");
        if (!Names.valid(name)) {
            throw new InvalidDefinitionException("", "'" + name + "' is not a name for a state machine");
        }
        String definition = SUBSTITUTION
                .matcher(asl)
                .replaceAll(match ->
                        Matcher.quoteReplacement(escaped(substitutions.getOrDefault(match.group(1), match.group()))));
        JsonNode json;
        try {
            json = Json.read(definition);
        } catch (NotJsonException e) {
            throw new InvalidDefinitionException("", "is not JSON: " + e.getMessage());
        }
        refuseLeftovers(json, "");
        return new StateMachine(name, definition, DefinitionReader.read(json));
    }

    private static String escaped(String value) {
        return Json.write(Json.MAPPER.getNodeFactory().textNode(value)).replaceAll("^\"|\"$", "");
    }

    private static void refuseLeftovers(JsonNode node, String path) {
        if (node.isTextual() && node.textValue().contains("${")) {
            throw new InvalidDefinitionException(path, "nothing was given to replace " + node.textValue());
        }
        node.properties()
                .forEach(field -> refuseLeftovers(
                        field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            refuseLeftovers(node.get(i), path + "[" + i + "]");
        }
    }

    public String name() {
        return name;
    }

    public String arn() {
        return Arns.machine(name);
    }

    /** Returns the definition as it was given, with its substitutions done. */
    public String definition() {
        return definition;
    }

    /** Returns the names of all states in the order of the definition, those inside a Map or Parallel after it. */
    public List<String> states() {
        return workflow.names().toList();
    }

    Workflow workflow() {
        return workflow;
    }
}
