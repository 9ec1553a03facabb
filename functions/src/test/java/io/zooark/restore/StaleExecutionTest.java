package io.zooark.restore;

import static io.zooark.restore.Recording.lock;
import static io.zooark.restore.Recording.stopped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.error.StaleExecutionException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is refused for not holding the lock, or not any more. */
class StaleExecutionTest {
    private final Recording restore = new Recording();

    @Test
    void refusesWhoDoesNotHoldTheLock() {
        assertThatThrownBy(() -> restore.advance(Phase.CLOSING, List.of()))
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("nobody does");

        restore.files().holding(lock("restore-2", Phase.TAKEN));
        assertThatThrownBy(() -> restore.advance(Phase.CLOSING, List.of()))
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("restore-2 does");
        assertThatThrownBy(() -> restore.release()).isInstanceOf(StaleExecutionException.class);
        assertThat(restore.files().documents()).as("no report of a stale one").isEmpty();
    }

    @Test
    void doesNotGoOnOnceItHasEnded() {
        restore.take();
        restore.release();

        assertThatThrownBy(() -> restore.advance(Phase.MOVING, List.of(stopped(1, 5))))
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("restore restore-1 has ended");
        assertThatThrownBy(restore::take)
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("restore restore-1 has ended");
    }

    @Test
    void refusesAnExecutionThatWasOvertakenByTheRecovery() {
        Lock mine = restore.take();
        restore.files().holding(mine.recoveredBy("arn:recovery", Instant.EPOCH));

        assertThatThrownBy(() -> restore.advance(Phase.CLOSING, List.of()))
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("taken over by arn:recovery with fence 2");
        assertThatThrownBy(restore::take).isInstanceOf(StaleExecutionException.class);
    }

    @Test
    void isNotLedBackByACallThatComesLate() {
        restore.take();
        restore.advance(Phase.OPENING, List.of());

        assertThatThrownBy(() -> restore.advanceTo(Phase.CLOSING, List.of()))
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("from which no step leads to CLOSING");
        assertThatThrownBy(() -> restore.advanceTo(Phase.MOVING, List.of()))
                .isInstanceOf(StaleExecutionException.class);
        assertThatThrownBy(() -> restore.advanceTo(Phase.ROLLING_BACK, List.of()))
                .isInstanceOf(StaleExecutionException.class);
    }
}
