package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.StaleExecutionException;
import io.zooark.restore.RestoreOptions.OnFailure;
import io.zooark.restore.RestoreRecord.Action;
import io.zooark.restore.RestoreRecord.Answer;
import io.zooark.restore.RestoreRecord.Failure;
import io.zooark.restore.RestoreRecord.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestoreRecordTest {
    private static final RestorePlan PLAN = Plans.withEpochs(new Zxid(0x500000001L), 5, 5, 5);

    private static final RestorePlan STAYING_CLOSED = Plans.stayingClosed(PLAN);

    private final MemoryRestoreFiles files = new MemoryRestoreFiles();
    private final RestoreRecord record = new RestoreRecord(files, new StillTime());

    @Test
    void takesTheLockOfAnEnsembleThatNobodyHasRestored() {
        Lock lock = take();

        assertThat(lock.fence()).isEqualTo(1);
        assertThat(lock.phase()).isEqualTo(Phase.TAKEN);
        assertThat(lock.accessRecord()).isEqualTo("restore-1");
        assertThat(files.lock("orders"))
                .hasValueSatisfying(held -> assertThat(held.value()).isEqualTo(lock));
        assertThat(files.documents()).containsKey("restore-1/plan.json");
    }

    @Test
    void answersTheSameWhenItIsTakenAgain() {
        Lock first = take();

        assertThat(take()).isEqualTo(first);
    }

    @Test
    void refusesAnEnsembleThatIsBeingRestored() {
        files.holding(lock("restore-0", Phase.MOVING));

        assertThatThrownBy(this::take)
                .isInstanceOf(EnsembleBusyException.class)
                .hasMessageContaining("is being restored by execution-of-restore-0 (phase MOVING")
                .hasMessageContaining("nothing was changed by this one");
    }

    @Test
    void refusesWhenAnotherIsFasterByAMoment() {
        files.holding(lock("restore-0", Phase.RELEASED));
        files.beforeReplacing = () -> {
            files.beforeReplacing = () -> {};
            files.holding(lock("restore-2", Phase.TAKEN));
        };

        assertThatThrownBy(this::take)
                .isInstanceOf(EnsembleBusyException.class)
                .hasMessageContaining("execution-of-restore-2");
    }

    @Test
    void takesOverAfterARestoreThatHasEnded() {
        files.holding(lock("restore-0", Phase.RELEASED));

        Lock lock = take();

        assertThat(lock.fence()).isEqualTo(8);
        assertThat(lock.accessRecord()).isEqualTo("restore-1");
        assertThat(lock.epoch()).as("what the servers were given last").hasValue(4L);
        assertThat(lock.closed()).isFalse();
        assertThat(lock.takenOver()).isFalse();
    }

    @Test
    void choosesAnEpochAboveTheOneThatAnEarlierRestoreGave() {
        Lock earlier = lock("restore-0", Phase.LEFT_CLOSED);
        files.holding(earlier.with(40));
        take();
        advance(Phase.CLOSING, List.of());

        assertThat(advance(Phase.MOVING, List.of(stopped(1, 9))).epoch()).hasValue(41L);
    }

    @Test
    void takesOverAnEnsembleThatWasLeftClosedWithTheRecordOfItsRules() {
        files.holding(lock("restore-0", Phase.LEFT_CLOSED));

        Lock lock = take();

        assertThat(lock.accessRecord()).isEqualTo("rules-of-restore-0");
        assertThat(lock.closed()).as("nothing has opened it yet").isTrue();
    }

    @Test
    void leavesWhatItTookOverClosedUnlessItSucceeds() {
        files.holding(lock("restore-0", Phase.LEFT_CLOSED));
        Lock lock = take();
        assertThat(lock.takenOver()).isTrue();

        Lock failed = record.record(request(Action.RELEASE, null, new Failure("States.Timeout", null)))
                .lock();

        assertThat(failed.phase()).isEqualTo(Phase.LEFT_CLOSED);
        assertThat(failed.accessRecord()).isEqualTo("rules-of-restore-0");
    }

    @Test
    void releasesWhatItTookOverWhenItHasSucceeded() {
        files.holding(lock("restore-0", Phase.LEFT_CLOSED));
        take();
        advance(Phase.OPENING, List.of());

        assertThat(record.record(request(Action.RELEASE, null, null)).lock().phase())
                .isEqualTo(Phase.RELEASED);
    }

    @Test
    void choosesAnEpochAboveThatOfTheRestoreBefore() {
        files.holding(lock("restore-0", Phase.LEFT_CLOSED).with(40));
        take();

        assertThat(advance(Phase.MOVING, List.of(stopped(1, 5), stopped(2, 5))).epoch())
                .hasValue(41L);
    }

    @Test
    void choosesTheEpochOnceWhenDataIsMoved() {
        take();
        assertThat(advance(Phase.CLOSING, List.of()).epoch()).isEmpty();

        Lock moving = advance(Phase.MOVING, List.of(stopped(1, 9), stopped(2, 5), stopped(3, 5)));
        assertThat(moving.epoch()).hasValue(10L);

        Lock again = advance(Phase.MOVING, List.of(stopped(1, 30)));
        assertThat(again).as("servers have been given the first one already").isEqualTo(moving);
        assertThat(advance(Phase.OPENING, List.of()).epoch()).hasValue(10L);
    }

    @Test
    void reportsTheEndBeforeItGivesTheLockBack() {
        take();

        Answer answer = record.record(request(Action.RELEASE, null, null));

        assertThat(answer.lock().phase()).isEqualTo(Phase.RELEASED);
        assertThat(answer.summary()).contains("'orders'");
        assertThat(files.documents()).containsKeys("restore-1/report.json", "restore-1/report.html");
        assertThat(record.record(request(Action.RELEASE, null, null)).lock()).isEqualTo(answer.lock());
    }

    @Test
    void leavesAnEnsembleClosedWithTheReason() {
        files.holding(lock("restore-0", Phase.RELEASED));
        record.record(new Request(
                Action.TAKE,
                STAYING_CLOSED,
                null,
                null,
                "arn:execution",
                null,
                null,
                List.of(),
                null,
                false,
                List.of(),
                null,
                null));
        advance(Phase.CLOSING, List.of());
        advance(Phase.MOVING, List.of());

        Answer answer = record.record(request(
                Action.FAIL,
                null,
                new Failure("io.zooark.error.NodeCommandFailedException", "{\"errorMessage\": \"disk full\"}")));

        assertThat(answer.lock().phase()).isEqualTo(Phase.LEFT_CLOSED);
        assertThat(answer.summary()).contains("disk full");
    }

    @Test
    void refusesWhoDoesNotHoldTheLock() {
        assertThatThrownBy(() -> advance(Phase.CLOSING, List.of()))
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("nobody does");

        files.holding(lock("restore-2", Phase.TAKEN));
        assertThatThrownBy(() -> advance(Phase.CLOSING, List.of()))
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("restore-2 does");
        assertThatThrownBy(() -> record.record(request(Action.RELEASE, null, null)))
                .isInstanceOf(StaleExecutionException.class);
        assertThat(files.documents()).as("no report of a stale one").isEmpty();
    }

    @Test
    void doesNotGoOnOnceItHasEnded() {
        take();
        record.record(request(Action.RELEASE, null, null));

        assertThatThrownBy(() -> advance(Phase.MOVING, List.of(stopped(1, 5))))
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("restore restore-1 has ended");
        assertThatThrownBy(this::take)
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("restore restore-1 has ended");
    }

    private Lock take() {
        return record.record(new Request(
                        Action.TAKE,
                        PLAN,
                        null,
                        null,
                        "arn:execution",
                        null,
                        null,
                        List.of(),
                        null,
                        false,
                        List.of(),
                        null,
                        null))
                .lock();
    }

    /** Advances as the machine does: by all phases between. */
    private Lock advance(Phase phase, List<NodeCommand.Answer> stopped) {
        Phase now = files.lock("orders").map(held -> held.value().phase()).orElse(phase);
        if (now == Phase.TAKEN && phase != Phase.CLOSING) {
            advanceTo(Phase.CLOSING, List.of());
        }
        if (phase == Phase.OPENING && now != Phase.MOVING && now != Phase.OPENING) {
            advanceTo(Phase.MOVING, stopped);
        }
        return advanceTo(phase, stopped);
    }

    private Lock advanceTo(Phase phase, List<NodeCommand.Answer> stopped) {
        return record.record(new Request(
                        Action.ADVANCE,
                        PLAN,
                        null,
                        null,
                        "arn:execution",
                        null,
                        phase,
                        stopped,
                        true,
                        false,
                        List.of(),
                        null,
                        null))
                .lock();
    }

    private static Request request(Action action, @Nullable Phase phase, @Nullable Failure failure) {
        return new Request(
                action,
                PLAN,
                null,
                null,
                "arn:execution",
                null,
                phase,
                List.of(),
                null,
                false,
                List.of(),
                failure,
                null);
    }

    private static NodeCommand.Answer stopped(int server, int epoch) {
        return new NodeCommand.Answer(server, Map.of("acceptedEpoch", epoch, "currentEpoch", epoch));
    }

    private static Lock lock(String restoreId, Phase phase) {
        return new Lock(
                "orders",
                restoreId,
                "execution-of-" + restoreId,
                7,
                phase,
                Instant.parse("2026-11-22T09:00:00Z"),
                "rules-of-" + restoreId,
                Optional.of(4L),
                List.of(restoreId),
                true,
                OnFailure.ROLL_BACK,
                false,
                0,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void handsAFailureAfterDataWasMovedToTheRecovery() {
        take();
        advance(Phase.MOVING, List.of());

        Answer answer = record.record(request(Action.FAIL, null, new Failure("States.Timeout", null)));

        assertThat(answer.lock().phase()).isEqualTo(Phase.ROLLING_BACK);
        assertThat(answer.recovers()).isTrue();
        assertThat(record.record(request(Action.FAIL, null, new Failure("States.Timeout", null)))
                        .lock())
                .as("asked again, because the answer was lost")
                .isEqualTo(answer.lock());
    }

    @Test
    void leavesAnEnsembleClosedThatHadNoQuorumToGoBackTo() {
        take();
        advance(Phase.CLOSING, List.of());
        record.record(new Request(
                Action.ADVANCE,
                PLAN,
                null,
                null,
                "arn:execution",
                1L,
                Phase.MOVING,
                List.of(),
                false,
                false,
                List.of(),
                null,
                null));

        Answer answer = record.record(request(Action.FAIL, null, new Failure("States.Timeout", null)));

        assertThat(answer.lock().phase()).isEqualTo(Phase.LEFT_CLOSED);
        assertThat(answer.lock().outcome()).hasValue(Outcome.LEFT_CLOSED);
    }

    @Test
    void keepsWhatIsProvenToBeOpenedByTheRecovery() {
        take();
        advance(Phase.MOVING, List.of());
        advance(Phase.OPENING, List.of());

        Answer answer = record.record(request(Action.FAIL, null, new Failure("States.Timeout", null)));

        assertThat(answer.lock().phase()).isEqualTo(Phase.OPENING);
        assertThat(answer.recovers()).isTrue();
        assertThat(files.lock("orders").orElseThrow().value().outcome())
                .as("alarms go by what is on record")
                .hasValue(Outcome.RECOVERING);
    }

    @Test
    void refusesAnExecutionThatWasOvertakenByTheRecovery() {
        Lock mine = take();
        files.holding(mine.recoveredBy("arn:recovery", Instant.EPOCH));

        assertThatThrownBy(() -> advance(Phase.CLOSING, List.of()))
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("taken over by arn:recovery with fence 2");
        assertThatThrownBy(this::take).isInstanceOf(StaleExecutionException.class);
    }

    @Test
    void isNotLedBackByACallThatComesLate() {
        take();
        advance(Phase.OPENING, List.of());

        assertThatThrownBy(() -> advanceTo(Phase.CLOSING, List.of()))
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("from which no step leads to CLOSING");
        assertThatThrownBy(() -> advanceTo(Phase.MOVING, List.of())).isInstanceOf(StaleExecutionException.class);
        assertThatThrownBy(() -> advanceTo(Phase.ROLLING_BACK, List.of())).isInstanceOf(StaleExecutionException.class);
    }

    @Test
    void letsTheRecoveryTryAFewTimesToPutTheOldDataBack() {
        take();
        Lock lock = advance(Phase.MOVING, List.of());
        for (int recovery = 1; recovery <= 3; recovery++) {
            lock = lock.recoveredBy("arn:recovery-" + recovery, Instant.EPOCH);
            files.holding(lock);
            Answer answer = record.record(recoveryFails(lock));

            assertThat(answer.recovers()).as("after %d", recovery).isEqualTo(recovery < 3);
            lock = answer.lock();
        }
        assertThat(lock.phase()).isEqualTo(Phase.LEFT_CLOSED);
    }

    private static Request recoveryFails(Lock lock) {
        Failure failure =
                new Failure("io.zooark.error.NodeCommandFailedException", "{\"errorMessage\": \"no answer\"}");
        return new Request(
                Action.FAIL,
                PLAN,
                null,
                null,
                lock.execution(),
                lock.fence(),
                null,
                List.of(),
                null,
                true,
                List.of(),
                failure,
                null);
    }
}
