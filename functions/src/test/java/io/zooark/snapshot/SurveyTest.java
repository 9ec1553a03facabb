package io.zooark.snapshot;

import static io.zooark.snapshot.ScriptedServers.address;
import static io.zooark.snapshot.ScriptedServers.ensemble;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SurveyTest {
    private static final Executor AT_ONCE = Runnable::run;

    @Test
    void prefersTheHighestZxidWhoeverHasIt() {
        Survey survey = survey(new ScriptedServers()
                .with("zk1", Role.LEADER, 9)
                .with("zk2", Role.FOLLOWER, 8)
                .with("zk3", Role.OBSERVER, 7));

        assertThat(survey.candidates())
                .extracting(candidate -> candidate.address().host())
                .containsExactly("zk1", "zk2", "zk3");
        assertThat(survey.why(survey.candidates().get(0)))
                .isEqualTo("has the highest zxid, 0x9; it is the leader, and no other server is as far");
        assertThat(survey.why(survey.candidates().get(1)))
                .isEqualTo("is the next best, at 0x8, after others have failed");
    }

    @Test
    void sparesVotersBeforeObserversAndTheLeaderBeforeAll() {
        Survey survey = survey(new ScriptedServers()
                .with("zk1", Role.LEADER, 9)
                .with("zk2", Role.FOLLOWER, 9)
                .with("zk3", Role.OBSERVER, 9));

        assertThat(survey.candidates())
                .extracting(ServerStatus::role)
                .containsExactly(Role.OBSERVER, Role.FOLLOWER, Role.LEADER);
        assertThat(survey.why(survey.candidates().get(0)))
                .isEqualTo("is as far as any, at 0x9; the leader is spared the work");
    }

    @Test
    void passesOverWhoIsSilentOutOfTheQuorumOrTooOldAndSaysWhy() {
        Survey survey = survey(new ScriptedServers()
                .with(new ServerStatus(address("zk1"), 1, Role.FOLLOWER, true, new Zxid(9), 10, "3.9.3"))
                .with(new ServerStatus(address("zk2"), 2, Role.FOLLOWER, false, new Zxid(9), 10, "3.9.5")));

        assertThat(survey.candidates()).isEmpty();
        assertThat(survey.passedOver())
                .containsExactly(
                        "zk1:8080: runs ZooKeeper 3.9.3, and backups.oldestVersion is 3.9.4",
                        "zk2:8080: is not part of a working quorum",
                        "zk3:8080: zk3:8080 did not answer");
    }

    @Test
    void takesAVersionThatIsNoneForTooOld() {
        Survey survey = survey(new ScriptedServers()
                .with(new ServerStatus(address("zk1"), 1, Role.FOLLOWER, true, new Zxid(9), 10, "99999999999.1")));

        assertThat(survey.candidates()).isEmpty();
    }

    @Test
    void learnsTheOtherVotersFromTheSeeds() {
        ScriptedServers servers = new ScriptedServers()
                .with("zk1", Role.FOLLOWER, 8)
                .with("zk2", Role.FOLLOWER, 9)
                .voting("zk1", "zk2");

        Survey survey = new Surveyor(ensemble("zk1"), servers, AT_ONCE).survey();

        assertThat(survey.candidates())
                .extracting(candidate -> candidate.address().host())
                .containsExactly("zk2", "zk1");
    }

    @Test
    void asksAFollowerThatIsFurtherThanTheObserver() {
        Survey survey = survey(new ScriptedServers()
                .with("zk1", Role.OBSERVER, 8)
                .with("zk2", Role.FOLLOWER, 9)
                .with("zk3", Role.LEADER, 9));

        assertThat(survey.candidates())
                .extracting(ServerStatus::role)
                .containsExactly(Role.FOLLOWER, Role.LEADER, Role.OBSERVER);
    }

    @Test
    void goesByTheOldestVersionThatTheOwnerAllows() {
        ScriptedServers servers = new ScriptedServers()
                .with(new ServerStatus(address("zk1"), 1, Role.FOLLOWER, true, new Zxid(9), 10, "3.9.2"))
                .with(new ServerStatus(address("zk2"), 2, Role.FOLLOWER, true, new Zxid(9), 10, "3.9.3-SNAPSHOT"));

        Survey survey = new Surveyor(ensemble(new Ensemble.Backups("UTC", 4, "3.9.3"), "zk1", "zk2"), servers, AT_ONCE)
                .survey();

        assertThat(survey.candidates())
                .extracting(candidate -> candidate.address().host())
                .containsExactly("zk2");
        assertThat(survey.passedOver())
                .containsExactly("zk1:8080: runs ZooKeeper 3.9.2, and backups.oldestVersion is 3.9.3");
    }

    @Test
    void countsWhoAnsweredWhateverTheySaid() {
        Survey survey = survey(new ScriptedServers()
                .with(new ServerStatus(address("zk1"), 1, Role.FOLLOWER, true, new Zxid(9), 10, "3.9.3"))
                .with(new ServerStatus(address("zk2"), 2, Role.FOLLOWER, false, new Zxid(9), 10, "3.9.5")));

        assertThat(survey.reachable()).isEqualTo(2);
    }

    @Test
    void countsAServerWithTwoAddressesOnce() {
        Survey survey = survey(new ScriptedServers()
                .with(new ServerStatus(address("zk1"), 1, Role.FOLLOWER, true, new Zxid(9), 10, "3.9.5"))
                .with(new ServerStatus(address("zk2"), 1, Role.FOLLOWER, true, new Zxid(9), 10, "3.9.5")));

        assertThat(survey.reachable()).isEqualTo(1);
    }

    @Test
    void asksAllServersAtOnce() {
        ScriptedServers servers = new ScriptedServers()
                .with("zk1", Role.FOLLOWER, 9)
                .with("zk2", Role.FOLLOWER, 9)
                .with("zk3", Role.LEADER, 9);
        CountDownLatch asked = new CountDownLatch(3);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Survey survey = new Surveyor(
                            ensemble("zk1", "zk2", "zk3"),
                            address -> {
                                asked.countDown();
                                await(asked);
                                return servers.at(address);
                            },
                            threads)
                    .survey();

            assertThat(survey.candidates()).hasSize(3);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch all) {
        try {
            assertThat(all.await(30, TimeUnit.SECONDS))
                    .as("each waits for all others")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void asksAServerThatDidNotAnswerNoSecondTime() {
        ScriptedServers servers = new ScriptedServers().with("zk1", Role.FOLLOWER, 9);
        Surveyor surveyor = new Surveyor(ensemble("zk1", "zk2"), servers, AT_ONCE);
        Survey first = surveyor.survey();
        servers.with("zk2", Role.FOLLOWER, 9);

        Survey second = surveyor.survey();

        assertThat(second).isEqualTo(first);
        assertThat(second.passedOver()).containsExactly("zk2:8080: zk2:8080 did not answer");
    }

    private static Survey survey(ScriptedServers servers) {
        return new Surveyor(ensemble("zk1", "zk2", "zk3"), servers, AT_ONCE).survey();
    }
}
