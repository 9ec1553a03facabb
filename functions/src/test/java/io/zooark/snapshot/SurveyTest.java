package io.zooark.snapshot;

import static io.zooark.snapshot.ScriptedServers.address;
import static io.zooark.snapshot.ScriptedServers.ensemble;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import java.util.concurrent.Executor;
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
                        "zk1:8080: runs ZooKeeper 3.9.3; 3.9.4 is the oldest that is safe",
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

        Survey survey = Survey.of(ensemble("zk1"), servers, AT_ONCE);

        assertThat(survey.candidates())
                .extracting(candidate -> candidate.address().host())
                .containsExactly("zk2", "zk1");
    }

    private static Survey survey(ScriptedServers servers) {
        return Survey.of(ensemble("zk1", "zk2", "zk3"), servers, AT_ONCE);
    }
}
