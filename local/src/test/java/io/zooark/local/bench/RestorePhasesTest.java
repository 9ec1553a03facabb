package io.zooark.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.statemachine.Definitions;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestorePhasesTest {
    private final JsonNode states;

    RestorePhasesTest() throws JsonProcessingException {
        states = Json.mapper().readTree(Definitions.restoreEnsemble()).path("States");
    }

    @Test
    void everyStateInWhichClientsAreShutOutIsInAPhase() {
        Set<String> shutOut = new LinkedHashSet<>();
        between("Close client access", "Lift the cuts", shutOut);

        assertThat(RestorePhases.PHASES.keySet()).containsExactlyInAnyOrderElementsOf(shutOut);
    }

    private void between(String state, String last, Set<String> found) {
        if (!found.add(state) || state.equals(last)) {
            return;
        }
        JsonNode from = states.path(state);
        from.path("Choices").findValuesAsText("Next").forEach(next -> between(next, last, found));
        between(
                from.path("Type").asText().equals("Choice")
                        ? from.path("Default").asText()
                        : from.path("Next").asText(),
                last,
                found);
    }
}
