package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An intrinsic function that our definitions may call; {@code States.Format} has its own grammar and is not among them.
 *
 * @param arity how many arguments it takes, {@link #ANY} for any number
 */
record Intrinsic(String title, int arity, Function<List<JsonNode>, JsonNode> function) {
    private static final int ANY = -1;

    private static final List<Intrinsic> KNOWN = List.of(
            new Intrinsic(
                    "States.Array",
                    ANY,
                    arguments -> Json.MAPPER.createArrayNode().addAll(arguments)),
            new Intrinsic("States.ArrayLength", 1, arguments -> new IntNode(length(arguments.get(0)))),
            new Intrinsic("States.JsonToString", 1, arguments -> new TextNode(Json.write(arguments.get(0)))),
            new Intrinsic(
                    "States.MathAdd",
                    2,
                    arguments -> new LongNode(Math.addExact(whole(arguments.get(0)), whole(arguments.get(1))))),
            new Intrinsic("States.StringToJson", 1, arguments -> Json.read(text(arguments.get(0)))));

    static Optional<Intrinsic> of(String title) {
        return KNOWN.stream().filter(one -> one.title.equals(title)).findFirst();
    }

    /** Makes a call of it, having counted the arguments. */
    Expression call(List<Expression> arguments, String text) {
        if (arity != ANY && arguments.size() != arity) {
            throw new IllegalArgumentException(
                    "%s takes %d arguments, got %d".formatted(title, arity, arguments.size()));
        }
        return new Call(this, List.copyOf(arguments), text);
    }

    private record Call(Intrinsic intrinsic, List<Expression> arguments, String text) implements Expression {
        @Override
        public JsonNode evaluate(Scope scope) {
            List<JsonNode> values =
                    arguments.stream().map(one -> one.evaluate(scope)).toList();
            try {
                return intrinsic.function.apply(values);
            } catch (IllegalArgumentException | ArithmeticException | NotJsonException e) {
                throw failure(text, String.valueOf(e.getMessage()));
            }
        }
    }

    static StateFailure failure(String call, String problem) {
        return new StateFailure(
                "States.IntrinsicFailure", "The function '%s' had the following error: %s".formatted(call, problem));
    }

    private static int length(JsonNode value) {
        if (!value.isArray()) {
            throw new IllegalArgumentException("an array is wanted, got " + Json.write(value));
        }
        return value.size();
    }

    /** AWS rounds arguments that are not integers, halves upwards. */
    private static long whole(JsonNode value) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException("a number is wanted, got " + Json.write(value));
        }
        return value.isIntegralNumber() ? value.longValue() : Math.round(value.doubleValue());
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("a string is wanted, got " + Json.write(value));
        }
        return value.textValue();
    }
}
