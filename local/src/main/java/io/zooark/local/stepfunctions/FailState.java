package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A state that ends its workflow as failed.
 *
 * @param error the error's name, null where none is given
 * @param cause the cause, null where none is given
 */
record FailState(
        Outline outline,
        @Nullable Expression error,
        @Nullable Expression cause) implements State {
    @Override
    public String type() {
        return "Fail";
    }

    @Override
    public Step perform(Visit visit, JsonNode input) {
        Scope scope = new Scope(input, visit.context());
        String name = error == null ? "" : text("ErrorPath", error, scope);
        throw new StateFailure(name, cause == null ? null : text("CausePath", cause, scope));
    }

    private static String text(String field, Expression expression, Scope scope) {
        JsonNode value = expression.evaluate(scope);
        if (!value.isTextual()) {
            throw StateFailure.runtime("The " + field + " must lead to a string, got " + Json.write(value));
        }
        return value.textValue();
    }
}
