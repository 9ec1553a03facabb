package io.zooark.statemachine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.error.RestoreException;
import io.zooark.json.Json;
import io.zooark.restore.CheckEnsemble;
import io.zooark.restore.ClientAccess;
import io.zooark.restore.NodeAction;
import io.zooark.restore.NodeCommand;
import io.zooark.restore.Phase;
import io.zooark.restore.PlanRecovery;
import io.zooark.restore.PlanRestore;
import io.zooark.restore.RestoreRecord;
import io.zooark.restore.RestoreServer;
import io.zooark.snapshot.TakeSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the machines and the functions that they call to the same names. */
class ContractTest {
    private static final Map<String, Class<?>> REQUESTS = Map.of(
            "TakeSnapshot", TakeSnapshot.Request.class,
            "PlanRestore", PlanRestore.Request.class,
            "PlanRecovery", PlanRecovery.Request.class,
            "RestoreRecord", RestoreRecord.Request.class,
            "ClientAccess", ClientAccess.Request.class,
            "NodeCommand", NodeCommand.Request.class,
            "RestoreServer", RestoreServer.Request.class,
            "CheckEnsemble", CheckEnsemble.Request.class);

    static Stream<Machine> machines() {
        return Stream.of(Definitions.restoreEnsemble(), Definitions.recoverEnsemble())
                .map(Machine::new);
    }

    @ParameterizedTest
    @MethodSource("machines")
    void everyErrorThatTheMachineNamesIsThrownByTheFunctions(Machine machine) {
        Set<String> thrown = Arrays.stream(RestoreException.class.getPermittedSubclasses())
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = machine.json().findValues("ErrorEquals").stream()
                .flatMap(Machine::texts)
                .filter(name -> name.startsWith("io.zooark."))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isNotEmpty().isSubsetOf(thrown);
    }

    @ParameterizedTest
    @MethodSource("machines")
    void everyFieldThatTheMachineSendsIsOneThatTheFunctionReads(Machine machine) {
        for (JsonNode task : machine.tasks()) {
            if (!task.path("Resource").asText().equals("arn:aws:states:::lambda:invoke")) {
                continue;
            }
            String function = task.at("/Parameters/FunctionName").asText().replaceAll("[${}]", "");
            Set<String> known = fields(requireNonNull(REQUESTS.get(function), function));

            task.at("/Parameters/Payload")
                    .fieldNames()
                    .forEachRemaining(
                            field -> assertThat(known).as(function).contains(field.replaceFirst("\\.\\$$", "")));
        }
    }

    @ParameterizedTest
    @MethodSource("machines")
    void everyWordThatTheMachineSendsIsOneThatTheFunctionKnows(Machine machine) {
        List<String> words = machine.tasks().stream()
                .map(task -> task.at("/Parameters/Payload"))
                .flatMap(payload -> Stream.of(payload.path("action"), payload.path("question"), payload.path("phase")))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
        Set<String> known = Stream.<Object[]>of(
                        NodeAction.values(),
                        RestoreRecord.Action.values(),
                        PlanRecovery.Action.values(),
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
        assertThat(NodeDocument.all().stream()
                        .filter(NodeDocument::isForRestores)
                        .map(NodeDocument::action))
                .containsExactlyInAnyOrder(Arrays.stream(NodeAction.values())
                        .map(NodeAction::toString)
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void everyTaskHasATimeOutARetryAndAReason(Machine machine) {
        assertThat(machine.tasks()).hasSizeGreaterThan(15).allSatisfy(task -> {
            assertThat(task.path("TimeoutSeconds").asInt()).isPositive();
            assertThat(task.path("Retry").isEmpty()).isFalse();
            assertThat(task.path("Comment").asText()).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("machines")
    void everyOuterTaskHasAWayOutThatCatchesEverything(Machine machine) {
        machine.states().values().stream()
                .filter(state -> state.has("Resource")
                        || Set.of("Map", "Parallel").contains(state.path("Type").asText()))
                .forEach(state -> assertThat(state.path("Catch").findValues("ErrorEquals").stream()
                                .flatMap(Machine::texts))
                        .as(state.path("Comment").asText())
                        .contains("States.ALL"));
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
}
