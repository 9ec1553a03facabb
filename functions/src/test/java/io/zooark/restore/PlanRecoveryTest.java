package io.zooark.restore;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.RequestRefusedException;
import io.zooark.error.StaleExecutionException;
import io.zooark.restore.PlanRecovery.Action;
import io.zooark.restore.PlanRecovery.Answer;
import io.zooark.restore.PlanRecovery.Request;
import io.zooark.restore.PlanRecovery.Way;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanRecoveryTest {
    private static final RestorePlan PLAN = Plans.withEpochs(new Zxid(0x500000001L), 5, 5, 5);

    private final MemoryRestoreFiles files = new MemoryRestoreFiles();
    private final PlanRecovery recovery = new PlanRecovery(
            AccessPlanTest.ensemble(),
            files,
            MemoryNetwork.ofTwoServers(),
            (instance, action, parameters, limit) -> {
                throw new AssertionError("no host is asked");
            },
            Runnable::run,
            new StillTime());

    @Test
    void findsNothingWhereNobodyHasRestored() {
        assertThat(look().way()).isEqualTo(Way.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "TAKEN, true, REOPEN",
        "CLOSING, true, REOPEN",
        "MOVING, true, ROLL_BACK",
        "MOVING, false, LEAVE_CLOSED",
        "ROLLING_BACK, true, ROLL_BACK",
        "OPENING, true, OPEN",
        "OPENING, false, OPEN",
        "REOPENING, true, OPEN",
        "RELEASED, true, NOTHING",
        "LEFT_CLOSED, true, NOTHING"
    })
    void goesByHowFarTheRestoreHadCome(Phase phase, boolean served, Way way) {
        hold(lock().served(served).in(phase, Instant.EPOCH));

        assertThat(look().way()).isEqualTo(way);
    }

    @Test
    void takesOverWithAHigherFenceThatMakesTheOtherStale() {
        hold(lock().in(Phase.CLOSING, Instant.EPOCH));

        Answer answer = takeOver(1L, null);

        assertThat(answer.way()).isEqualTo(Way.REOPEN);
        assertThat(answer.plan()).isEqualTo(PLAN);
        assertThat(requireNonNull(answer.lock()).fence()).isEqualTo(2);
        assertThat(takeOver(1L, null))
                .as("asked again, because the answer was lost")
                .isEqualTo(answer);
        assertThatThrownBy(() -> new Fence(files).require("orders", 1, EnumSet.allOf(Phase.class)))
                .isInstanceOf(StaleExecutionException.class);
    }

    @Test
    void takesNothingOverThatSomebodyElseHasTakenSinceItWasLookedAt() {
        hold(lock().in(Phase.MOVING, Instant.EPOCH).recoveredBy("arn:other-recovery", Instant.EPOCH));

        assertThatThrownBy(() -> takeOver(1L, null)).isInstanceOf(StaleExecutionException.class);
    }

    @Test
    void beginsARollBackAnewWithAnEpochOfItsOwn() {
        hold(lock().served(true).in(Phase.ROLLING_BACK, Instant.EPOCH).with(7));

        assertThat(requireNonNull(takeOver(1L, null).lock()).phase()).isEqualTo(Phase.MOVING);
    }

    @Test
    void undoesTheLastRestoreOnly() {
        hold(lock().served(true).in(Phase.RELEASED, Instant.EPOCH).ended(Outcome.RESTORED));

        assertThat(look("restore-1").way()).isEqualTo(Way.UNDO);
        assertThatThrownBy(() -> look("restore-0"))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("the last restore of 'orders' is restore-1");
    }

    @Test
    void undoesNothingThatRunsOrChangedNothingOrHadNoQuorumBefore() {
        hold(lock().served(true).in(Phase.MOVING, Instant.EPOCH));
        assertThatThrownBy(() -> look("restore-1")).isInstanceOf(EnsembleBusyException.class);

        hold(lock().served(true).in(Phase.RELEASED, Instant.EPOCH).ended(Outcome.NOTHING_CHANGED));
        assertThatThrownBy(() -> look("restore-1"))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("the data of before is in its place");

        hold(lock().served(false).in(Phase.RELEASED, Instant.EPOCH).ended(Outcome.RESTORED));
        assertThatThrownBy(() -> look("restore-1"))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("had no quorum");
    }

    @Test
    void undoesAgainWhatAnUndoingThatWasCalledOffHasLeftAlone() {
        Lock undoing = lock().served(true)
                .in(Phase.RELEASED, Instant.EPOCH)
                .ended(Outcome.RESTORED)
                .undoneBy("undo-1", "arn:undo", Instant.EPOCH);
        hold(undoing.in(Phase.RELEASED, Instant.EPOCH).ended(Outcome.NOTHING_CHANGED));

        assertThat(undoing.chain()).containsExactly("restore-1", "undo-1");
        assertThat(look("restore-1").way()).isEqualTo(Way.UNDO);
        assertThat(look("undo-1").way()).isEqualTo(Way.UNDO);
    }

    @Test
    void refusesANameThatWasUsedBefore() {
        hold(lock().served(true).in(Phase.RELEASED, Instant.EPOCH).ended(Outcome.RESTORED));

        assertThatThrownBy(() -> recovery.plan(new Request(
                        Action.TAKE_OVER,
                        new RecoveryInput("orders", "restore-1", false),
                        "arn:undo",
                        "restore-1",
                        1L)))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("was called restore-1 before");
    }

    @Test
    void refusesAnotherEnsemblesName() {
        assertThatThrownBy(() -> recovery.plan(
                        new Request(Action.LOOK, new RecoveryInput("audit", null, false), null, null, null)))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("confirm");
    }

    private void hold(Lock lock) {
        files.holding(lock);
        files.write("orders", "restore-1", "plan.json", PLAN);
    }

    private Answer look() {
        return look(null);
    }

    private Answer look(@Nullable String undo) {
        return recovery.plan(new Request(Action.LOOK, new RecoveryInput("orders", undo, false), null, null, null));
    }

    private Answer takeOver(Long fence, @Nullable String undo) {
        return recovery.plan(new Request(
                Action.TAKE_OVER, new RecoveryInput("orders", undo, false), "arn:recovery", "recovery-1", fence));
    }

    private static Lock lock() {
        return Lock.taken(PLAN, "arn:restore", Optional.empty(), Instant.EPOCH);
    }
}
