package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import io.zooark.local.Trial.Backup;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.Client;
import io.zooark.local.zookeeper.LiveClients;
import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The machine's restore, and after it the very event that undoes a restore by the letter of Apache's guide: the traps of
 * ZooKeeper's commands, on real servers.
 */
class TrapsTest {
    private static final Duration LONG_SESSION = Duration.ofSeconds(60);

    private static Trial trial;
    private static Backup backup;

    @BeforeAll
    static void begin() throws Exception {
        trial = Trial.begin("traps");
        backup = trial.backup();
    }

    @AfterAll
    static void close() throws IOException {
        trial.close();
    }

    @BeforeEach
    void serve() throws IOException {
        trial.ensemble().start();
        trial.changeAfterBackup();
    }

    /** A restore by the command alone lives in memory: the next election takes each server back to its old tree. */
    @Test
    void anElectionBringsNoOldTreeBack() throws Exception {
        new ByTheLetter(trial).restore(backup);
        assertThat(paths()).doesNotContain(Shop.ADDED_AFTER_THE_BACKUP);
        trial.write("/written-after-a-restore-by-the-letter");
        trial.hangLeader();
        assertThat(paths())
                .contains(Shop.ADDED_AFTER_THE_BACKUP)
                .doesNotContain("/written-after-a-restore-by-the-letter");

        trial.restore(backup);
        trial.write("/written-before-the-election");
        trial.hangLeader();
        trial.write("/written-after-the-election");

        trial.assertHolds(backup, "/written-before-the-election", "/written-after-the-election");
    }

    /** The old files moved and the snapshot sent, nothing of it is on a disk: the open logs went with the old files. */
    @Test
    void aKillOfAllServersLosesNothing() throws Exception {
        ByTheLetter guide = new ByTheLetter(trial);
        guide.moveOldFilesAway();
        guide.restore(backup);
        trial.write("/written-after-a-restore-by-the-letter");
        trial.killAll();
        assertThat(paths()).allMatch(path -> path.equals("/") || path.startsWith("/zookeeper"));

        trial.restore(backup);
        trial.write("/written-before-the-kill");
        trial.killAll();
        trial.write("/written-after-the-kill");

        trial.assertHolds(backup, "/written-before-the-kill", "/written-after-the-kill");
    }

    @Test
    void clientsThatWriteAllTheWhileAreAcknowledgedNothingUntilTheyAreLetIn() throws Exception {
        try (LiveClients clients = LiveClients.start(trial.ensemble().connectString(), 3, Duration.ofSeconds(6))) {
            clients.awaitWrites(30, Trial.LIMIT);
            AtomicLong whenCut = new AtomicLong();
            AtomicLong whenOpened = new AtomicLong();
            trial.before("Is there a quorum?", () -> whenCut.set(clients.acknowledged()));
            trial.before("Open client access", () -> whenOpened.set(clients.acknowledged()));

            trial.restore(backup);

            assertThat(whenCut.get()).isGreaterThanOrEqualTo(30);
            assertThat(whenOpened.get()).isEqualTo(whenCut.get());
            clients.awaitWrites(whenOpened.get() + 30, Trial.LIMIT);
        }
        trial.assertHolds(backup);
        trial.hangLeader();
        trial.assertHolds(backup);
    }

    @Test
    void aServerThatWasDownIsRestoredTooAndBringsNothingBackWhetherItLeadsOrFollows() throws Exception {
        LocalHost down = trial.ensemble().host(3);
        down.server().stop();
        trial.ensemble().awaitBroadcast(trial.others(down), Trial.LIMIT);
        trial.write("/written-while-one-was-down");

        trial.restore(backup);
        assertThat(down.server().alive()).isTrue();
        trial.assertHolds(backup);
        trial.write("/written-after-the-restore");

        // of two servers that hold the same, the one with the higher number wins
        List<LocalHost> leaders = new ArrayList<>(List.of(trial.ensemble().leader()));
        trial.assertSameEverywhere();
        leaders.add(trial.killLeader());
        trial.write("/written-under-the-second-leader");
        trial.assertSameEverywhere();
        leaders.add(trial.killLeader());
        assertThat(leaders).contains(down).containsAnyElementsOf(trial.others(down));

        trial.assertHolds(backup, "/written-after-the-restore", "/written-under-the-second-leader");
    }

    @Test
    void twoLostDisksAreRestoredWithoutAQuorum() throws Exception {
        trial.ensemble().host(1).loseDisk();
        trial.ensemble().host(2).loseDisk();

        trial.restore(backup);
        trial.write("/written-after-the-restore");
        trial.killAll();

        trial.assertHolds(backup, "/written-after-the-restore");
    }

    @Test
    void threeLostDisksAreRestoredFromNothing() throws Exception {
        for (LocalHost host : trial.ensemble().hosts()) {
            host.loseDisk();
        }

        trial.restore(backup);
        trial.write("/written-after-the-restore");
        trial.killAll();

        trial.assertHolds(backup, "/written-after-the-restore");
    }

    /** A server refuses a client that has seen more than itself: with a lower epoch it would do so for ever. */
    @Test
    void aClientThatSawHigherTransactionsIsLetInAgain() throws Exception {
        for (int election = 0; election < 3; election++) {
            trial.killLeader();
        }
        CountDownLatch expired = new CountDownLatch(1);
        try (Client client = Client.connect(trial.ensemble().connectString(), LONG_SESSION)) {
            ZooKeeper zooKeeper = client.zooKeeper();
            Stat seen = new Stat();
            zooKeeper.create("/seen", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT, seen);
            zooKeeper.register(event -> {
                if (event.getState() == KeeperState.Expired) {
                    expired.countDown();
                }
            });
            Zxid backedUp = Zxid.parse(
                    backup.manifest().path("examination").path("endZxid").asText());
            assertThat(new Zxid(seen.getCzxid()).epoch()).isGreaterThan(backedUp.epoch() + 2);

            Execution execution = trial.restore(backup);

            // long before its session would have timed out by itself: a server has answered it
            assertThat(Duration.between(
                            execution.startedAt(), execution.stoppedAt().orElseThrow()))
                    .isLessThan(LONG_SESSION.dividedBy(2));
            assertThat(expired.await(LONG_SESSION.dividedBy(3).toSeconds(), TimeUnit.SECONDS))
                    .as("the client hears that its session has ended")
                    .isTrue();
            for (LocalHost host : trial.ensemble().hosts()) {
                assertThat(host.server().admin().lastZxid().value()).isGreaterThan(seen.getCzxid());
            }
        }
        trial.write("/written-after-the-restore");
        trial.assertHolds(backup, "/written-after-the-restore");
    }

    private static Set<String> paths() throws IOException {
        return trial.tree(trial.ensemble().host(1)).nodes().keySet();
    }
}
