package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the text of a field whose name ends in {@code .$}: a path, or a call of an intrinsic function. */
final class ExpressionReader {
    private static final String FORMAT = "States.Format";

    private final String text;
    private final String field;
    private int at;

    private ExpressionReader(String text, String field) {
        this.text = text;
        this.field = field;
    }

    /**
     * Reads an expression.
     *
     * @param field the field it stands in, for messages
     * @throws IllegalArgumentException if it is not one that is known here
     */
    static Expression read(String text, String field) {
        if (text.startsWith("$")) {
            return Path.of(text, field);
        }
        ExpressionReader reader = new ExpressionReader(text, field);
        Expression call = reader.call();
        reader.blanks();
        if (reader.at < text.length()) {
            throw reader.refuse("nothing after the call");
        }
        return call;
    }

    private Expression call() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String name = text.substring(start, at);
        if (!name.equals(FORMAT) && Intrinsic.of(name).isEmpty()) {
            throw new IllegalArgumentException("neither a path nor a function that is known here: '" + text + "'");
        }
        expect('(');
        blanks();
        if (!name.equals(FORMAT)) {
            List<Expression> arguments = arguments();
            return Intrinsic.of(name).orElseThrow().call(arguments, text.substring(start, at));
        }
        String template = quoted();
        blanks();
        List<Expression> arguments = peek() == ',' ? moreArguments() : end();
        return Format.of(template, arguments, text.substring(start, at));
    }

    private List<Expression> arguments() {
        return peek() == ')' ? end() : someArguments();
    }

    private List<Expression> moreArguments() {
        expect(',');
        return someArguments();
    }

    private List<Expression> someArguments() {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(argument());
        while (peek() == ',') {
            expect(',');
            arguments.add(argument());
        }
        arguments.addAll(end());
        return arguments;
    }

    private List<Expression> end() {
        expect(')');
        return List.of();
    }

    private Expression argument() {
        blanks();
        Expression argument = switch (peek()) {
            case '\'' -> new Expression.Literal(new TextNode(unescape(quoted())));
            case '$' -> Path.of(bare(), field);
            case 'S' -> call();
            default -> new Expression.Literal(constant(bare()));
        };
        blanks();
        return argument;
    }

    /** Reads up to the comma or parenthesis that ends the argument, over those inside brackets and quotes. */
    private String bare() {
        int start = at;
        int depth = 0;
        boolean quote = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\'') {
                quote = !quote;
            } else if (!quote && (c == '[' || c == '(')) {
                depth++;
            } else if (!quote && depth > 0 && (c == ']' || c == ')')) {
                depth--;
            } else if (!quote && depth == 0 && (c == ',' || c == ')')) {
                break;
            }
        }
        return text.substring(start, at).strip();
    }

    private JsonNode constant(String word) {
        try {
            JsonNode value = Json.read(word);
            if (value.isNumber() || value.isBoolean() || value.isNull()) {
                return value;
            }
        } catch (NotJsonException e) {
            throw refuse("an argument (a string stands in 'single quotes')");
        }
        throw refuse("an argument");
    }

    /** Returns what stands between two single quotes, with its escapes. */
    private String quoted() {
        expect('\'');
        int start = at;
        while (peek() != '\'') {
            if (peek() == '\\') {
                at++;
                if ("'{}\\".indexOf(peek()) < 0) {
                    throw refuse("one of ' { } \\ after a backslash");
                }
            }
            at++;
        }
        at++;
        return text.substring(start, at - 1);
    }

    private static String unescape(String quoted) {
        return quoted.replaceAll("\\\\(.)", "$1");
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw refuse("more");
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (at >= text.length() || text.charAt(at) != wanted) {
            throw refuse("'" + wanted + "'");
        }
        at++;
    }

    private IllegalArgumentException refuse(String wanted) {
        return new IllegalArgumentException("wanted %s at character %d of '%s'".formatted(wanted, at + 1, text));
    }
}
