package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.Trial.Backup;
import io.zooark.local.cloud.SecurityGroupRule;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a restore whose execution was stopped, and of one that nobody wants any more. */
class RecoveryTest {
    private static Trial trial;
    private static Backup backup;
    private static List<SecurityGroupRule> rules;

    @BeforeAll
    static void begin() throws Exception {
        trial = Trial.begin("recovery");
        backup = trial.backup();
        rules = trial.cloud().ec2().ingress(LocalCloud.SERVERS_GROUP);
    }

    @AfterAll
    static void close() throws IOException {
        trial.close();
    }

    @AfterEach
    void letEventsArrive() {
        trial.cloud().recoveryRule().eventsArrive(true);
    }

    @Test
    void anExecutionThatIsStoppedAfterDataWasMovedIsRolledBack() throws Exception {
        Tree before = changed();

        Execution stopped = stoppedBefore("Persist on every server");
        Execution recovery = trial.recoveryOf(stopped);

        Trial.assertSucceeded(recovery);
        assertThat(recovery.output().orElseThrow()).contains("was rolled back").contains("data of before is served");
        assertThat(trial.lock().orElseThrow().path("outcome").asText()).isEqualTo("ROLLED_BACK");
        assertOpen();
        trial.write("/written-after-the-roll-back");
        trial.assertServes(before, "/written-after-the-roll-back");
        trial.killAll();
        trial.ensemble().awaitBroadcast(Trial.LIMIT);
        trial.assertServes(before, "/written-after-the-roll-back");

        trial.restore(backup);
        trial.assertHolds(backup);
    }

    @Test
    void anExecutionThatIsStoppedBeforeDataWasMovedIsOpenedAgain() throws Exception {
        Tree before = changed();

        Execution recovery = trial.recoveryOf(stoppedBefore("Choose the new epoch"));

        Trial.assertSucceeded(recovery);
        assertThat(recovery.output().orElseThrow()).contains("nothing was changed");
        assertOpen();
        trial.ensemble().awaitBroadcast(Trial.LIMIT);
        trial.assertServes(before);
    }

    @Test
    void whatIsProvenIsOpenedThoughTheExecutionIsGoneAndItsEventIsLost() throws Exception {
        trial.cloud().recoveryRule().eventsArrive(false);
        Execution stopped = stoppedBefore("Lift the cuts");
        assertThat(trial.lock().orElseThrow().path("phase").asText()).isEqualTo("OPENING");

        Execution recovery = Trial.ended(trial.cloud().recoveryRule().start());

        Trial.assertSucceeded(recovery);
        assertThat(recovery.startedAt()).isAfterOrEqualTo(stopped.stoppedAt().orElseThrow());
        assertOpen();
        trial.write("/written-after-the-opening");
        trial.assertHolds(backup, "/written-after-the-opening");
        Execution next = Trial.ended(trial.cloud().recoveryRule().start());
        assertThat(next.output().orElseThrow()).contains("nothing is due");
    }

    @Test
    void aRestoreThatRunsIsLeftAlone() throws Exception {
        trial.before("Persist on every server", () -> {
            Execution meanwhile = Trial.ended(trial.cloud().recoveryRule().start());
            assertThat(meanwhile.output().orElseThrow()).contains("is in phase MOVING");
        });

        trial.restore(backup);

        trial.assertHolds(backup);
    }

    @Test
    void aSuccessfulRestoreIsUndone() throws Exception {
        Tree before = changed();
        Execution restore = trial.restore(backup);
        trial.write("/written-after-the-restore");
        assertAHostThatHasLostWhatWasSetAsideIsFoundOutInTime(restore);

        Execution undo = trial.recover(Map.of("confirm", "orders", "undo", restore.name()));

        Trial.assertSucceeded(undo);
        assertThat(undo.output().orElseThrow())
                .contains("was undone")
                .contains("set-aside/" + undo.name() + "/restored");
        assertOpen();
        trial.write("/written-after-the-undoing");
        trial.assertServes(before, "/written-after-the-undoing");
        assertThat(trial.tree().nodes()).doesNotContainKey("/written-after-the-restore");
        Execution again = trial.recover(Map.of("confirm", "orders", "undo", restore.name()));
        assertThat(again.error()).hasValue("RecoveryRefused");
        trial.restore(backup);
        trial.assertHolds(backup);
    }

    @Test
    void anEnsembleThatWasToStayClosedDoesSoUntilAPersonUndoesIt() throws Exception {
        Tree before = changed();
        trial.before("Persist on every server", () -> stopAll());
        Execution restore = trial.run(Map.of("confirm", "orders", "snapshot", backup.id(), "onFailure", "stay-closed"));
        assertThat(restore.error()).hasValue("EnsembleLeftClosed");
        assertThat(restore.cause().orElseThrow()).contains("\"undo\": \"" + restore.name() + "\"");
        Execution recovery = trial.recoveryOf(restore);
        assertThat(recovery.output().orElseThrow()).contains("left 'orders' closed");
        assertThat(trial.cloud().admitsClients(1)).isFalse();

        Execution undo = trial.recover(Map.of("confirm", "orders", "undo", restore.name()));

        Trial.assertSucceeded(undo);
        assertOpen();
        trial.assertServes(before);
    }

    private static void assertAHostThatHasLostWhatWasSetAsideIsFoundOutInTime(Execution restore) throws Exception {
        Path aside = trial.ensemble().host(2).server().dataDir().resolve("set-aside");
        Path elsewhere = Files.move(aside, aside.resolveSibling("elsewhere"));
        Execution refused = trial.recover(Map.of("confirm", "orders", "undo", restore.name()));
        Files.move(elsewhere, aside);

        assertThat(refused.error()).hasValue("RecoveryRefused");
        assertThat(refused.cause().orElseThrow())
                .contains("set aside is not on [" + LocalCloud.instance(2))
                .contains("nothing was changed");
        assertOpen();
    }

    /** Writes what no backup holds, and returns what is served then. */
    private static Tree changed() throws IOException {
        trial.write("/orders/written-" + System.nanoTime());
        return trial.tree();
    }

    private static void stopAll() throws IOException {
        trial.ensemble().hosts().forEach(host -> host.server().kill());
    }

    private static Execution stoppedBefore(String state) throws Exception {
        Execution[] execution = new Execution[1];
        CountDownLatch started = new CountDownLatch(1);
        trial.before(state, () -> {
            started.await();
            execution[0].stop("Operator.Stopped", "a person pressed Stop");
        });
        execution[0] = trial.start(Map.of("confirm", "orders", "snapshot", backup.id()));
        started.countDown();
        return Trial.ended(execution[0]);
    }

    private static void assertOpen() throws IOException {
        assertThat(trial.lock().orElseThrow().path("phase").asText()).isEqualTo("RELEASED");
        assertThat(trial.cloud().ec2().ingress(LocalCloud.SERVERS_GROUP)).isEqualTo(rules);
    }
}
