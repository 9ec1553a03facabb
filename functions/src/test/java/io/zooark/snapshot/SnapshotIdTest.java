package io.zooark.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotIdTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00.987Z");

    @Test
    void readsWhatItWrites() {
        SnapshotId id = new SnapshotId(SnapshotClass.DAILY, TEN);

        assertThat(id).hasToString("daily-20261122T100000Z");
        assertThat(SnapshotId.parse(id.toString())).isEqualTo(id);
    }

    @Test
    void putsTheClassFirstSoThatOneLifecycleRuleServesEveryEnsemble() {
        SnapshotId id = new SnapshotId(SnapshotClass.HOURLY, TEN);

        assertThat(id.snapshotKey("orders")).isEqualTo("hourly/orders/20261122T100000Z/snapshot");
        assertThat(id.manifestKey("orders")).isEqualTo("hourly/orders/20261122T100000Z/manifest.json");
    }

    @Test
    void keysOfOneClassSortByTime() {
        List<String> keys = Stream.of("2026-01-31T23:00:00Z", "2026-02-01T00:00:00Z", "2026-11-22T10:00:00Z")
                .map(time -> new SnapshotId(SnapshotClass.HOURLY, Instant.parse(time)).snapshotKey("orders"))
                .toList();

        assertThat(keys).isSorted();
    }

    @Test
    void refusesWhatIsNoId() {
        for (String text :
                List.of("", "latest", "yearly-20261122T100000Z", "daily-2026", "../daily-20261122T100000Z")) {
            assertThatThrownBy(() -> SnapshotId.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
