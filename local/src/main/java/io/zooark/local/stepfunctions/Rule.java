package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The condition of a Choice. */
sealed interface Rule {

    /**
     * Returns whether it holds.
     *
     * @throws StateFailure if it compares what is not there
     */
    boolean holds(Scope scope);

    record And(List<Rule> rules) implements Rule {
        public And {
            rules = List.copyOf(rules);
        }

        @Override
        public boolean holds(Scope scope) {
            return rules.stream().allMatch(rule -> rule.holds(scope));
        }
    }

    record Or(List<Rule> rules) implements Rule {
        public Or {
            rules = List.copyOf(rules);
        }

        @Override
        public boolean holds(Scope scope) {
            return rules.stream().anyMatch(rule -> rule.holds(scope));
        }
    }

    record Not(Rule rule) implements Rule {
        @Override
        public boolean holds(Scope scope) {
            return !rule.holds(scope);
        }
    }

    /** {@code IsPresent}: the one rule that may ask for what is not there. */
    record Presence(Path variable, boolean expected) implements Rule {
        @Override
        public boolean holds(Scope scope) {
            return variable.find(scope).isPresent() == expected;
        }
    }

    record Nullness(Path variable, boolean expected) implements Rule {
        @Override
        public boolean holds(Scope scope) {
            return value(variable, scope).isNull() == expected;
        }
    }

    /** A comparison; a variable of another type than the operator's does not hold, as in AWS. */
    record Comparison(Path variable, Operator operator, JsonNode expected) implements Rule {
        @Override
        public boolean holds(Scope scope) {
            JsonNode value = value(variable, scope);
            return operator.accepts(value) && operator.compare(value, expected);
        }
    }

    private static JsonNode value(Path variable, Scope scope) {
        return variable.find(scope)
                .orElseThrow(() -> StateFailure.runtime("Invalid path '" + variable
                        + "': The choice state's condition path references an invalid value."));
    }
}
