package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.infra.Deployed.Statement;
import io.zooark.statemachine.Definitions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NeedsNode
class EnsembleMachineTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
    private static final String DESCRIBE = "states:DescribeExecution";

    private final Deployed orders = Synthesis.orders();

    @ParameterizedTest
    @EnumSource
    void isDeployedAsTheTextThatWasReviewed(Machine machine) {
        assertThat(machine.in(orders).path("DefinitionString").asText()).isEqualTo(machine.definition);
    }

    @ParameterizedTest
    @EnumSource
    void everyPlaceholderStandsForTheFunctionOfItsName(Machine machine) {
        Map<String, String> substitutions = machine.in(orders).path("DefinitionSubstitutions").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Deployed.text(entry.getValue())));

        assertThat(substitutions.keySet()).isEqualTo(machine.placeholders());
        assertThat(substitutions)
                .allSatisfy((name, arn) -> assertThat(arn)
                        .startsWith("{Functions" + name + "Function")
                        .endsWith(".Arn}"));
    }

    @ParameterizedTest
    @EnumSource
    void remembersItsExecutions(Machine machine) {
        assertThat(machine.in(orders).path("StateMachineType").asText()).isEqualTo("STANDARD");
    }

    @ParameterizedTest
    @EnumSource
    void logsWhatHappenedButNoData(Machine machine) {
        JsonNode logging = machine.in(orders).path("LoggingConfiguration");

        assertThat(logging.path("Level").asText()).isEqualTo("ALL");
        assertThat(logging.path("IncludeExecutionData").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void mayInvokeTheFunctionsThatItCallsAndNoOthers(Machine machine) {
        assertThat(machine.statements(orders))
                .filteredOn(statement -> statement.actions().contains("lambda:InvokeFunction"))
                .singleElement()
                .satisfies(invoke -> assertThat(invoke.resources())
                        .map(arn -> arn.replaceFirst("\\{Functions(\\w+?)Function\\w+[.]Arn}", "$1"))
                        .containsExactlyInAnyOrderElementsOf(machine.placeholders()));
    }

    @ParameterizedTest
    @EnumSource
    void mayDoNothingElseButLogAndAskForExecutions(Machine machine) {
        assertThat(machine.statements(orders))
                .flatExtracting(Statement::actions)
                .allMatch(action -> action.startsWith("logs:")
                        || action.equals("lambda:InvokeFunction")
                        || action.equals(DESCRIBE));
    }

    @Test
    void onlyTheRecoveryMayAskForExecutionsAndForThoseOfThisEnsembleAlone() {
        for (String role : orders.roles()) {
            List<Statement> describing = orders.statements(role).stream()
                    .filter(statement -> statement.actions().contains(DESCRIBE))
                    .toList();
            if (role.equals(Machine.RECOVER.role(orders))) {
                assertThat(describing)
                        .flatExtracting(Statement::resources)
                        .map(arn -> arn.substring(arn.indexOf(":execution:")))
                        .containsExactlyInAnyOrder(":execution:restore-orders:*", ":execution:recover-orders:*");
            } else {
                assertThat(describing).as(role).isEmpty();
            }
        }
    }

    @Test
    void whatTheRecoveryCallsBesidesFunctionsItMayCall() {
        Set<String> called = Pattern.compile("arn:aws:states:::aws-sdk:[a-zA-Z:]+")
                .matcher(Definitions.recoverEnsemble())
                .results()
                .map((MatchResult match) -> match.group())
                .collect(Collectors.toSet());

        assertThat(called).containsExactly("arn:aws:states:::aws-sdk:sfn:describeExecution");
        assertThat(Definitions.restoreEnsemble()).doesNotContain("aws-sdk:");
    }

    @Test
    void everyFunctionButTheDrillIsCalledByOneOfTheTwo() {
        assertThat(Stream.of(Machine.values()).flatMap(machine -> machine.placeholders().stream()))
                .containsOnlyOnceElementsOf(Set.of("PlanRestore", "PlanRecovery", "RestoreServer"))
                .containsAll(Stream.of(FunctionSpec.values())
                        .filter(spec -> spec != FunctionSpec.VERIFY_SNAPSHOT)
                        .map(FunctionSpec::title)
                        .toList());
    }

    private enum Machine {
        RESTORE("restore-orders", Definitions.restoreEnsemble()),
        RECOVER("recover-orders", Definitions.recoverEnsemble());

        private final String name;
        private final String definition;

        Machine(String name, String definition) {
            this.name = name;
            this.definition = definition;
        }

        JsonNode in(Deployed deployed) {
            return deployed.machine(name);
        }

        String role(Deployed deployed) {
            return in(deployed).at("/RoleArn/Fn::GetAtt/0").asText();
        }

        List<Statement> statements(Deployed deployed) {
            return deployed.statements(role(deployed));
        }

        Set<String> placeholders() {
            return PLACEHOLDER
                    .matcher(definition)
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
