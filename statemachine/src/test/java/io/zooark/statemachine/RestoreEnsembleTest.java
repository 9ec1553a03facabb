package io.zooark.statemachine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zooark.error.RestoreException;
import io.zooark.json.Json;
import io.zooark.restore.CheckEnsemble;
import io.zooark.restore.ClientAccess;
import io.zooark.restore.NodeAction;
import io.zooark.restore.NodeCommand;
import io.zooark.restore.Phase;
import io.zooark.restore.PlanRestore;
import io.zooark.restore.RestoreRecord;
import io.zooark.restore.RestoreServer;
import io.zooark.snapshot.TakeSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the restore machine and the functions that it calls to the same names, and the machine to its promises. */
class RestoreEnsembleTest {
    private static final Map<String, Class<?>> REQUESTS = Map.of(
            "TakeSnapshot", TakeSnapshot.Request.class,
            "PlanRestore", PlanRestore.Request.class,
            "RestoreRecord", RestoreRecord.Request.class,
            "ClientAccess", ClientAccess.Request.class,
            "NodeCommand", NodeCommand.Request.class,
            "RestoreServer", RestoreServer.Request.class,
            "CheckEnsemble", CheckEnsemble.Request.class);

    private static final String MOVING = "Set the old data aside";

    private final JsonNode machine = read(Definitions.restoreEnsemble());
    private final Map<String, JsonNode> states = outer(machine);

    @Test
    void everyErrorThatTheMachineNamesIsThrownByTheFunctions() {
        Set<String> thrown = Arrays.stream(RestoreException.class.getPermittedSubclasses())
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = machine.findValues("ErrorEquals").stream()
                .flatMap(RestoreEnsembleTest::texts)
                .filter(name -> name.startsWith("io.zooark."))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isNotEmpty().isSubsetOf(thrown);
    }

    @Test
    void everyFieldThatTheMachineSendsIsOneThatTheFunctionReads() {
        for (JsonNode task : tasks()) {
            String function = task.at("/Parameters/FunctionName").asText().replaceAll("[${}]", "");
            Set<String> known = fields(requireNonNull(REQUESTS.get(function), function));

            task.at("/Parameters/Payload")
                    .fieldNames()
                    .forEachRemaining(
                            field -> assertThat(known).as(function).contains(field.replaceFirst("\\.\\$$", "")));
        }
    }

