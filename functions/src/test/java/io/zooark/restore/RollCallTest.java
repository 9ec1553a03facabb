package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RollCallTest {
    private static final RestorePlan PLAN = Plans.withEpochs(Zxid.parse("0x300000010"), 3, 3, 3);
    private static final String RESTORED = "0x300000010";
    private static final String FIRST_OF_EPOCH_9 = "0x900000000";

    private final Map<PlannedServer, Optional<ServerStatus>> found = new LinkedHashMap<>();

    @Test
    void isContentWithAFollowerThatStaysAtTheRestoredZxidUntilTheFirstWrite() {
        says(1, Role.LEADER, FIRST_OF_EPOCH_9, 10);
        says(2, Role.FOLLOWER, RESTORED, 10);
        says(3, Role.FOLLOWER, RESTORED, 10);

        assertThat(new RollCall(found).serving(NodeCount.exactly(10), 8)).isEmpty();
        assertThat(new RollCall(found).standingStill(NodeCount.exactly(10), 8))
                .hasValueSatisfying(missing -> assertThat(missing).contains("must be at one zxid above epoch 8"));
    }

    @Test
    void isNotContentWithServersThatAgreeOnNothing() {
        says(1, Role.LEADER, FIRST_OF_EPOCH_9, 5);
        says(2, Role.FOLLOWER, FIRST_OF_EPOCH_9, 5);
        says(3, Role.FOLLOWER, FIRST_OF_EPOCH_9, 5);

        assertThat(new RollCall(found).serving(NodeCount.exactly(10), 8))
                .hasValueSatisfying(missing ->
                        assertThat(missing).startsWith(RollCall.WRONG_TREE).contains("holds 5 znodes instead of 10"));
    }

    @Test
    void isNotContentWithALeaderOfAnEpochThatOthersMayHaveSeen() {
        says(1, Role.LEADER, "0x800000000", 10);
        says(2, Role.FOLLOWER, RESTORED, 10);
        says(3, Role.FOLLOWER, RESTORED, 10);

        assertThat(new RollCall(found).serving(NodeCount.exactly(10), 8)).contains("the leader's epoch is not above 8");
    }

    @Test
    void namesWhoeverDoesNotServe() {
        says(1, Role.LEADER, FIRST_OF_EPOCH_9, 10);
        says(2, Role.FOLLOWER, RESTORED, 10);
        found.put(PLAN.servers().get(2), Optional.empty());

        assertThat(new RollCall(found).serving(NodeCount.exactly(10), 8))
                .contains("server 3 (i-3, 10.0.1.3) does not serve");
        assertThat(new RollCall(found).broadcasting()).hasSize(2);
    }

    @Test
    void doesNotTakeTwoLeadersForOneEnsemble() {
        says(1, Role.LEADER, FIRST_OF_EPOCH_9, 10);
        says(2, Role.LEADER, FIRST_OF_EPOCH_9, 10);
        says(3, Role.FOLLOWER, FIRST_OF_EPOCH_9, 10);

        assertThat(new RollCall(found).serving(NodeCount.exactly(10), 8)).contains("2 servers say that they lead");
    }

    private void says(int id, Role role, String zxid, long nodes) {
        PlannedServer server = PLAN.servers().get(id - 1);
        found.put(
                server,
                Optional.of(new ServerStatus(server.admin(), id, role, true, Zxid.parse(zxid), nodes, "3.9.5")));
    }
}
