package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LongSetTest {
    private static final int MOST = 1 << 20;

    private final LongSet set = new LongSet();

    @Test
    void holdsWhatWasAddedAndNothingElse() {
        LongStream.range(-1000, 1000).filter(value -> value % 3 == 0).forEach(set::add);

        assertThat(LongStream.range(-1100, 1100).filter(set::contains))
                .allMatch(value -> value % 3 == 0)
                .hasSize(667);
    }

    @Test
    void saysThatItHoldsEverythingOnceItIsFull() {
        LongStream.range(1, MOST).forEach(set::add);
        assertThat(set.contains(-5)).isFalse();

        set.add(MOST);

        assertThat(set.contains(-5)).isTrue();
    }
}
