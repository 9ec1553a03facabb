package io.zooark.local.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The intrinsic functions of one stack's template. */
final class Intrinsics {
    /** {@code ${!Literal}} stands for {@code ${Literal}}. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]+)}");

    private final Stacks stacks;
    private final String stack;

    Intrinsics(Stacks stacks, String stack) {
        this.stacks = stacks;
        this.stack = stack;
    }

    /**
     * Returns a value with every intrinsic in it resolved.
     *
     * @throws TemplateException if one is not known here, or speaks of what is not there
     */
    JsonNode resolve(JsonNode value) {
        if (value.isArray()) {
            ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> add(resolved, resolve(element)));
            return resolved;
        }
        if (!value.isObject()) {
            return value;
        }
        String only = value.size() == 1 ? value.fieldNames().next() : "";
        if (only.equals("Ref") || only.startsWith("Fn::")) {
            return call(only, value.path(only));
        }
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        value.properties().forEach(field -> {
            JsonNode inner = resolve(field.getValue());
            if (!inner.isMissingNode()) {
                resolved.set(field.getKey(), inner);
            }
        });
        return resolved;
    }

    /** {@code AWS::NoValue} takes away what it is the value of. */
    private static void add(ArrayNode array, JsonNode value) {
        if (!value.isMissingNode()) {
            array.add(value);
        }
    }

    private JsonNode call(String function, JsonNode argument) {
        return switch (function) {
            case "Ref" -> ref(argument.asText());
            case "Fn::GetAtt" -> attribute(argument);
            case "Fn::Join" -> join(argument);
            case "Fn::Sub" -> substitute(argument);
            case "Fn::ImportValue" -> stacks.exported(resolve(argument).asText());
            case "Fn::Select" -> resolve(argument.path(1)).path(argument.path(0).asInt());
            case "Fn::Split" -> split(argument);
            default -> throw new TemplateException(function + " is not known here: " + argument);
        };
    }

    private JsonNode ref(String name) {
        Place place = stacks.place();
        @Nullable
        String pseudo = switch (name) {
            case "AWS::AccountId" -> place.account();
            case "AWS::Partition" -> "aws";
            case "AWS::Region" -> place.region();
            case "AWS::StackName" -> stack;
            case "AWS::URLSuffix" -> "amazonaws.com";
            default -> null;
        };
        if (pseudo != null) {
            return new TextNode(pseudo);
        }
        if (name.equals("AWS::NoValue")) {
            return JsonNodeFactory.instance.missingNode();
        }
        Optional<JsonNode> parameter = stacks.parameter(stack, name);
        if (parameter.isPresent()) {
            JsonNode usual = parameter.get().path("Default");
            if (usual.isMissingNode() || parameter.get().path("Type").asText().startsWith("AWS::SSM::")) {
                throw new TemplateException("the parameter " + name + " has no value that is known here");
            }
            return usual;
        }
        return new TextNode(Attributes.ref(place, stacks.resource(stack, name)));
    }

    private JsonNode attribute(JsonNode argument) {
        String text = argument.asText();
        String id = argument.isArray() ? argument.path(0).asText() : text.substring(0, Math.max(0, text.indexOf('.')));
        String attribute =
                argument.isArray() ? resolve(argument.path(1)).asText() : text.substring(text.indexOf('.') + 1);
        return new TextNode(Attributes.get(stacks.place(), stacks.resource(stack, id), attribute));
    }

    private JsonNode join(JsonNode argument) {
        StringBuilder joined = new StringBuilder();
        String between = argument.path(0).asText();
        String before = "";
        for (JsonNode part : resolve(argument.path(1))) {
            if (!part.isValueNode()) {
                throw new TemplateException("Fn::Join joins texts, got " + part);
            }
            joined.append(before).append(part.asText());
            before = between;
        }
        return new TextNode(joined.toString());
    }

    private JsonNode substitute(JsonNode argument) {
        String text = (argument.isArray() ? argument.path(0) : argument).asText();
        JsonNode own = argument.isArray() ? resolve(argument.path(1)) : JsonNodeFactory.instance.objectNode();
        return new TextNode(PLACEHOLDER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match, own))));
    }

    private String value(MatchResult match, JsonNode own) {
        String name = match.group(2);
        if (!match.group(1).isEmpty()) {
            return "${" + name + "}";
        }
        if (own.has(name)) {
            return own.path(name).asText();
        }
        JsonNode value = name.contains(".") ? attribute(new TextNode(name)) : ref(name);
        return value.asText();
    }

    private JsonNode split(JsonNode argument) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (String part : resolve(argument.path(1))
                .asText()
                .split(Pattern.quote(argument.path(0).asText()), -1)) {
            parts.add(part);
        }
        return parts;
    }
}
