package io.zooark.restore;

import static io.zooark.restore.Recording.TIMED_OUT;
import static io.zooark.restore.Recording.lock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.error.EnsembleBusyException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets the lock of an ensemble, and what goes with it. */
class TakenLockTest {
    private final Recording restore = new Recording();

    @Test
    void takesTheLockOfAnEnsembleThatNobodyHasRestored() {
        Lock lock = restore.take();

        assertThat(lock.fence()).isEqualTo(1);
        assertThat(lock.phase()).isEqualTo(Phase.TAKEN);
        assertThat(lock.accessRecord()).isEqualTo("restore-1");
        assertThat(restore.files().lock("orders"))
                .hasValueSatisfying(held -> assertThat(held.value()).isEqualTo(lock));
        assertThat(restore.files().documents()).containsKey("restore-1/plan.json");
    }

    @Test
    void answersTheSameWhenItIsTakenAgain() {
        Lock first = restore.take();

        assertThat(restore.take()).isEqualTo(first);
    }

    @Test
    void refusesAnEnsembleThatIsBeingRestored() {
        restore.files().holding(lock("restore-0", Phase.MOVING));

        assertThatThrownBy(restore::take)
                .isInstanceOf(EnsembleBusyException.class)
                .hasMessageContaining("is being restored by execution-of-restore-0 (phase MOVING")
                .hasMessageContaining("nothing was changed by this one");
    }

    @Test
    void refusesWhenAnotherIsFasterByAMoment() {
        restore.files().holding(lock("restore-0", Phase.RELEASED));
        restore.files().beforeReplacing = () -> {
            restore.files().beforeReplacing = () -> {};
            restore.files().holding(lock("restore-2", Phase.TAKEN));
        };

        assertThatThrownBy(restore::take)
                .isInstanceOf(EnsembleBusyException.class)
                .hasMessageContaining("execution-of-restore-2");
    }

    @Test
    void takesOverAfterARestoreThatHasEnded() {
        restore.files().holding(lock("restore-0", Phase.RELEASED));

        Lock lock = restore.take();

        assertThat(lock.fence()).isEqualTo(8);
        assertThat(lock.accessRecord()).isEqualTo("restore-1");
        assertThat(lock.epoch()).as("what the servers were given last").hasValue(4L);
        assertThat(lock.closed()).isFalse();
        assertThat(lock.takenOver()).isFalse();
    }

    @Test
    void takesOverAnEnsembleThatWasLeftClosedWithTheRecordOfItsRules() {
        restore.files().holding(lock("restore-0", Phase.LEFT_CLOSED));

        Lock lock = restore.take();

        assertThat(lock.accessRecord()).isEqualTo("rules-of-restore-0");
        assertThat(lock.closed()).as("nothing has opened it yet").isTrue();
    }

    @Test
    void leavesWhatItTookOverClosedUnlessItSucceeds() {
        restore.files().holding(lock("restore-0", Phase.LEFT_CLOSED));
        Lock lock = restore.take();
        assertThat(lock.takenOver()).isTrue();

        Lock failed = restore.release(TIMED_OUT).lock();

        assertThat(failed.phase()).isEqualTo(Phase.LEFT_CLOSED);
        assertThat(failed.accessRecord()).isEqualTo("rules-of-restore-0");
    }

    @Test
    void releasesWhatItTookOverWhenItHasSucceeded() {
        restore.files().holding(lock("restore-0", Phase.LEFT_CLOSED));
        restore.take();
        restore.advance(Phase.OPENING, List.of());

        assertThat(restore.release().lock().phase()).isEqualTo(Phase.RELEASED);
    }
}
