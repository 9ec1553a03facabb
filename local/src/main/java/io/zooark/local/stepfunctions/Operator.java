package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * A comparison that our Choices may use.
 *
 * @param field its name in a rule
 * @param operand what may stand on either side, in words
 */
record Operator(String field, String operand, Predicate<JsonNode> type, BiPredicate<JsonNode, JsonNode> comparison) {

    static final List<Operator> KNOWN = List.of(
            new Operator("BooleanEquals", "true or false", JsonNode::isBoolean, JsonNode::equals),
            new Operator("StringEquals", "a string", JsonNode::isTextual, JsonNode::equals),
            numeric("NumericEquals", order -> order == 0),
            numeric("NumericLessThan", order -> order < 0),
            numeric("NumericLessThanEquals", order -> order <= 0),
            numeric("NumericGreaterThan", order -> order > 0),
            numeric("NumericGreaterThanEquals", order -> order >= 0));

    private static Operator numeric(String field, IntPredicate order) {
        return new Operator(
                field,
                "a number",
                JsonNode::isNumber,
                (left, right) -> order.test(left.decimalValue().compareTo(right.decimalValue())));
    }

    boolean accepts(JsonNode value) {
        return type.test(value);
    }

    boolean compare(JsonNode value, JsonNode expected) {
        return comparison.test(value, expected);
    }
}
