package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.restore.report.Ways;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the machines to what the report reads off them: the marks of their states, and their order. */
class MarksTest {
    private final Machine restore = new Machine(Definitions.restoreEnsemble());
    private final Machine recover = new Machine(Definitions.recoverEnsemble());

    @Test
    void theReportKnowsTheOrderOfTheStatesThatMayFail() {
        assertThat(Ways.RESTORE)
                .as("Ways.RESTORE in module functions")
                .isEqualTo(work(restore, "Plan the restore", Map.of("Does it still serve?", "Take a safety snapshot")));
    }

    @Test
    void theReportKnowsTheOrderWhereTheHostsPlaceTheSnapshot() {
        assertThat(Ways.PLACEMENT)
                .as("Ways.PLACEMENT in module functions")
                .isEqualTo(work(
                        restore,
                        "Plan the restore",
                        Map.of(
                                "Do the hosts place the snapshot?", "Prepare the snapshot",
                                "Does it still serve?", "Take a safety snapshot",
                                "Is there a snapshot to place?", "Place the snapshot")));
    }

    @Test
    void theReportKnowsEachWayOfTheRecovery() {
        Map<String, List<String>> ways = Map.of(
                "Cut before the roll-back", Ways.ROLL_BACK,
                "Record that clients are shut out", Ways.UNDO,
                "Record that clients may be shut out", Ways.REOPEN,
                "Let clients in", Ways.OPEN);

        ways.forEach((first, way) -> assertThat(way)
                .isEqualTo(work(
                        recover,
                        "Take the lock over",
                        Map.of("Which way?", first, "Does it still serve?", "Take a safety snapshot"))));
    }

    @Test
    void everyOuterTaskThatHoldsTheLockLeavesItsMark() {
        Stream.of(restore, recover)
                .flatMap(machine -> machine.states().entrySet().stream())
                .filter(state -> state.getValue().has("Catch"))
                .filter(state -> !List.of("Look who holds the lock", "Ask for its execution")
                        .contains(state.getKey()))
                .forEach(state -> assertThat(Stream.of(
                                        "/ResultSelector/state.$",
                                        "/ResultSelector/planned/state.$",
                                        "/ResultSelector/taken/state.$",
                                        "/Parameters/Payload/state.$")
                                .map(place -> state.getValue().at(place).asText()))
                        .as(state.getKey())
                        .contains("$$.State"));
    }

    @Test
    void noStateHidesTheMarkOfAnotherExceptTheRecordWhichIsWrittenDownEachTime() {
        Stream.of(
                        Ways.RESTORE.stream().map(restore::state),
                        Ways.PLACEMENT.stream().map(restore::state),
                        Ways.ROLL_BACK.stream().map(recover::state),
                        Ways.UNDO.stream().map(recover::state))
                .map(way -> way.map(state -> state.path("ResultPath").asText())
                        .filter(place -> !place.equals("$.record"))
                        .toList())
                .forEach(places -> assertThat(places).doesNotHaveDuplicates());
    }

    @Test
    void thePlanIsHandedOverOnceForItIsTheLargestPart() {
        Stream.of(restore, recover)
                .flatMap(machine -> machine.tasks().stream())
                .map(task -> task.at("/Parameters/Payload"))
                .filter(payload -> payload.has("states.$"))
                .forEach(payload -> assertThat(payload.has("plan.$")).isFalse());
    }

    /** The states that may fail, from one to the end, where each Choice is taken as said. */
    private static List<String> work(Machine machine, String start, Map<String, String> choices) {
        List<String> work = new ArrayList<>();
        String name = start;
        while (true) {
            JsonNode state = machine.state(name);
            if (state.has("Catch")) {
                work.add(name);
            }
            String next = choices.getOrDefault(
                    name,
                    state.has("Next")
                            ? state.path("Next").asText()
                            : state.path("Default").asText());
            if (next.isEmpty()) {
                return work;
            }
            name = next;
        }
    }
}
