package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.infra.Deployed.Statement;
import io.zooark.json.Json;
import io.zooark.snapshot.TakeSnapshot;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@NeedsNode
class BackupScheduleTest {
    private final Deployed orders = Synthesis.orders();
    private final JsonNode schedule = orders.only("AWS::Scheduler::Schedule");

    @Test
    void passesTheTimeAtWhichTheBackupWasDue() throws JsonProcessingException {
        String input = schedule.at("/Target/Input").asText();
        assertThat(input).contains("<aws.scheduler.scheduled-time>");

        String delivered = input.replace("<aws.scheduler.scheduled-time>", "2026-11-22T10:00:00Z");
        TakeSnapshot.Request request = Json.mapper().readValue(delivered, TakeSnapshot.Request.class);

        assertThat(request).isEqualTo(new TakeSnapshot.Request("orders", Instant.parse("2026-11-22T10:00:00Z"), null));
    }

    @Test
    void followsTheConfiguration() {
        assertThat(schedule.path("ScheduleExpression").asText()).isEqualTo("cron(0 * * * ? *)");
        assertThat(schedule.at("/FlexibleTimeWindow/MaximumWindowInMinutes").asInt())
                .isEqualTo(5);

        JsonNode audit = Synthesis.audit().only("AWS::Scheduler::Schedule");

        assertThat(audit.path("ScheduleExpressionTimezone").asText()).isEqualTo("Europe/Berlin");
        assertThat(audit.at("/FlexibleTimeWindow/Mode").asText()).isEqualTo("OFF");
    }

    @Test
    void keepsABackupThatWasNotTaken() {
        String queue = Deployed.text(schedule.at("/Target/DeadLetterConfig/Arn"));

        assertThat(queue).startsWith("{BackupsMissed");
        assertThat(Deployed.text(
                        orders.only("AWS::Lambda::EventInvokeConfig").at("/DestinationConfig/OnFailure/Destination")))
                .isEqualTo(queue);
    }

    @Test
    void givesABackupUpAfterAnHour() {
        assertThat(schedule.at("/Target/RetryPolicy/MaximumEventAgeInSeconds").asInt())
                .isEqualTo(3600);
        assertThat(orders.only("AWS::Lambda::EventInvokeConfig")
                        .path("MaximumEventAgeInSeconds")
                        .asInt())
                .isEqualTo(3600);
    }

    @Test
    void theQueueIsEncryptedAndRefusesPlainHttp() {
        assertThat(orders.only("AWS::SQS::Queue").path("SqsManagedSseEnabled").asBoolean())
                .isTrue();
        JsonNode refusal = orders.only("AWS::SQS::QueuePolicy").at("/PolicyDocument/Statement/0");
        assertThat(refusal.path("Effect").asText()).isEqualTo("Deny");
        assertThat(refusal.at("/Condition/Bool/aws:SecureTransport").asText()).isEqualTo("false");
    }

    @Test
    void mayStartBackupsAndNothingElse() {
        String role = schedule.at("/Target/RoleArn/Fn::GetAtt/0").asText();

        assertThat(orders.statements(role))
                .flatExtracting(Statement::actions)
                .containsExactlyInAnyOrder("lambda:InvokeFunction", "sqs:SendMessage");
        assertThat(orders.statements(role))
                .flatExtracting(Statement::resources)
                .allMatch(resource ->
                        resource.startsWith("{FunctionsTakeSnapshotFunction") || resource.startsWith("{BackupsMissed"));
    }
}
