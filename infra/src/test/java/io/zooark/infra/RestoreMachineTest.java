package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.infra.Deployed.Statement;
import io.zooark.statemachine.Definitions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@NeedsNode
class RestoreMachineTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private final Deployed orders = Synthesis.orders();
    private final JsonNode machine = orders.only("AWS::StepFunctions::StateMachine");

    @Test
    void isDeployedAsTheTextThatWasReviewed() {
        assertThat(machine.path("DefinitionString").asText()).isEqualTo(Definitions.restoreEnsemble());
    }

    @Test
    void everyPlaceholderStandsForTheFunctionOfItsName() {
        Set<String> placeholders = PLACEHOLDER
                .matcher(Definitions.restoreEnsemble())
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        Map<String, String> substitutions = machine.path("DefinitionSubstitutions").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Deployed.text(entry.getValue())));

        assertThat(substitutions.keySet()).isEqualTo(placeholders);
        assertThat(substitutions)
                .allSatisfy((name, arn) -> assertThat(arn)
                        .startsWith("{Functions" + name + "Function")
                        .endsWith(".Arn}"));
    }

    @Test
    void remembersItsExecutions() {
        assertThat(machine.path("StateMachineType").asText()).isEqualTo("STANDARD");
    }

    @Test
    void logsWhatHappenedButNoData() {
        assertThat(machine.at("/LoggingConfiguration/Level").asText()).isEqualTo("ALL");
        assertThat(machine.at("/LoggingConfiguration/IncludeExecutionData").asBoolean(true))
                .isFalse();
    }

    @Test
    void mayInvokeItsFunctionsAndDoNothingElseButLog() {
        List<Statement> statements =
                orders.statements(machine.at("/RoleArn/Fn::GetAtt/0").asText());

        assertThat(statements)
                .filteredOn(statement -> !statement.actions().contains("logs:CreateLogDelivery"))
                .singleElement()
                .satisfies(invoke -> {
                    assertThat(invoke.actions()).containsExactly("lambda:InvokeFunction");
                    assertThat(invoke.resources())
                            .hasSize(7)
                            .allMatch(arn -> Arrays.stream(FunctionSpec.values())
                                    .filter(FunctionSpec::inRestore)
                                    .anyMatch(spec -> arn.startsWith("{Functions" + spec.title() + "Function")));
                });
        assertThat(statements)
                .filteredOn(statement -> statement.actions().contains("logs:CreateLogDelivery"))
                .flatExtracting(Statement::actions)
                .allMatch(action -> action.startsWith("logs:"));
    }
}
