package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FingerprintTableTest {
    private static final long FACTS = Facts.of(7, 3, ZnodeKind.TTL);

    private final FingerprintTable table = new FingerprintTable();

    @Test
    void findsWhatWasPutIntoItAndNothingElse() {
        Random puts = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            table.put(puts.nextLong(), puts.nextLong(), i, FACTS);
        }

        Random seeks = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            long high = seeks.nextLong();
            long low = seeks.nextLong();

            assertThat(table.seek(high, low)).isTrue();
            assertThat(table.data()).isEqualTo(i);
            assertThat(table.seek(high, ~low)).isFalse();
        }
        assertThat(table.size()).isEqualTo(50_000);
    }

    @Test
    void keepsPathsApartThatFallIntoOnePlace() {
        for (long high = 0; high < 500; high++) {
            table.put(high, -1, high, FACTS);
        }

        for (long high = 0; high < 500; high++) {
            assertThat(table.seek(high, -1)).isTrue();
            assertThat(table.data()).isEqualTo(high);
        }
    }

    @Test
    void replacesWhatHasTheSamePath() {
        table.put(1, 2, 3, FACTS);
        table.put(1, 2, 4, FACTS);

        assertThat(table.size()).isOne();
        assertThat(table.seek(1, 2)).isTrue();
        assertThat(table.data()).isEqualTo(4);
    }
}
