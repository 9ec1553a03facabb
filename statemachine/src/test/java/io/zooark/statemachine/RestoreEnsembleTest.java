package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.restore.Approval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the restore machine to its promises. */
class RestoreEnsembleTest {
    private static final String MOVING = "Set the old data aside";

    private final Machine machine = new Machine(Definitions.restoreEnsemble());

    @Test
    void theMachineItselfHasNoTimeOutForThatWouldSkipEveryCatch() {
        assertThat(machine.json().has("TimeoutSeconds")).isFalse();
    }

    @Test
    void fromTheFirstMovedFileOnAFailureLeavesTheEnsembleClosedUntilClientsAreIn() {
        List<String> way = machine.way(MOVING);
        List<String> closed = way.subList(0, way.indexOf("Lift the cuts"));

        assertThat(closed).contains("Does a write commit, and are all equal?", "Open client access");
        assertThat(way).endsWith("Restored");
        closed.stream()
                .map(machine::state)
                .filter(state -> state.has("Catch"))
                .forEach(state -> assertThat(state.path("Catch").findValuesAsText("Next"))
                        .as(state.path("Comment").asText())
                        .isSubsetOf("Hand over to the recovery", "Overtaken")
                        .contains("Hand over to the recovery"));
    }

    @Test
    void onceClientsAreInNobodyIsToldToRestoreAgain() {
        List<String> way = machine.way("Lift the cuts");

        way.stream()
                .map(machine::state)
                .filter(state -> state.has("Catch"))
                .forEach(state -> assertThat(state.path("Catch").findValuesAsText("Next"))
                        .as(state.path("Comment").asText())
                        .doesNotContain("Hand over to the recovery"));
    }

    @Test
    void whoeverHasBeenOvertakenNeitherOpensNorStartsAnything() {
        assertThat(machine.reachable("Overtaken")).containsExactly("Overtaken");
        assertThat(machine.tasks().stream()
                        .filter(task ->
                                task.at("/Parameters/FunctionName").asText().equals("${RestoreRecord}"))
                        .filter(task ->
                                !task.at("/Parameters/Payload/action").asText().matches("take|ask"))
                        .filter(task -> !task.path("Comment").asText().startsWith("Taking the lock failed")))
                .isNotEmpty()
                .allSatisfy(
                        task -> assertThat(task.at("/Catch/0/Next").asText()).isEqualTo("Overtaken"));
    }

    @Test
    void beforeTheFirstMovedFileAFailureNeverLeavesTheEnsembleClosed() {
        List<String> before = new ArrayList<>(machine.way("Plan the restore"));
        before.removeAll(machine.way(MOVING));

        before.stream()
                .map(machine::state)
                .filter(state -> state.has("Catch"))
                .forEach(state -> assertThat(state.path("Catch").findValuesAsText("Next"))
                        .as(state.path("Comment").asText())
                        .doesNotContain("Hand over to the recovery"));
        // an earlier restore that left it closed had nothing good to go back to
        assertThat(Machine.targets(machine.state("May clients be let in again?")))
                .containsExactlyInAnyOrder("Let clients in again", "Hand over to the recovery");
    }

    @Test
    void clientsAreLetInByNothingButTheLastStepsAndTheWayBackFromBeforeTheMove() {
        List<String> opening = machine.states().entrySet().stream()
                .filter(state -> state.getValue()
                        .at("/Parameters/Payload/action")
                        .asText()
                        .equals("open"))
                .map(Map.Entry::getKey)
                .toList();

        assertThat(opening).containsExactly("Open client access", "Let clients in again");
        assertThat(machine.states().values().stream()
                        .filter(state -> Machine.targets(state).contains("Open client access"))
                        .map(state -> state.path("Comment").asText()))
                .singleElement()
                .isEqualTo(machine.state("Record that clients are let in")
                        .path("Comment")
                        .asText());
    }

    @Test
    void noFailureEndsAsASuccess() {
        Set<String> ends = machine.states().entrySet().stream()
                .filter(state -> state.getValue().path("Type").asText().equals("Succeed"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<String> caught = machine.states().values().stream()
                .flatMap(state -> state.path("Catch").findValuesAsText("Next").stream())
                .collect(Collectors.toSet());

        assertThat(ends).containsExactlyInAnyOrder("Restored", "Dry run done");
        caught.forEach(way -> assertThat(machine.reachable(way)).doesNotContainAnyElementsOf(ends));
    }

    @Test
    void whoSaysNoOrNothingChangesNothing() {
        JsonNode waiting = machine.state("Wait for approval");
        List<String> way = machine.way("Plan the restore");

        assertThat(way.subList(0, way.indexOf("Take the lock"))).contains("Is approval asked for?");
        assertThat(waiting.path("Catch").findValuesAsText("Next"))
                .containsExactly("Nobody approved", "Not approved", "Restore failed before it began");
        assertThat(waiting.at("/Catch/1/ErrorEquals/0").asText()).isEqualTo(Approval.REJECTED);
        assertThat(machine.way("Wait for approval"))
                .startsWith("Wait for approval", "Plan the restore again", "Take the lock");
    }
}
