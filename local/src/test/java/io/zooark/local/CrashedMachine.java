package io.zooark.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.json.Json;
import io.zooark.statemachine.Definitions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

    /** Returns the names of its states; those inside a Map or Parallel are not among them. */
    Set<String> states() {
        Set<String> names = new LinkedHashSet<>();
        asl.path("States").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Returns whether only a restore by placement comes to a state. */
    boolean placesIn(String state) {
        boolean chosen = asl.path("States").findValues("Choices").stream()
                .flatMap(choices -> choices.findParents("StringEquals").stream())
                .filter(choice -> choice.path("StringEquals").asText().equals("placement"))
                .anyMatch(choice -> choice.path("Next").asText().equals(state));
        return chosen || follows(state);
    }

    /** Whether only such a state leads to it. */
    private boolean follows(String state) {
        List<String> before = states().stream()
                .filter(other ->
                        asl.path("States").path(other).path("Next").asText().equals(state)
                                || asl.path("States")
                                        .path(other)
                                        .path("Default")
                                        .asText()
                                        .equals(state))
                .toList();
        return !before.isEmpty() && before.stream().allMatch(this::placesIn);
    }

    /** Returns the functions that a state invokes, itself, for each server or side by side; none for one that invokes none. */
    Set<String> functions(String state) {
        return new TreeSet<>(asl.path("States").path(state).findValuesAsText("FunctionName"));
    }

    /** Returns the definition for a cell: whole, but for the time-out of a state that must wait for it. */
    String definition(Cell cell) {
        boolean waits = cell.fault() == Fault.OVERDUE
                // nobody takes a refusal to tell of a command for the command's end
                || (cell.fault() == Fault.REFUSED_FOR_GOOD && cell.call().equals("ssm:GetCommandInvocation"));
        ObjectNode copy = asl.deepCopy();
        if (waits) {
            copy.path("States")
                    .path(cell.state())
                    .findParents("TimeoutSeconds")
                    .forEach(task -> ((ObjectNode) task).put("TimeoutSeconds", TIMEOUT_SECONDS));
        }
        return copy.toString();
    }
}
