package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LongTableTest {
    @Test
    void countsByKeyZeroAmongThem() {
        LongTable table = new LongTable(10_000);
        for (int round = 0; round < 2; round++) {
            for (long key = -500; key < 500; key++) {
                assertThat(table.count(key << 40, 9)).isTrue();
            }
        }

        Map<Long, Integer> counts = new HashMap<>();
        table.forEach((key, first, second) -> counts.put(key, first * second));

        assertThat(counts)
                .hasSize(1_000)
                .containsKey(0L)
                .allSatisfy((key, product) -> assertThat(product).isEqualTo(18));
        assertThat(table.get(499L << 40, -1)).isEqualTo(9);
        assertThat(table.get(0, -1)).isEqualTo(9);
        assertThat(table.get(3, -1)).isEqualTo(-1);
    }

    @Test
    void takesNoNewKeyOnceItIsFull() {
        LongTable table = new LongTable(2);
        table.put(1, 10);
        table.put(2, 20);

        assertThat(table.put(3, 30)).isFalse();
        assertThat(table.count(0, 30)).isFalse();
        assertThat(table.count(2, 30)).isTrue();
        assertThat(table.get(2, -1)).isEqualTo(20);
    }
}
