package io.zooark.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceTest {
    private static final Scope SCOPE = new Scope(
            Json.read("{\"t\": true, \"s\": \"orders\", \"n\": 2, \"z\": null, \"half\": 0.5}"), Json.object());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"Variable": "$.t", "BooleanEquals": true}                | true
            {"Variable": "$.t", "BooleanEquals": false}               | false
            {"Variable": "$.s", "BooleanEquals": true}                | false
            {"Variable": "$.s", "StringEquals": "orders"}             | true
            {"Variable": "$.s", "StringEquals": "Orders"}             | false
            {"Variable": "$.n", "StringEquals": "2"}                  | false
            {"Variable": "$.n", "NumericEquals": 2.0}                 | true
            {"Variable": "$.n", "NumericLessThan": 2}                 | false
            {"Variable": "$.n", "NumericLessThanEquals": 2}           | true
            {"Variable": "$.n", "NumericGreaterThan": 1}              | true
            {"Variable": "$.n", "NumericGreaterThanEquals": 3}        | false
            {"Variable": "$.half", "NumericEquals": 0.50}             | true
            {"Variable": "$.s", "NumericEquals": 2}                   | false
            {"Variable": "$.z", "IsNull": true}                       | true
            {"Variable": "$.n", "IsNull": true}                       | false
            {"Variable": "$.z", "IsPresent": true}                    | true
            {"Variable": "$.no.way", "IsPresent": true}               | false
            {"Variable": "$.no.way", "IsPresent": false}              | true
            {"Not": {"Variable": "$.t", "BooleanEquals": true}}       | false
            {"And": [{"Variable": "$.no", "IsPresent": true}, {"Variable": "$.no", "NumericEquals": 1}]} | false
            {"Or": [{"Variable": "$.t", "BooleanEquals": true}, {"Variable": "$.no", "NumericEquals": 1}]} | true
            """)
    void holdsOrNot(String rule, boolean expected) {
        assertThat(read(rule).holds(SCOPE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"Variable": "$.t"}                                            | wants exactly one comparison beside it, got 0
            {"Variable": "$.t", "IsNull": true, "IsPresent": true}         | wants exactly one comparison beside it, got 2
            {"Variable": "$.t", "IsNull": "true"}                          | must be true or false
            {"Variable": "$.t", "StringMatches": "*"}                      | StringMatches: is not known here
            {"BooleanEquals": true}                                        | Variable: is missing
            {"Not": {"Variable": "$.t", "IsNull": true, "Next": "A"}}      | Not.Next: is not known here
            {"And": []}                                                    | And: must be an array that is not empty
            """)
    void refusesAMisspelledRule(String rule, String message) {
        assertThatThrownBy(() -> read(rule))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void takesTheFirstChoiceThatHolds() throws InterruptedException {
        assertThat(choose("{\"n\": 5}").output()).contains("\"big\"");
        assertThat(choose("{\"n\": 1}").output()).contains("\"small\"");
    }

    @Test
    void failsForGoodWhereTheVariableIsNotThere() throws InterruptedException {
        Execution execution = choose("{}");

        assertThat(execution.error()).contains("States.Runtime");
        assertThat(execution.cause())
                .contains("An error occurred while executing the state 'How many?' (entered at the event id #2)."
                        + " Invalid path '$.n': The choice state's condition path references an invalid value.");
    }

    @Test
    void failsForGoodWhereNothingHoldsAndThereIsNoDefault() throws InterruptedException {
        Execution execution = choose("{\"n\": \"text\"}");

        assertThat(execution.error()).contains("States.Runtime");
        assertThat(execution.cause().orElseThrow())
                .endsWith("Failed to transition out of the state. The state does not point to a next state.");
    }

    private static Execution choose(String input) throws InterruptedException {
        try (Stage stage = new Stage()) {
            return stage.deploy("""
                            {"How many?": {"Type": "Choice", "Choices": [
                               {"Variable": "$.n", "NumericGreaterThan": 3, "Next": "Big"},
                               {"Variable": "$.n", "NumericGreaterThan": 0, "Next": "Small", "Comment": "why"}]},
                             "Big": {"Type": "Pass", "Result": "big", "End": true},
                             "Small": {"Type": "Pass", "Result": "small", "End": true}}""").run(input);
        }
    }

    private static Rule read(String rule) {
        Section section = Section.of(Json.read(rule), "Rule");
        Rule read = RuleReader.read(section);
        section.end();
        return read;
    }
}
