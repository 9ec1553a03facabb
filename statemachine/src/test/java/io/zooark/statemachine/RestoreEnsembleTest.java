package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.restore.Approval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

        assertThat(closed).contains("Is it proven, to nobody?", "Open client access");
        assertThat(way).endsWith("Restored");
        closed.stream()
                .map(machine::state)
                .filter(state -> state.has("Catch"))
                .forEach(state -> assertThat(state.path("Catch").findValuesAsText("Next"))
                        .as(state.path("Comment").asText())
                        .isSubsetOf("Hand over to the recovery", "Overtaken")
                        .contains("Hand over to the recovery"));
    }

    /** A first look alone proves nothing: whoever came in behind it is seen by the second. */
    @Test
    void nothingIsMovedAndNothingIsLetInBeforeTheSecondLookSinceTheLastStart() {
        assertThat(looks(machine, "Close client access"))
                .containsExactly(
                        "Cut established connections 1",
                        "Is nobody left? 2",
                        "Do all serve an empty tree, to nobody? 1",
                        "Was nobody in meanwhile? 2",
                        "Do all serve the snapshot, to nobody? 1",
                        "Is it proven, to nobody? 2");
        assertThat(machine.state("Is nobody left?").path("Next").asText()).isEqualTo("Stop every server");
        assertThat(machine.state("Was nobody in meanwhile?").path("Next").asText())
                .isEqualTo("Stop every server again");
        assertThat(looks(new Machine(Definitions.recoverEnsemble()), "Close client access"))
                .startsWith("Cut established connections 1", "Is nobody left? 2");
    }

    /** Tried again, it would end a client unseen that the first try has seen, and tell nothing of what that one did. */
    @Test
    void aSecondLookThatSawSomebodyIsNotTriedAgain() {
        List<JsonNode> seconds = Stream.of(machine, new Machine(Definitions.recoverEnsemble()))
                .flatMap(each -> each.tasks().stream())
                .filter(task -> task.at("/Parameters/Payload/looks").asInt() == 2)
                .toList();

        assertThat(seconds)
                .hasSize(4)
                .allSatisfy(task -> assertThat(task.path("Retry").toString())
                        .contains("NodeCommandFailedException")
                        .doesNotContain("ClientsConnected", "ClientAccess", "States.ALL"));
    }

    private static List<String> looks(Machine machine, String from) {
        return machine.way(from).stream()
                .filter(state -> machine.state(state).findValuesAsText("action").contains("cut"))
                .map(state -> state + " "
                        + machine.state(state).findValuesAsText("looks").stream()
                                .findFirst()
                                .orElse("both"))
                .toList();
    }

    /** Else a host that was started anew while a large tree was loaded and read might let somebody in unseen. */
    @Test
    void justBeforeClientsAreLetInItIsCountedOnceMoreWhoIsIn() {
        assertThat(machine.state("Is it proven, to nobody?").findValuesAsText("action"))
                .contains("cut");
        assertThat(machine.state("Is it proven, to nobody?").path("Next").asText())
                .isEqualTo("Record that clients are let in");
    }

    /** The record keeps what is proven for the recovery to open: see {@code RestoreRecordTest}. */
    @Test
    void aPlacedSnapshotIsProvenLikeOneThatWasSent() {
        List<String> sent = machine.way(MOVING);
        List<String> placed = machine.way("Place the snapshot");

        assertThat(Machine.targets(machine.state("Is there a snapshot to place?")))
                .containsExactlyInAnyOrder("Place the snapshot", "Start every server empty");
        assertThat(placed.subList(1, placed.size()))
                .isEqualTo(sent.subList(sent.indexOf("Start every server restored"), sent.size()));
        assertThat(machine.state("Place the snapshot").path("Catch").findValuesAsText("Next"))
                .containsExactly("Hand over to the recovery");
    }

    @Test
    void whatIsPlacedIsOnEveryHostBeforeAnybodyIsShutOut() {
        JsonNode prepare = machine.state("Prepare the snapshot");
        JsonNode fetch = machine.state("Fetch the snapshot");

        assertThat(prepare.path("Next").asText()).isEqualTo("Fetch the snapshot");
        assertThat(fetch.path("Next").asText()).isEqualTo("Record that clients are shut out");
        assertThat(List.of(prepare, fetch))
                .allSatisfy(state -> assertThat(state.path("Catch").findValuesAsText("Next"))
                        .containsExactlyInAnyOrder("Overtaken", "Give the lock back"));
        assertThat(machine.state("Is this a dry run?").path("Choices").findValuesAsText("Next"))
                .as("a dry run stores nothing")
                .containsExactly("Show the plan");
    }

    @Test
    void noAddressIsInTheDataOfAnExecution() {
        machine.tasks()
                .forEach(task -> assertThat(task.path("ResultSelector").toString()
                                + task.path("Parameters").toString())
                        .doesNotContainIgnoringCase("url")
                        .doesNotContainIgnoringCase("address"));
    }

    @Test
    void onceClientsAreInNobodyIsToldToRestoreAgain() {
        List<String> way = machine.way("Lift the cuts");

        way.stream()
                .map(machine::state)
                .filter(state -> state.has("Catch"))
                .forEach(state -> assertThat(state.path("Catch").findValuesAsText("Next"))
                        .as(state.path("Comment").asText())
                        .isSubsetOf("Hand over to the recovery", "Overtaken", "Restored, but the lock is held"));
        assertThat(machine.state("Restored, but the lock is held").path("Cause").asText())
                .contains("Do NOT restore again");
        assertThat(machine.state("Handed over without a report").path("Cause").asText())
                .contains("recover-<ensemble>")
                .doesNotContain("restore again");
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
