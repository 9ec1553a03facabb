package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One event in the history of an execution.
 *
 * @param id counted from 1
 * @param previousEventId the event that led to this one, 0 at the beginning
 * @param type its type in the API, such as {@code TaskStateEntered}
 * @param details what the API calls {@code …EventDetails}, an object, empty where the type has none
 */
public record HistoryEvent(long id, long previousEventId, Instant timestamp, String type, JsonNode details) {
    private static final String ENTERED = "StateEntered";
    private static final String EXITED = "StateExited";

    /** Returns the name of the state that was entered here, if one was. */
    public Optional<String> enteredState() {
        return stateOf(ENTERED);
    }

    /** Returns the name of the state that was left here, if one was. */
    public Optional<String> exitedState() {
        return stateOf(EXITED);
    }

    private Optional<String> stateOf(String suffix) {
        return type.endsWith(suffix) ? Optional.of(details.path("name").asText()) : Optional.empty();
    }

    /** Returns the event as GetExecutionHistory writes it. */
    ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("timestamp", Json.seconds(timestamp));
        json.put("type", type);
        json.put("id", id);
        json.put("previousEventId", previousEventId);
        if (!details.isEmpty() || type.equals("ExecutionAborted")) {
            json.set(detailsField(), details);
        }
        return json;
    }

    private String detailsField() {
        if (type.endsWith(ENTERED)) {
            return "stateEnteredEventDetails";
        }
        if (type.endsWith(EXITED)) {
            return "stateExitedEventDetails";
        }
        return Character.toLowerCase(type.charAt(0)) + type.substring(1) + "EventDetails";
    }
}
