package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.infra.Deployed.Statement;
import io.zooark.json.Json;
import io.zooark.restore.RecoveryInput;
import io.zooark.statemachine.Definitions;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsNode
class RecoveryRuleTest {
    private static final String RESTORE = "{Restore";
    private static final String RECOVER = "{Recover";

    private final Deployed orders = Synthesis.orders();
    private final JsonNode rule = orders.only("AWS::Events::Rule");
    private final JsonNode target = rule.at("/Targets/0");
    private final JsonNode schedule = orders.schedule("recoveries");

    @Test
    void listensToEveryEndOfARestoreThatIsNotASuccess() {
        JsonNode pattern = rule.path("EventPattern");

        assertThat(texts(pattern.path("source"))).containsExactly("aws.states");
        assertThat(texts(pattern.path("detail-type"))).containsExactly("Step Functions Execution Status Change");
        assertThat(texts(pattern.at("/detail/status"))).containsExactlyInAnyOrder("FAILED", "ABORTED", "TIMED_OUT");
    }

    @Test
    void listensToTheRestoreMachineAloneForARecoveryThatFailsIsNotStartedAgainAtOnce() {
        assertThat(texts(rule.at("/EventPattern/detail/stateMachineArn")))
                .singleElement()
                .asString()
                .startsWith(RESTORE);
    }

    @Test
    void looksEveryFiveMinutesWhateverHasBecomeOfEvents() {
        assertThat(schedule.path("ScheduleExpression").asText()).isEqualTo("rate(5 minutes)");
        assertThat(schedule.at("/FlexibleTimeWindow/Mode").asText()).isEqualTo("OFF");
        assertThat(schedule.at("/Target/RetryPolicy/MaximumEventAgeInSeconds").asInt())
                .as("the next one comes then")
                .isEqualTo(300);
    }

    /** {@code infra/README.md} has what 8,760 of them cost in a month. */
    @Test
    void aLookThatFindsNothingPassesThreeStates() throws JsonProcessingException {
        JsonNode definition = Json.mapper().readTree(Definitions.recoverEnsemble());
        JsonNode look = state(definition, definition.path("StartAt"));
        JsonNode question = state(definition, look.path("Next"));
        JsonNode nothing = Deployed.stream(question.path("Choices"))
                .filter(choice -> choice.path("StringEquals").asText().equals("nothing"))
                .findFirst()
                .orElseThrow();

        assertThat(state(definition, nothing.path("Next")).path("End").asBoolean())
                .isTrue();
    }

    @Test
    void bothStartTheRecoveryWithTheEnsemblesNameAndNothingOfTheEvent() throws JsonProcessingException {
        for (JsonNode start : List.of(target, schedule.path("Target"))) {
            assertThat(Deployed.text(start.path("Arn"))).startsWith(RECOVER);
            assertThat(Json.mapper().readValue(start.path("Input").asText(), RecoveryInput.class))
                    .isEqualTo(new RecoveryInput("orders", null, false));
            assertThat(start.has("InputPath") || start.has("InputTransformer")).isFalse();
        }
    }

    @Test
    void eachMayStartTheRecoveryAndNothingElse() {
        List<Statement> ofRule = statements(target);
        List<Statement> ofSchedule = statements(schedule.path("Target"));

        assertThat(ofRule).flatExtracting(Statement::actions).containsExactly("states:StartExecution");
        assertThat(ofSchedule)
                .flatExtracting(Statement::actions)
                .containsExactlyInAnyOrder("states:StartExecution", "sqs:SendMessage");
        assertThat(List.of(ofRule, ofSchedule))
                .allSatisfy(statements -> assertThat(statements)
                        .filteredOn(statement -> statement.actions().contains("states:StartExecution"))
                        .flatExtracting(Statement::resources)
                        .singleElement()
                        .asString()
                        .startsWith(RECOVER));
    }

    @Test
    void nothingElseStartsARestoreOrARecovery() {
        assertThat(orders.roles().stream()
                        .filter(role -> orders.statements(role).stream()
                                .anyMatch(statement -> statement.actions().contains("states:StartExecution"))))
                .hasSize(2);
    }

    @Test
    void rulesAndSchedulesOfOtherAccountsCannotUseTheRoles() {
        for (JsonNode start : List.of(target, schedule.path("Target"))) {
            JsonNode condition =
                    orders.trust(start.at("/RoleArn/Fn::GetAtt/0").asText()).path("Condition");

            assertThat(Deployed.text(condition.at("/StringEquals/aws:SourceAccount")))
                    .isEqualTo("{AWS::AccountId}");
            assertThat(condition.findValues("aws:SourceArn")).hasSize(1);
        }
    }

    @Test
    void keepsAStartThatCameToNothing() {
        String queue = Deployed.text(target.at("/DeadLetterConfig/Arn"));

        assertThat(queue)
                .startsWith("{JobsMissed")
                .isEqualTo(Deployed.text(schedule.at("/Target/DeadLetterConfig/Arn")));
        assertThat(target.at("/RetryPolicy/MaximumEventAgeInSeconds").asInt()).isEqualTo(3600);
        assertThat(Deployed.stream(orders.only("AWS::SQS::QueuePolicy").at("/PolicyDocument/Statement")))
                .filteredOn(statement -> statement.path("Effect").asText().equals("Allow"))
                .singleElement()
                .satisfies(statement -> {
                    assertThat(statement.at("/Principal/Service").asText()).isEqualTo("events.amazonaws.com");
                    assertThat(statement.path("Action").asText()).isEqualTo("sqs:SendMessage");
                    assertThat(Deployed.text(statement.at("/Condition/ArnEquals/aws:SourceArn")))
                            .startsWith("{RecoveryRule");
                });
    }

    private static JsonNode state(JsonNode definition, JsonNode name) {
        return definition.path("States").path(name.asText());
    }

    private List<Statement> statements(JsonNode start) {
        return orders.statements(start.at("/RoleArn/Fn::GetAtt/0").asText());
    }

    private static List<String> texts(JsonNode list) {
        return Deployed.stream(list).map(Deployed::text).toList();
    }
}
