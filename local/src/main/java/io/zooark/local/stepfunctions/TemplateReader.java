package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a payload template: JSON in which the fields whose names end in {@code .$} hold expressions. */
final class TemplateReader {
    private static final String COMPUTED = ".$";

    private TemplateReader() {}

    /** Reads the template in a field, which must be an object. */
    static Expression read(Section section, String field) {
        Section template = section.section(field);
        return object(template, section.value(field), section.pathOf(field));
    }

    private static Expression read(JsonNode node, String path) {
        if (node.isObject()) {
            return object(Section.of(node, path), node, path);
        }
        if (node.isArray()) {
            List<Expression> items = new ArrayList<>();
            for (int i = 0; i < node.size(); i++) {
                items.add(read(node.get(i), path + "[" + i + "]"));
            }
            return new Expression.Items(items);
        }
        if (node.isTextual() && node.textValue().matches("\\$\\$?\\..*|States\\.\\w+\\(.*")) {
            throw new InvalidDefinitionException(
                    path, "would be passed on as it is written; to evaluate it, end the field's name in .$");
        }
        return new Expression.Literal(node);
    }

    private static Expression object(Section section, JsonNode node, String path) {
        Map<String, Expression> fields = new LinkedHashMap<>();
        for (String name : section.names()) {
            boolean computed = name.endsWith(COMPUTED);
            String bare = computed ? name.substring(0, name.length() - COMPUTED.length()) : name;
            Expression value = computed
                    ? section.text(name, text -> ExpressionReader.read(text, name))
                    : read(node.get(name), path + "." + name);
            if (fields.put(bare, value) != null) {
                throw section.refuse(name, "stands there twice, with and without .$");
            }
        }
        return new Expression.Fields(fields);
    }
}
