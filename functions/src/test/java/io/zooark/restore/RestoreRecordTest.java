package io.zooark.restore;

import static io.zooark.restore.Recording.PLAN;
import static io.zooark.restore.Recording.TIMED_OUT;
import static io.zooark.restore.Recording.lock;
import static io.zooark.restore.Recording.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.restore.RestoreRecord.Answer;
import io.zooark.restore.RestoreRecord.Failure;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a restore that holds the lock goes on and ends on record. */
class RestoreRecordTest {
    private final Recording restore = new Recording();

    @Test
    void choosesAnEpochAboveTheOneThatAnEarlierRestoreGave() {
        Lock earlier = lock("restore-0", Phase.LEFT_CLOSED);
        restore.files().holding(earlier.with(40));
        restore.take();
        restore.advance(Phase.CLOSING, List.of());

        assertThat(restore.advance(Phase.MOVING, List.of(stopped(1, 9))).epoch())
                .hasValue(41L);
    }

    @Test
    void choosesAnEpochAboveThatOfTheRestoreBefore() {
        restore.files().holding(lock("restore-0", Phase.LEFT_CLOSED).with(40));
        restore.take();

        assertThat(restore.advance(Phase.MOVING, List.of(stopped(1, 5), stopped(2, 5)))
                        .epoch())
                .hasValue(41L);
    }

    @Test
    void choosesTheEpochOnceWhenDataIsMoved() {
        restore.take();
        assertThat(restore.advance(Phase.CLOSING, List.of()).epoch()).isEmpty();

        Lock moving = restore.advance(Phase.MOVING, List.of(stopped(1, 9), stopped(2, 5), stopped(3, 5)));
        assertThat(moving.epoch()).hasValue(10L);

        Lock again = restore.advance(Phase.MOVING, List.of(stopped(1, 30)));
        assertThat(again).as("servers have been given the first one already").isEqualTo(moving);
        assertThat(restore.advance(Phase.OPENING, List.of()).epoch()).hasValue(10L);
    }

    @Test
    void reportsTheEndBeforeItGivesTheLockBack() {
        restore.take();

        Answer answer = restore.release();

        assertThat(answer.lock().phase()).isEqualTo(Phase.RELEASED);
        assertThat(answer.summary()).contains("'orders'");
        assertThat(restore.files().documents()).containsKeys("restore-1/report.json", "restore-1/report.html");
        assertThat(restore.release().lock()).isEqualTo(answer.lock());
    }

    @Test
    void leavesAnEnsembleClosedWithTheReason() {
        restore.files().holding(lock("restore-0", Phase.RELEASED));
        restore.take(Plans.stayingClosed(PLAN));
        restore.advance(Phase.CLOSING, List.of());
        restore.advance(Phase.MOVING, List.of());

        Answer answer = restore.fail(
                new Failure("io.zooark.error.NodeCommandFailedException", "{\"errorMessage\": \"disk full\"}"));

        assertThat(answer.lock().phase()).isEqualTo(Phase.LEFT_CLOSED);
        assertThat(answer.summary()).contains("disk full");
    }

    @Test
    void handsAFailureAfterDataWasMovedToTheRecovery() {
        restore.take();
        restore.advance(Phase.MOVING, List.of());

        Answer answer = restore.fail(TIMED_OUT);

        assertThat(answer.lock().phase()).isEqualTo(Phase.ROLLING_BACK);
        assertThat(answer.recovers()).isTrue();
        assertThat(restore.fail(TIMED_OUT).lock())
                .as("asked again, because the answer was lost")
                .isEqualTo(answer.lock());
    }

    @Test
    void leavesAnEnsembleClosedThatHadNoQuorumToGoBackTo() {
        restore.take();
        restore.advance(Phase.CLOSING, List.of());
        restore.moveWithoutQuorum();

        Answer answer = restore.fail(TIMED_OUT);

        assertThat(answer.lock().phase()).isEqualTo(Phase.LEFT_CLOSED);
        assertThat(answer.lock().outcome()).hasValue(Outcome.LEFT_CLOSED);
    }

    @Test
    void keepsWhatIsProvenToBeOpenedByTheRecovery() {
        restore.take();
        restore.advance(Phase.MOVING, List.of());
        restore.advance(Phase.OPENING, List.of());

        Answer answer = restore.fail(TIMED_OUT);

        assertThat(answer.lock().phase()).isEqualTo(Phase.OPENING);
        assertThat(answer.recovers()).isTrue();
        assertThat(restore.files().lock("orders").orElseThrow().value().outcome())
                .as("alarms go by what is on record")
                .hasValue(Outcome.RECOVERING);
    }

    @Test
    void letsTheRecoveryTryAFewTimesToPutTheOldDataBack() {
        restore.take();
        Lock lock = restore.advance(Phase.MOVING, List.of());
        for (int recovery = 1; recovery <= 3; recovery++) {
            lock = lock.recoveredBy("arn:recovery-" + recovery, Instant.EPOCH);
            restore.files().holding(lock);
            Answer answer = restore.failRecovery(lock);

            assertThat(answer.recovers()).as("after %d", recovery).isEqualTo(recovery < 3);
            lock = answer.lock();
        }
        assertThat(lock.phase()).isEqualTo(Phase.LEFT_CLOSED);
    }
}
