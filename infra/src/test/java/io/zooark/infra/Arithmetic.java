package io.zooark.infra;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The sums of metric math that our dashboard has: numbers, names, {@code +}, {@code *}, {@code /} and brackets. */
final class Arithmetic {
    private static final Pattern TOKEN = Pattern.compile("[a-z]\\w*|[0-9.]+|[+*/()]");
    private static final Pattern NAME = Pattern.compile("[a-z]\\w*");

    private final List<String> tokens;
    private final ToDoubleFunction<String> values;
    private int next;

    private Arithmetic(String expression, ToDoubleFunction<String> values) {
        this.tokens =
                TOKEN.matcher(expression).results().map(MatchResult::group).toList();
        this.values = values;
    }

    /** Returns the names that stand in an expression. */
    static List<String> names(String expression) {
        return NAME.matcher(expression).results().map(MatchResult::group).toList();
    }

    /** Returns the value of an expression; not a number where a name has none. */
    static double evaluate(String expression, ToDoubleFunction<String> values) {
        Arithmetic arithmetic = new Arithmetic(expression, values);
        double value = arithmetic.sum();
        if (arithmetic.next != arithmetic.tokens.size()) {
            throw new IllegalArgumentException("not understood: " + expression);
        }
        return value;
    }

    private double sum() {
        double value = product();
        while (takes("+")) {
            value += product();
        }
        return value;
    }

    private double product() {
        double value = factor();
        while (true) {
            if (takes("*")) {
                value *= factor();
            } else if (takes("/")) {
                value /= factor();
            } else {
                return value;
            }
        }
    }

    private double factor() {
        if (takes("(")) {
            double value = sum();
            takes(")");
            return value;
        }
        String token = tokens.get(next++);
        return NAME.matcher(token).matches() ? values.applyAsDouble(token) : Double.parseDouble(token);
    }

    private boolean takes(String token) {
        boolean there = next < tokens.size() && tokens.get(next).equals(token);
        next += there ? 1 : 0;
        return there;
    }
}
