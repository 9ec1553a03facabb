package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A call of {@code States.Format}.
 *
 * @param pieces the text before, between and after the arguments: one more than there are arguments
 * @param text the call as it was written, for messages
 */
record Format(List<String> pieces, List<Expression> arguments, String text) implements Expression {
    Format {
        pieces = List.copyOf(pieces);
        arguments = List.copyOf(arguments);
        if (pieces.size() != arguments.size() + 1) {
            throw new IllegalArgumentException(
                    "States.Format has %d places {} for %d arguments".formatted(pieces.size() - 1, arguments.size()));
        }
    }

    /**
     * Takes a template apart at its {@code {}}.
     *
     * @param template with its escapes: a backslash before a quote, a brace or a backslash
     */
    static Format of(String template, List<Expression> arguments, String text) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '\\') {
                piece.append(template.charAt(++i));
            } else if (template.startsWith("{}", i)) {
                pieces.add(piece.toString());
                piece.setLength(0);
                i++;
            } else if (c == '{' || c == '}') {
                throw new IllegalArgumentException(
                        "a brace that is not {} is written \\\\" + c + " in States.Format, got '" + template + "'");
            } else {
                piece.append(c);
            }
        }
        pieces.add(piece.toString());
        return new Format(pieces, arguments, text);
    }

    @Override
    public JsonNode evaluate(Scope scope) {
        StringBuilder result = new StringBuilder(pieces.get(0));
        for (int i = 0; i < arguments.size(); i++) {
            JsonNode value = arguments.get(i).evaluate(scope);
            if (value.isContainerNode()) {
                throw Intrinsic.failure(
                        text, "only strings, numbers, booleans and null can be formatted, got " + Json.write(value));
            }
            result.append(value.asText()).append(pieces.get(i + 1));
        }
        return new TextNode(result.toString());
    }
}
