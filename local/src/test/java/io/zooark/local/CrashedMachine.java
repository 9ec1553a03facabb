package io.zooark.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.json.Json;
import io.zooark.statemachine.Definitions;
import java.util.LinkedHashSet;
import java.util.Set;

/** The restore machine's definition as the crash matrix needs it: its states, and with a time-out that can be waited for. */
record CrashedMachine(ObjectNode asl) {
    /** Shorter than the definition's, and long enough for any state's work on a busy machine. */
    private static final int TIMEOUT_SECONDS = 25;

    static CrashedMachine read() {
        try {
            return new CrashedMachine((ObjectNode) Json.mapper().readTree(Definitions.restoreEnsemble()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the definition is no JSON", e);
        }
    }

    /** Returns the names of its states; those inside a Map are not among them. */
    Set<String> states() {
        Set<String> names = new LinkedHashSet<>();
        asl.path("States").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Returns the function that a state invokes, itself or for each server; empty for one that invokes none. */
    String function(String state) {
        JsonNode found = asl.path("States").path(state);
        JsonNode task = found.path("Type").asText().equals("Map")
                ? found.path("ItemProcessor").path("States").elements().next()
                : found;
        return task.path("Parameters").path("FunctionName").asText();
    }

    /** Returns the definition for a cell: whole, but for the time-out of a state that must wait for it. */
    String definition(Cell cell) {
        boolean waits = cell.fault() == Fault.OVERDUE
                // nobody takes a refusal to tell of a command for the command's end
                || (cell.fault() == Fault.REFUSED_FOR_GOOD && cell.call().equals("ssm:GetCommandInvocation"));
        ObjectNode copy = asl.deepCopy();
        if (waits) {
            ObjectNode state = (ObjectNode) copy.path("States").path(cell.state());
            if (state.has("ItemProcessor")) {
                state.path("ItemProcessor").path("States").forEach(CrashedMachine::shorten);
            } else {
                shorten(state);
            }
        }
        return copy.toString();
    }

    private static void shorten(JsonNode task) {
        if (task.has("TimeoutSeconds")) {
            ((ObjectNode) task).put("TimeoutSeconds", TIMEOUT_SECONDS);
        }
    }
}
