package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the recover machine to its promises. */
class RecoverEnsembleTest {
    private static final String TAKING = "Take the lock over";
    private static final String RETURNED = "Record that the old data is back";

    private final Machine machine = new Machine(Definitions.recoverEnsemble());
    private final Machine restore = new Machine(Definitions.restoreEnsemble());

    @Test
    void nothingIsChangedBeforeTheLockIsTakenOver() {
        Set<String> changing = new TreeSet<>();
        Stream.of("advance", "release", "fail", "close", "open", "cut", "stop", "start", "put-back", "uncut")
                .forEach(action -> changing.addAll(machine.doing(action)));

        assertThat(changing).hasSizeGreaterThan(10);
        Set<String> before = new TreeSet<>();
        reachWithout(TAKING, "Look who holds the lock", before);
        assertThat(before).contains("Ask for its execution").doesNotContainAnyElementsOf(changing);
    }

    @Test
    void whoeverStillRunsIsLeftAlone() {
        JsonNode choice = machine.state("Does it still run?");

        assertThat(choice.path("Choices").findValuesAsText("StringEquals"))
                .containsExactlyInAnyOrder("RUNNING", "PENDING_REDRIVE");
        assertThat(choice.path("Choices").findValuesAsText("Next")).containsOnly("It still runs");
    }

    @Test
    void clientsAreLetInToNothingThatIsMovedAndNotProven() {
        List<String> way = machine.way("Cut before the roll-back");

        assertThat(way)
                .containsSubsequence(
                        "Stop every server",
                        "Choose an epoch for the old data",
                        "Put the old data back",
                        "Start on the old data",
                        "Do all serve the old data?",
                        "Is still nobody in?",
                        RETURNED,
                        "Let clients in",
                        "Lift every cut",
                        "Recovered");
        way.subList(way.indexOf("Put the old data back"), way.indexOf(RETURNED)).stream()
                .map(machine::state)
                .forEach(state -> assertThat(state.path("Catch").findValuesAsText("Next"))
                        .as(state.path("Comment").asText())
                        .isSubsetOf("Leave it as it is", "Overtaken")
                        .isNotEmpty());
    }

    @Test
    void onlyAnEnsembleWhoseDataWasNotMovedIsStartedAsItIs() {
        assertThat(into("Start the servers that ran"))
                .containsExactlyInAnyOrder("Was anything moved?", "Record that clients may be shut out");
        JsonNode moved = machine.state("Was anything moved?").path("Choices").path(0);
        assertThat(moved.path("Variable").asText()).isEqualTo("$.record.lock.phase");
        assertThat(moved.path("StringEquals").asText()).isEqualTo("CLOSING");
    }

    @Test
    void whoeverHasBeenOvertakenDoesNothingMore() {
        assertThat(machine.reachable("Overtaken")).containsExactly("Overtaken");
    }

    @Test
    void whoeverHasAskedForAnUndoingIsToldWhenSomebodyElseWasFirst() {
        JsonNode asked = machine.state("Was it a recovery?").path("Choices").path(0);

        assertThat(asked.path("Variable").asText()).isEqualTo("$.found.way");
        assertThat(asked.path("StringEquals").asText()).isEqualTo("undo");
        assertThat(machine.reachable(asked.path("Next").asText())).contains("Recovery refused");
    }

    @Test
    void noFailureEndsAsASuccess() {
        Set<String> caught = new TreeSet<>();
        machine.states()
                .values()
                .forEach(state -> caught.addAll(state.path("Catch").findValuesAsText("Next")));
        // what somebody else does is no failure of ours; and what is started and opened again after one is told as one
        caught.remove("Was it a recovery?");
        caught.remove(TAKING);
        Set<String> ends = new TreeSet<>();
        caught.forEach(way -> reachWithout("Has anything failed?", way, ends));

        assertThat(ends).isNotEmpty().noneMatch(end -> endsWell(machine.state(end)));
        assertThat(machine.state("Has anything failed?")
                        .path("Choices")
                        .path(0)
                        .path("Variable")
                        .asText())
                .isEqualTo("$.failure");
    }

    /** Hosts refuse a document with a lower order than the last: no way may lead from a higher step to a lower one. */
    @Test
    void stepsOnlyRiseOnEveryWay() {
        for (Machine one : List.of(machine, restore)) {
            Map<String, Integer> steps = steps(one);
            assertThat(steps.values()).doesNotHaveDuplicates().hasSizeGreaterThan(7);
            steps.forEach((state, step) -> {
                Set<String> later = new TreeSet<>(one.reachable(state));
                later.remove(state);
                later.retainAll(steps.keySet());
                later.forEach(next -> assertThat(steps.get(next))
                        .as("from '%s' to '%s'", state, next)
                        .isGreaterThan(step));
            });
        }
    }

    private static Map<String, Integer> steps(Machine machine) {
        Map<String, Integer> steps = new TreeMap<>();
        machine.states()
                .forEach((name, state) -> state.findValues("step").forEach(step -> steps.put(name, step.asInt())));
        return steps;
    }

    private Set<String> into(String state) {
        Set<String> from = new TreeSet<>();
        machine.states().forEach((name, one) -> {
            if (Machine.targets(one).contains(state)) {
                from.add(name);
            }
        });
        return from;
    }

    private static boolean endsWell(JsonNode state) {
        return state.path("Type").asText().equals("Succeed")
                || state.path("End").asBoolean();
    }

    private void reachWithout(String barrier, String start, Set<String> found) {
        if (!start.equals(barrier) && found.add(start)) {
            Machine.targets(machine.state(start)).forEach(next -> reachWithout(barrier, next, found));
        }
    }
}
