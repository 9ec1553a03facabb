package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.infra.Deployed.Statement;
import io.zooark.json.Json;
import io.zooark.snapshot.TakeSnapshot;
import io.zooark.snapshot.VerifySnapshot;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsNode
class ScheduledJobsTest {
    private final Deployed orders = Synthesis.orders();
    private final JsonNode schedule = orders.schedule("backups");

    @Test
    void passesTheTimeAtWhichTheBackupWasDue() throws JsonProcessingException {
        String input = schedule.at("/Target/Input").asText();
        assertThat(input).contains("<aws.scheduler.scheduled-time>");

        String delivered = input.replace("<aws.scheduler.scheduled-time>", "2026-11-22T10:00:00Z");
        TakeSnapshot.Request request = Json.mapper().readValue(delivered, TakeSnapshot.Request.class);

        assertThat(request).isEqualTo(new TakeSnapshot.Request("orders", Instant.parse("2026-11-22T10:00:00Z"), null));
    }

    @Test
    void aDrillTakesTheNewestBackup() throws JsonProcessingException {
        JsonNode drill = orders.schedule("restore drills");

        VerifySnapshot.Request request =
                Json.mapper().readValue(drill.at("/Target/Input").asText(), VerifySnapshot.Request.class);

        assertThat(request).isEqualTo(new VerifySnapshot.Request(null));
    }

    @Test
    void followsTheConfiguration() {
        assertThat(schedule.path("ScheduleExpression").asText()).isEqualTo("cron(0 * * * ? *)");
        assertThat(schedule.at("/FlexibleTimeWindow/MaximumWindowInMinutes").asInt())
                .isEqualTo(5);
        assertThat(orders.schedule("restore drills").path("ScheduleExpression").asText())
                .as("once a day")
                .isEqualTo("cron(30 3 * * ? *)");

        JsonNode audit = Synthesis.audit().schedule("backups");

        assertThat(audit.path("ScheduleExpressionTimezone").asText()).isEqualTo("Europe/Berlin");
        assertThat(audit.at("/FlexibleTimeWindow/Mode").asText()).isEqualTo("OFF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backups", "restore drills"})
    void keepsAJobThatDidNotComeAbout(String jobs) {
        String queue = Deployed.text(orders.schedule(jobs).at("/Target/DeadLetterConfig/Arn"));

        assertThat(queue).startsWith("{JobsMissed");
        assertThat(orders.all("AWS::Lambda::EventInvokeConfig"))
                .hasSize(2)
                .allMatch(config -> Deployed.text(config.at("/DestinationConfig/OnFailure/Destination"))
                        .equals(queue));
    }

    @ParameterizedTest
    @ValueSource(strings = {"backups", "restore drills"})
    void givesAJobUpAfterAnHour(String jobs) {
        assertThat(orders.schedule(jobs)
                        .at("/Target/RetryPolicy/MaximumEventAgeInSeconds")
                        .asInt())
                .isEqualTo(3600);
        assertThat(orders.all("AWS::Lambda::EventInvokeConfig"))
                .allMatch(config -> config.path("MaximumEventAgeInSeconds").asInt() == 3600);
    }

    @Test
    void theQueueIsEncryptedAndRefusesPlainHttp() {
        assertThat(orders.only("AWS::SQS::Queue").path("SqsManagedSseEnabled").asBoolean())
                .isTrue();
        JsonNode refusal = orders.only("AWS::SQS::QueuePolicy").at("/PolicyDocument/Statement/0");
        assertThat(refusal.path("Effect").asText()).isEqualTo("Deny");
        assertThat(refusal.at("/Condition/Bool/aws:SecureTransport").asText()).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource({"backups, TakeSnapshot", "restore drills, VerifySnapshot"})
    void mayStartItsFunctionAndNothingElse(String jobs, String function) {
        String role = orders.schedule(jobs).at("/Target/RoleArn/Fn::GetAtt/0").asText();

        assertThat(orders.statements(role))
                .flatExtracting(Statement::actions)
                .containsExactlyInAnyOrder("lambda:InvokeFunction", "sqs:SendMessage");
        assertThat(orders.statements(role))
                .flatExtracting(Statement::resources)
                .allMatch(resource -> resource.startsWith("{Functions" + function + "Function")
                        || resource.startsWith("{JobsMissed"));
    }
}
