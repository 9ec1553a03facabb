package io.zooark.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidParametersException;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** Asks the local cloud's Systems Manager through the SDK. */
class SsmTest {
    private static final String HOST = "i-00000000000000001";
    private static final Duration VISIBLE_AFTER = Duration.ofSeconds(1);

    private static final String DOCUMENT = """
            {"schemaVersion": "2.2",
             "parameters": {
               "Name": {"type": "String", "allowedPattern": "^[a-z ;$()]{1,40}$", "interpolationType": "ENV_VAR"},
               "Mode": {"type": "String", "default": "quiet", "allowedValues": ["quiet", "loud"]},
               "Timeout": {"type": "String", "default": "60", "allowedPattern": "^[0-9]{1,4}$"}},
             "mainSteps": [{"action": "aws:runShellScript", "name": "greet", "inputs": {
               "timeoutSeconds": "{{ Timeout }}",
               "runCommand": ["#!/bin/sh", %s]}}]}
            """;

    private final MovableClock clock = new MovableClock();
    private Path folder;
    private Ssm ssm;
    private Gateway gateway;
    private SsmClient client;

    @BeforeEach
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        ssm = new Ssm(clock, VISIBLE_AFTER);
        ssm.instance(HOST, new ShellHost(folder));
        ssm.document("Greet", DOCUMENT.formatted("\"echo \\\"{{ Mode }} $SSM_Name\\\"\""));
        gateway = Gateway.open(0).ssm(ssm);
        client = Clients.ssm(gateway.endpoint());
    }

    @AfterEach
    void close() {
        client.close();
        gateway.close();
        ssm.close();
    }

    @Test
    void aCommandRunsItsScriptOnTheHost() {
        GetCommandInvocationResponse done = ended(send("Greet", Map.of("Name", "ann", "Mode", "loud")));

        assertThat(done.status()).isEqualTo(CommandInvocationStatus.SUCCESS);
        assertThat(done.standardOutputContent()).isEqualTo("loud ann\n");
        assertThat(done.responseCode()).isZero();
    }

    @Test
    void aParameterPassedAsEnvironmentIsNotRead() {
        GetCommandInvocationResponse done = ended(send("Greet", Map.of("Name", "$(touch x); rm x")));

        assertThat(done.standardOutputContent()).isEqualTo("quiet $(touch x); rm x\n");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void aCommandIsNotFoundRightAfterItWasSent() {
        String command = send("Greet", Map.of("Name", "ann"));

        assertThatThrownBy(() -> ask(command)).isInstanceOf(InvocationDoesNotExistException.class);
        clock.forward(VISIBLE_AFTER);
        assertThat(ask(command).commandId()).isEqualTo(command);
    }

    @Test
    void aScriptThatFailsSaysHow() {
        ssm.document("Fail", DOCUMENT.formatted("\"echo why >&2\", \"exit 3\""));

        GetCommandInvocationResponse done = ended(send("Fail", Map.of("Name", "ann")));

        assertThat(done.status()).isEqualTo(CommandInvocationStatus.FAILED);
        assertThat(done.responseCode()).isEqualTo(3);
        assertThat(done.standardErrorContent()).isEqualTo("why\n");
    }

    @Test
    void aScriptThatTakesTooLongIsKilled() {
        ssm.document("Hang", DOCUMENT.formatted("\"exec sleep 600\""));

        GetCommandInvocationResponse done = ended(send("Hang", Map.of("Name", "ann", "Timeout", "0")));

        assertThat(done.status()).isEqualTo(CommandInvocationStatus.TIMED_OUT);
        assertThat(done.statusDetails()).isEqualTo("Execution Timed Out");
    }

    @Test
    void outputIsCutAt24000Characters() {
        ssm.document("Talk", DOCUMENT.formatted("\"printf '%030000d' 7\""));

        assertThat(ended(send("Talk", Map.of("Name", "ann"))).standardOutputContent())
                .isEqualTo("0".repeat(24_000));
    }

    @Test
    void aCommandIsInProgressUntilItsScriptEnds() throws IOException {
        ssm.document("Wait", DOCUMENT.formatted("\"until [ -e go ]; do sleep 0.05; done\""));
        String command = send("Wait", Map.of("Name", "ann"));
        clock.forward(VISIBLE_AFTER);

        assertThat(awaitNot(command, CommandInvocationStatus.PENDING).status())
                .isEqualTo(CommandInvocationStatus.IN_PROGRESS);
        Files.createFile(folder.resolve("go"));
        assertThat(ended(command).status()).isEqualTo(CommandInvocationStatus.SUCCESS);
    }

    @Test
    void aCommandThatRunsCanBeCancelled() {
        ssm.document("Hang", DOCUMENT.formatted("\"exec sleep 600\""));
        String command = send("Hang", Map.of("Name", "ann"));
        clock.forward(VISIBLE_AFTER);
        awaitNot(command, CommandInvocationStatus.PENDING);

        client.cancelCommand(request -> request.commandId(command));

        assertThat(ended(command).status()).isEqualTo(CommandInvocationStatus.CANCELLED);
    }

    @Test
    void aCommandWaitsForAnAgentThatIsOffline() {
        ssm.online(HOST, false);
        String command = send("Greet", Map.of("Name", "ann"));
        clock.forward(Duration.ofSeconds(59));
        assertThat(ask(command).status()).isEqualTo(CommandInvocationStatus.PENDING);

        ssm.online(HOST, true);

        assertThat(ended(command).status()).isEqualTo(CommandInvocationStatus.SUCCESS);
    }

    @Test
    void aCommandIsNotDeliveredAfterItsTime() {
        ssm.online(HOST, false);
        String command = send("Greet", Map.of("Name", "ann"));
        clock.forward(Duration.ofSeconds(61));

        ssm.online(HOST, true);

        assertThat(ask(command).status()).isEqualTo(CommandInvocationStatus.TIMED_OUT);
        assertThat(ask(command).statusDetails()).isEqualTo("Delivery Timed Out");
    }

    @Test
    void deliveryIsGivenUpEarlierForThoseWhoCannotWait() {
        ssm.deliverWithin(Duration.ofSeconds(1));
        ssm.online(HOST, false);
        String command = send("Greet", Map.of("Name", "ann"));

        clock.forward(Duration.ofSeconds(2));

        assertThat(ask(command).statusDetails()).isEqualTo("Delivery Timed Out");
    }

    @Test
    void whatTheDocumentDoesNotAllowIsRefused() {
        for (Map<String, String> parameters : List.of(
                Map.of("Name", "Ann"),
                Map.of("Name", "ann", "Mode", "shrill"),
                Map.of("Name", "ann", "Age", "7"),
                Map.<String, String>of())) {
            assertThatThrownBy(() -> send("Greet", parameters)).isInstanceOf(InvalidParametersException.class);
        }
    }

    @Test
    void whatIsNotRegisteredIsRefused() {
        assertThatThrownBy(() -> send("AWS-RunShellScript", Map.of())).isInstanceOf(InvalidDocumentException.class);
        assertThatThrownBy(() -> client.sendCommand(request -> request.documentName("Greet")
                        .instanceIds("i-00000000000000009")
                        .parameters(Map.of("Name", List.of("ann")))))
                .isInstanceOf(InvalidInstanceIdException.class);
        assertThatThrownBy(() -> client.sendCommand(request ->
                        request.documentName("Greet").instanceIds(HOST).timeoutSeconds(5)))
                .isInstanceOf(SsmException.class)
                .hasMessageContaining("30");
    }

    @Test
    void agentsAreListedWithTheirState() {
        ssm.instance("i-00000000000000002", new ShellHost(folder));
        ssm.online(HOST, false);

        assertThat(client.describeInstanceInformation(
                                request -> request.filters(InstanceInformationStringFilter.builder()
                                        .key("InstanceIds")
                                        .values(HOST)
                                        .build()))
                        .instanceInformationList())
                .singleElement()
                .satisfies(found -> assertThat(found.pingStatusAsString()).isEqualTo("ConnectionLost"));
        assertThat(client.describeInstanceInformation().instanceInformationList())
                .hasSize(2);
    }

    @Test
    void aSecureParameterIsReadOnlyWithDecryption() {
        ssm.secret("/zooark/admin", "digest admin:secret");

        assertThat(client.getParameter(request -> request.name("/zooark/admin").withDecryption(true))
                        .parameter()
                        .value())
                .isEqualTo("digest admin:secret");
        assertThat(client.getParameter(request -> request.name("/zooark/admin"))
                        .parameter()
                        .value())
                .doesNotContain("secret");
        assertThatThrownBy(() -> client.getParameter(request -> request.name("/zooark/none")))
                .isInstanceOf(ParameterNotFoundException.class);
    }

    private String send(String document, Map<String, String> parameters) {
        Map<String, List<String>> lists = parameters.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        return client.sendCommand(request -> request.documentName(document)
                        .instanceIds(HOST)
                        .timeoutSeconds(60)
                        .parameters(lists))
                .command()
                .commandId();
    }

    private GetCommandInvocationResponse ask(String command) {
        return client.getCommandInvocation(request -> request.commandId(command).instanceId(HOST));
    }

    private GetCommandInvocationResponse ended(String command) {
        clock.forward(VISIBLE_AFTER);
        awaitNot(command, CommandInvocationStatus.PENDING);
        return awaitNot(command, CommandInvocationStatus.IN_PROGRESS);
    }

    private GetCommandInvocationResponse awaitNot(String command, CommandInvocationStatus status) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            GetCommandInvocationResponse response = ask(command);
            if (response.status() != status) {
                return response;
            }
            assertThat(System.nanoTime())
                    .as("still " + status + " after a minute")
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static final class MovableClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T10:00:00Z");

        synchronized void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public synchronized Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock stays in UTC");
        }
    }
}
