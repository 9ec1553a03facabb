package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The JSON body of an API call; a field that is not known here is refused by name. */
final class Request {
    private final JsonNode body;

    private Request(JsonNode body) {
        this.body = body;
    }

    static Request of(String text, String... known) {
        JsonNode body;
        try {
            body = Json.read(text.isBlank() ? "{}" : text);
        } catch (NotJsonException e) {
            throw new StepFunctionsException("SerializationException", String.valueOf(e.getMessage()));
        }
        if (!body.isObject()) {
            throw new StepFunctionsException("SerializationException", "the body must be an object");
        }
        List<String> fields = Arrays.asList(known);
        Iterator<String> names = body.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!fields.contains(name)) {
                throw invalid("the field '" + name + "' is not known here; known are " + String.join(", ", known));
            }
        }
        return new Request(body);
    }

    static StepFunctionsException invalid(String message) {
        return new StepFunctionsException("ValidationException", message);
    }

    Optional<String> findText(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw invalid("'" + field + "' must be a string, got " + Json.write(value));
        }
        return Optional.of(value.textValue());
    }

    String text(String field) {
        return findText(field).orElseThrow(() -> invalid("'" + field + "' must not be null"));
    }

    /** Returns a string that is the ARN of something of this kind. */
    String arn(String field, String kind) {
        String arn = text(field);
        if (!arn.matches("arn:aws:states:[a-z0-9-]+:\\d{12}:" + kind + ":.+")) {
            throw new StepFunctionsException("InvalidArn", "Invalid Arn: '" + arn + "' is not the ARN of a " + kind);
        }
        return arn;
    }

    boolean flag(String field) {
        JsonNode value = body.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw invalid("'" + field + "' must be true or false, got " + Json.write(value));
        }
        return value.booleanValue();
    }

    /** Returns how many results a page may have; 0, or nothing, asks for the default of 100. */
    int maxResults() {
        JsonNode value = body.path("maxResults");
        int most = value.isMissingNode() || value.isNull() ? 0 : value.isInt() ? value.intValue() : -1;
        if (most < 0 || most > Page.MOST) {
            throw invalid("'maxResults' must be an integer from 0 to " + Page.MOST + ", got " + Json.write(value));
        }
        return most == 0 ? Page.DEFAULT : most;
    }
}
