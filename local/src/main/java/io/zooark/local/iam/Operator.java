package io.zooark.local.iam;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * How a condition compares one value of the policy with one of the call.
 *
 * @param negated whether it holds if no value compares, and of a call that lacks the key
 * @param compares the value of the policy, and that of the call
 */
record Operator(boolean negated, BiPredicate<String, String> compares) {
    private static final BiPredicate<String, String> SAME = String::equals;
    private static final BiPredicate<String, String> SAME_BUT_CASE = String::equalsIgnoreCase;

    private static final Map<String, Operator> KNOWN = Map.ofEntries(
            Map.entry("StringEquals", new Operator(false, SAME)),
            Map.entry("StringNotEquals", new Operator(true, SAME)),
            Map.entry("StringEqualsIgnoreCase", new Operator(false, SAME_BUT_CASE)),
            Map.entry("StringNotEqualsIgnoreCase", new Operator(true, SAME_BUT_CASE)),
            Map.entry("StringLike", new Operator(false, Wildcards::match)),
            Map.entry("StringNotLike", new Operator(true, Wildcards::match)),
            // the two of each pair do the same: IAM User Guide, "Amazon Resource Name (ARN) condition operators"
            Map.entry("ArnEquals", new Operator(false, Wildcards::matchArn)),
            Map.entry("ArnLike", new Operator(false, Wildcards::matchArn)),
            Map.entry("ArnNotEquals", new Operator(true, Wildcards::matchArn)),
            Map.entry("ArnNotLike", new Operator(true, Wildcards::matchArn)),
            Map.entry("Bool", new Operator(false, Operator::sameTruth)),
            Map.entry("NumericEquals", new Operator(false, (limit, given) -> compare(given, limit) == 0)),
            Map.entry("NumericNotEquals", new Operator(true, (limit, given) -> compare(given, limit) == 0)),
            Map.entry("NumericLessThan", new Operator(false, (limit, given) -> compare(given, limit) < 0)),
            Map.entry("NumericLessThanEquals", new Operator(false, (limit, given) -> compare(given, limit) <= 0)),
            Map.entry("NumericGreaterThan", new Operator(false, (limit, given) -> compare(given, limit) > 0)),
            Map.entry("NumericGreaterThanEquals", new Operator(false, (limit, given) -> compare(given, limit) >= 0)));

    static Optional<Operator> named(String name) {
        return Optional.ofNullable(KNOWN.get(name));
    }

    private static boolean sameTruth(String wanted, String given) {
        return truth(wanted) == truth(given);
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new PolicyException("Bool compares true and false, got '" + text + "'");
        };
    }

    private static int compare(String given, String limit) {
        try {
            return Double.compare(Double.parseDouble(given), Double.parseDouble(limit));
        } catch (NumberFormatException e) {
            throw new PolicyException("Numeric… compares numbers, got '" + given + "' and '" + limit + "'");
        }
    }
}