    @Test
    void everyWordThatTheMachineSendsIsOneThatTheFunctionKnows() {
        List<String> words = tasks().stream()
                .map(task -> task.at("/Parameters/Payload"))
                .flatMap(payload -> Stream.of(payload.path("action"), payload.path("question"), payload.path("phase")))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
        Set<String> known = Stream.<Object[]>of(
                        NodeAction.values(),
                        RestoreRecord.Action.values(),
                        ClientAccess.Action.values(),
                        RestoreServer.Action.values(),
                        CheckEnsemble.Question.values(),
                        Phase.values())
                .flatMap(Arrays::stream)
                .map(Object::toString)
                .collect(Collectors.toSet());

        assertThat(words).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void thereIsADocumentForEveryActionAndNoOther() {
        assertThat(NodeDocument.all().stream().map(NodeDocument::action))
                .containsExactlyInAnyOrder(Arrays.stream(NodeAction.values())
                        .map(NodeAction::toString)
                        .toArray(String[]::new));
    }

    @Test
    void everyTaskHasATimeOutARetryAndAReason() {
        assertThat(tasks()).hasSizeGreaterThan(15).allSatisfy(task -> {
            assertThat(task.path("TimeoutSeconds").asInt()).isPositive();
            assertThat(task.path("Retry").isEmpty()).isFalse();
            assertThat(task.path("Comment").asText()).isNotBlank();
        });
    }

    @Test
    void everyOuterTaskHasAWayOutThatCatchesEverything() {
        states.values().stream()
                .filter(state ->
                        state.has("Resource") || state.path("Type").asText().equals("Map"))
                .forEach(state -> assertThat(state.path("Catch").findValues("ErrorEquals").stream()
                                .flatMap(RestoreEnsembleTest::texts))
                        .as(state.path("Comment").asText())
                        .contains("States.ALL"));
    }

    @Test
    void theMachineItselfHasNoTimeOutForThatWouldSkipEveryCatch() {
        assertThat(machine.has("TimeoutSeconds")).isFalse();
    }

    @Test
    void fromTheFirstMovedFileOnAFailureLeavesTheEnsembleClosedUntilClientsAreIn() {
        List<String> way = way(MOVING);
        List<String> closed = way.subList(0, way.indexOf("Lift the cuts"));

        assertThat(closed).contains("Does a write commit, and are all equal?", "Open client access");
        assertThat(way).endsWith("Restored");
        closed.stream()
                .map(this::state)
                .filter(state -> state.has("Catch"))
                .forEach(state -> assertThat(state.path("Catch").findValuesAsText("Next"))
                        .as(state.path("Comment").asText())
                        .isSubsetOf("Leave the ensemble closed", "Overtaken")
                        .contains("Leave the ensemble closed"));
    }

    @Test
    void onceClientsAreInNobodyIsToldToRestoreAgain() {
        List<String> way = way("Lift the cuts");

        way.stream()
                .map(this::state)
                .filter(state -> state.has("Catch"))
                .forEach(state -> assertThat(state.path("Catch").findValuesAsText("Next"))
                        .as(state.path("Comment").asText())
                        .doesNotContain("Leave the ensemble closed"));
    }

    @Test
    void whoeverHasBeenOvertakenNeitherOpensNorStartsAnything() {
        assertThat(reachable("Overtaken")).containsExactly("Overtaken");
        assertThat(tasks().stream()
                        .filter(task ->
                                task.at("/Parameters/FunctionName").asText().equals("${RestoreRecord}"))
                        .filter(task ->
                                !task.at("/Parameters/Payload/action").asText().equals("take"))
                        .filter(task -> !task.path("Comment").asText().startsWith("Taking the lock failed")))
                .isNotEmpty()
                .allSatisfy(
                        task -> assertThat(task.at("/Catch/0/Next").asText()).isEqualTo("Overtaken"));
    }

    @Test
    void beforeTheFirstMovedFileAFailureNeverLeavesTheEnsembleClosed() {
        List<String> before = new ArrayList<>(way("Plan the restore"));
        before.removeAll(way(MOVING));

        before.stream()
                .map(this::state)
                .filter(state -> state.has("Catch"))
                .forEach(state -> assertThat(state.path("Catch").findValuesAsText("Next"))
                        .as(state.path("Comment").asText())
                        .doesNotContain("Leave the ensemble closed"));
        // an earlier restore that left it closed had nothing good to go back to
        assertThat(targets(state("May clients be let in again?")))
                .containsExactlyInAnyOrder("Let clients in again", "Leave the ensemble closed");
    }

    @Test
    void clientsAreLetInByNothingButTheLastStepsAndTheWayBackFromBeforeTheMove() {
        List<String> opening = states.entrySet().stream()
                .filter(state -> state.getValue()
                        .at("/Parameters/Payload/action")
                        .asText()
                        .equals("open"))
                .map(Map.Entry::getKey)
                .toList();

        assertThat(opening).containsExactly("Open client access", "Let clients in again");
        assertThat(states.values().stream()
                        .filter(state -> targets(state).contains("Open client access"))
                        .map(state -> state.path("Comment").asText()))
                .singleElement()
                .isEqualTo(
                        state("Record that clients are let in").path("Comment").asText());
    }

    @Test
    void noFailureEndsAsASuccess() {
        Set<String> ends = states.entrySet().stream()
                .filter(state -> state.getValue().path("Type").asText().equals("Succeed"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<String> caught = states.values().stream()
                .flatMap(state -> state.path("Catch").findValuesAsText("Next").stream())
                .collect(Collectors.toSet());

        assertThat(ends).containsExactlyInAnyOrder("Restored", "Dry run done");
        caught.forEach(way -> assertThat(reachable(way)).doesNotContainAnyElementsOf(ends));
    }

    private JsonNode state(String name) {
        JsonNode state = states.get(name);
        assertThat(state).as(name).isNotNull();
        return state == null ? machine : state;
    }

    /** The states from one to the end where nothing fails and every Choice takes its default. */
    private List<String> way(String start) {
        List<String> way = new ArrayList<>(List.of(start));
        JsonNode state = state(start);
        while (state.has("Next") || state.has("Default")) {
            String next = state.has("Next")
                    ? state.path("Next").asText()
                    : state.path("Default").asText();
            way.add(next);
            state = state(next);
        }
        return way;
    }

    private Set<String> reachable(String start) {
        Set<String> found = new TreeSet<>();
        List<String> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            String name = open.remove(0);
            if (found.add(name)) {
                open.addAll(targets(state(name)));
            }
        }
        return found;
    }

    private static List<String> targets(JsonNode state) {
        List<String> targets = new ArrayList<>(state.path("Catch").findValuesAsText("Next"));
        targets.addAll(state.path("Choices").findValuesAsText("Next"));
        Stream.of("Next", "Default")
                .filter(state::has)
                .map(state::path)
                .map(JsonNode::asText)
                .forEach(targets::add);
        return targets;
    }

    private List<JsonNode> tasks() {
        return machine.findParents("Resource");
    }

    private static Set<String> fields(Class<?> request) {
        return Json.mapper()
                .getSerializationConfig()
                .introspect(Json.mapper().constructType(request))
                .findProperties()
                .stream()
                .map(property -> property.getName())
                .collect(Collectors.toSet());
    }

    private static Stream<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts.stream();
    }

    private static Map<String, JsonNode> outer(JsonNode machine) {
        Map<String, JsonNode> states = new LinkedHashMap<>();
        machine.path("States").properties().forEach(state -> states.put(state.getKey(), state.getValue()));
        return states;
    }

    private static JsonNode read(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the definition is not JSON", e);
        }
    }
}
