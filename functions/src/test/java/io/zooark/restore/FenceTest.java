package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.error.StaleExecutionException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FenceTest {
    private static final Set<Phase> MOVING = EnumSet.of(Phase.MOVING);

    private final MemoryRestoreFiles files = new MemoryRestoreFiles();
    private final Fence fence = new Fence(files);
    private final Lock taken = Lock.taken(
            Plans.withEpochs(new Zxid(0x500000001L), 5, 5, 5), "arn:restore", Optional.empty(), Instant.EPOCH);

    @Test
    void letsThroughWhoHoldsTheLockInThePhaseOfTheStep() {
        files.holding(taken.in(Phase.MOVING, Instant.EPOCH));

        assertThatCode(() -> fence.require("orders", 1, MOVING)).doesNotThrowAnyException();
    }

    @Test
    void refusesAStepOfAnExecutionThatWasOvertaken() {
        files.holding(taken.in(Phase.MOVING, Instant.EPOCH).recoveredBy("arn:recovery", Instant.EPOCH));

        assertThatThrownBy(() -> fence.require("orders", 1, MOVING))
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("taken with fence 2 by arn:recovery")
                .hasMessageContaining("nothing was done");
    }

    @Test
    void refusesAStepOfAPhaseThatHasPassed() {
        files.holding(taken.in(Phase.OPENING, Instant.EPOCH));

        assertThatThrownBy(() -> fence.require("orders", 1, MOVING))
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("is in phase OPENING");
    }

    @Test
    void refusesWhereThereIsNoLock() {
        assertThatThrownBy(() -> fence.require("orders", 1, MOVING)).isInstanceOf(StaleExecutionException.class);
    }

    @Test
    void looksAgainEvery64MebibytesOfAStream() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        byte[] mebibyte = new byte[1 << 20];
        try (OutputStream out = new FencedOutput(OutputStream.nullOutputStream(), looks::incrementAndGet)) {
            for (int i = 0; i < 200; i++) {
                out.write(mebibyte);
            }
        }

        assertThat(looks).hasValue(3);
    }

    @Test
    void writesNothingMoreOnceItIsOvertaken() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        OutputStream out = new FencedOutput(written, () -> {
            throw new StaleExecutionException("overtaken", "stop");
        });
        byte[] half = new byte[(int) (FencedOutput.INTERVAL / 2)];

        assertThatThrownBy(() -> {
                    out.write(half);
                    out.write(half);
                })
                .isInstanceOf(StaleExecutionException.class);
        assertThat(written.size()).isEqualTo(half.length);
    }
}
