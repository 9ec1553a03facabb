package io.zooark.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final Scope SCOPE = new Scope(Json.read("""
                    {"name": "orders", "n": 2, "none": null, "flag": true, "text": "{\\"a\\": [1]}",
                     "servers": [{"id": 1}, {"id": 2}], "odd key": "x"}"""), Json.read("{\"State\": {\"RetryCount\": 3}}"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', textBlock = """
            $.name                                             | "orders"
            $['odd key']                                       | "x"
            $.none                                             | null
            $.servers[1].id                                    | 2
            $.servers[*].id                                    | [1,2]
            $.servers[?(@.id > 1)].id                          | [2]
            $$.State.RetryCount                                | 3
            States.Format('restore of {}: {}', $.name, $.n)    | "restore of orders: 2"
            States.Format('{} {}', $.none, $.flag)             | "null true"
            States.Format('it\\'s \\{{}\\}', 'a, (b)')         | "it's {a, (b)}"
            States.Format('no place')                          | "no place"
            States.Array($.n, 'a', null, true, -1.5)           | [2,"a",null,true,-1.5]
            States.Array()                                     | []
            States.ArrayLength($.servers)                      | 2
            States.ArrayLength($.servers[?(@.id > 1)])         | 1
            States.MathAdd($.n, -1)                            | 1
            States.MathAdd(1.49, 1.5)                          | 3
            States.MathAdd(-1.49, -1.5)                        | -2
            States.StringToJson($.text)                        | {"a":[1]}
            States.JsonToString($.servers)                     | "[{\\"id\\":1},{\\"id\\":2}]"
            States.MathAdd(States.ArrayLength($.servers), $$.State.RetryCount) | 5
            """)
    void evaluates(String expression, String value) {
        assertThat(Json.write(ExpressionReader.read(expression, "x.$").evaluate(SCOPE)))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "$.servers.length()",
                "$.servers[",
                "$$.Execution.Nmae",
                "$$.Task.Tokn",
                "States.UUID()",
                "States.Format('{}')",
                "States.Format('{}', 1, 2)",
                "States.Format('{', 1)",
                "States.Format($.name)",
                "States.Format('{}', \"a\")",
                "States.ArrayLength($.a, $.b)",
                "States.ArrayLength($.a) and more",
                "States.ArrayLength($.a",
                "States.Format('a\\n')"
            })
    void refusesWhatItDoesNotKnow(String expression) {
        assertThatThrownBy(() -> ExpressionReader.read(expression, "x.$")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', textBlock = """
            States.StringToJson($.name)         | Unrecognized token 'orders'
            States.StringToJson($.n)            | a string is wanted, got 2
            States.ArrayLength($.name)          | an array is wanted, got "orders"
            States.MathAdd($.name, 1)           | a number is wanted, got "orders"
            States.Format('{}', $.servers)      | only strings, numbers, booleans and null
            """)
    void failsWhereAFunctionCannotWork(String expression, String message) {
        Expression call = ExpressionReader.read(expression, "x.$");

        assertThatThrownBy(() -> call.evaluate(SCOPE))
                .isInstanceOfSatisfying(
                        StateFailure.class,
                        failure -> assertThat(failure.error()).isEqualTo("States.IntrinsicFailure"))
                .hasMessageStartingWith("The function '" + expression + "' had the following error: ")
                .hasMessageContaining(message);
    }

    @Test
    void failsWhereAPathLeadsNowhere() {
        Expression call = ExpressionReader.read("States.Format('{}', $.nmae)", "x.$");

        assertThatThrownBy(() -> call.evaluate(SCOPE))
                .isInstanceOfSatisfying(
                        StateFailure.class,
                        failure -> assertThat(failure.error()).isEqualTo("States.Runtime"))
                .hasMessageStartingWith(
                        "The JSONPath '$.nmae' specified for the field 'x.$' could not be found in the input '{\"name\"");
    }
}
