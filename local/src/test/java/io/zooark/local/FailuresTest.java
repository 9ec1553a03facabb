package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.Trial.Backup;
import io.zooark.local.cloud.Permission;
import io.zooark.local.cloud.RuleSource;
import io.zooark.local.cloud.SecurityGroupRule;
import io.zooark.local.cloud.Traffic;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.LiveClients;
import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a restore leaves behind where it cannot go on: everything as it was, or the ensemble closed. */
class FailuresTest {
    private static final Map<String, String> LATEST = Map.of("confirm", LocalCloud.ENSEMBLE);

    private static Trial trial;
    private static Backup backup;
    private static List<SecurityGroupRule> rules;

    @BeforeAll
    static void begin() throws Exception {
        trial = Trial.begin("failures");
        backup = trial.backup();
        rules = trial.cloud().ec2().ingress(LocalCloud.SERVERS_GROUP);
    }

    @AfterAll
    static void close() throws IOException {
        trial.close();
    }

    @BeforeEach
    void change() throws IOException {
        trial.changeAfterBackup();
    }

    @Test
    void aClientThatStaysConnectedEndsTheRestoreBeforeAnythingIsMoved() throws Exception {
        LocalHost host = trial.ensemble().host(2);
        Touched before = Touched.of(trial);
        host.gate().spareEstablished(true);
        Execution execution;
        try (LiveClients client =
                LiveClients.start("127.0.0.1:" + host.server().ports().gate(), 1, Duration.ofSeconds(6))) {
            client.awaitWrites(10, Trial.LIMIT);

            execution = trial.run(LATEST);

            client.awaitWrites(client.acknowledged() + 10, Trial.LIMIT);
            assertThat(client.failed()).isZero();
        } finally {
            host.gate().spareEstablished(false);
        }
        assertThat(execution.status()).isEqualTo(Execution.Status.FAILED);
        assertThat(execution.error()).hasValue("RestoreRefused");
        assertThat(execution.cause().orElseThrow())
                .contains("ended before any data was moved, and nothing was changed")
                .contains("1 clients are still connected to server 2");
        assertThat(Touched.of(trial).withoutRecords()).isEqualTo(before.withoutRecords());
        assertThat(trial.lock().orElseThrow().path("phase").asText()).isEqualTo("RELEASED");
        trial.write("/written-after-the-refusal");
        trial.restore(backup);
        trial.assertHolds(backup);
    }

    @Test
    void anEnsembleThatIsLeftClosedStaysClosedUntilARestoreThatTakesOverSucceeds() throws Exception {
        Path inTheWay = trial.ensemble().host(3).server().dataDir().resolve("set-aside");
        if (Files.exists(inTheWay)) {
            Files.move(inTheWay, inTheWay.resolveSibling("set-aside-by-others"));
        }
        Files.createFile(inTheWay);

        Execution first = trial.run(Map.of("confirm", "orders", "snapshot", backup.id(), "onFailure", "stay-closed"));

        assertLeftClosed(first);
        assertThat(first.cause().orElseThrow())
                .contains("set-aside on " + LocalCloud.instance(3) + " failed")
                .contains(
                        "mend the reason, then start the restore again with {\"confirm\": \"orders\", \"snapshot\": \""
                                + backup.id() + "\"}")
                .contains("Nothing was deleted");

        // one that takes over and fails before it has moved anything must not let clients in to what the first has left
        List<SecurityGroupRule> newcomers = new ArrayList<>();
        trial.before("Close client access", () -> newcomers.addAll(letIn("10.9.0.0/16")));
        Execution second = trial.run(LATEST);
        newcomers.forEach(trial.cloud().ec2()::revoke);

        assertThat(second.cause().orElseThrow()).contains("was not there when the restore was planned");
        assertLeftClosed(second);

        Files.delete(inTheWay);
        Execution third = trial.run(LATEST);

        Trial.assertSucceeded(third);
        assertThat(trial.cloud().ec2().ingress(LocalCloud.SERVERS_GROUP)).isEqualTo(rules);
        trial.write("/written-after-the-restore");
        trial.assertHolds(backup, "/written-after-the-restore");
    }

    @Test
    void aSecondRestoreIsRefusedWhileOneRuns() throws Exception {
        List<Execution> second = new ArrayList<>();
        trial.before("Take a safety snapshot", () -> second.add(trial.run(LATEST)));

        Execution first = trial.restore(backup);

        assertThat(second.get(0).status()).isEqualTo(Execution.Status.FAILED);
        assertThat(second.get(0).error()).hasValue("RestoreRefused");
        assertThat(second.get(0).cause().orElseThrow())
                .startsWith("Nothing was changed.")
                .contains("'orders' is being restored by " + first.arn());
        trial.assertHolds(backup);
    }

    @Test
    void everyFileOfBeforeIsSetAsideByteForByte() throws Exception {
        Map<Path, String> early = Inventory.of(trial);
        Map<Path, String> stopped = new TreeMap<>();
        trial.before("Choose the new epoch", () -> stopped.putAll(Inventory.of(trial)));

        Execution execution = trial.restore(backup);

        assertThat(stopped.keySet()).containsAll(early.keySet());
        assertThat(Inventory.before(trial, execution.name())).isEqualTo(stopped);
    }

    private static List<SecurityGroupRule> letIn(String network) {
        int port = trial.ensemble().host(1).server().ports().client();
        return trial.cloud()
                .ec2()
                .authorize(
                        LocalCloud.SERVERS_GROUP,
                        new Permission(Traffic.tcp(port, port), RuleSource.cidr(network), "added meanwhile"));
    }

    private static void assertLeftClosed(Execution execution) throws IOException {
        assertThat(execution.status()).isEqualTo(Execution.Status.FAILED);
        assertThat(execution.error()).as("%s", execution.cause()).hasValue("EnsembleLeftClosed");
        assertThat(trial.lock().orElseThrow().path("phase").asText()).isEqualTo("LEFT_CLOSED");
        for (LocalHost host : trial.ensemble().hosts()) {
            assertThat(host.gate().isCut()).isTrue();
            assertThat(trial.cloud().admitsClients(host.server().id())).isFalse();
        }
    }
}
