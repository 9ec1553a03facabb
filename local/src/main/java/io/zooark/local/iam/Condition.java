package io.zooark.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One condition of a statement: an operator, a key and the values to compare with; one of them is enough.
 *
 * @param text as the policy has it, for people
 */
record Condition(String text, Predicate<Map<String, List<String>>> test) {
    private static final String IF_EXISTS = "IfExists";
    private static final String ANY = "ForAnyValue:";
    private static final String ALL = "ForAllValues:";

    boolean holds(Call call) {
        return test.test(call.context());
    }

    /**
     * Reads the conditions of a statement, which must all hold.
     *
     * @throws PolicyException if one has an operator or a variable that is not known here
     */
    static List<Condition> read(JsonNode json) {
        List<Condition> conditions = new ArrayList<>();
        json.properties()
                .forEach(operator -> operator.getValue()
                        .properties()
                        .forEach(key -> conditions.add(
                                read(operator.getKey(), key.getKey(), Texts.oneOrMany(key.getValue())))));
        return conditions;
    }

    private static Condition read(String operator, String key, List<String> values) {
        String text = operator + " " + key + " " + values;
        String name = key.toLowerCase(Locale.ROOT);
        if (key.contains("${") || values.stream().anyMatch(value -> value.contains("${"))) {
            throw new PolicyException("variables of policies are not known here: " + text);
        }
        if (operator.equals("Null")) {
            boolean absent = Boolean.parseBoolean(values.get(0));
            return new Condition(text, context -> context.containsKey(name) != absent);
        }
        boolean ifExists = operator.endsWith(IF_EXISTS);
        boolean all = operator.startsWith(ALL);
        boolean any = operator.startsWith(ANY);
        String bare = operator.substring(
                all ? ALL.length() : any ? ANY.length() : 0, operator.length() - (ifExists ? IF_EXISTS.length() : 0));
        Operator known = Operator.named(bare)
                .orElseThrow(() -> new PolicyException("the operator of this condition is not known here: " + text));
        Predicate<String> holds =
                given -> values.stream().anyMatch(value -> known.compares().test(value, given)) != known.negated();
        return new Condition(text, context -> {
            List<String> given = context.get(name);
            if (given == null) {
                // IAM User Guide, "IAM JSON policy elements: Condition operators" and "…multivalued context keys"
                return ifExists || all || (known.negated() && !any);
            }
            if (all || any) {
                return all ? given.stream().allMatch(holds) : given.stream().anyMatch(holds);
            }
            if (given.size() != 1) {
                throw new PolicyException(
                        "a key with " + given.size() + " values takes ForAllValues or ForAnyValue: " + text);
            }
            return holds.test(given.get(0));
        });
    }
}
