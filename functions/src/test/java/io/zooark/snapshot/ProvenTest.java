package io.zooark.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProvenTest {
    private static final SnapshotId ID = SnapshotId.parse("daily-20261122T000000Z");

    private final MemoryVault vault = new MemoryVault();

    @Test
    void isTheNewestBackupAndNotTheOneThatWasDrilledLast() {
        drilled("daily-20261120T000000Z", "2026-11-22T09:00:00Z");
        drilled("hourly-20261121T050000Z", "2026-11-21T06:00:00Z");
        vault.holding(Manifests.taken("hourly-20261122T080000Z"));

        assertThat(Proven.newest("orders", vault))
                .contains(
                        new Proven(SnapshotId.parse("hourly-20261121T050000Z"), Instant.parse("2026-11-21T06:00:00Z")));
    }

    @Test
    void isAsOldAsTheBackupItself() {
        Proven proven = new Proven(ID, Instant.parse("2026-11-22T09:00:00Z"));

        assertThat(proven.age(Instant.parse("2026-11-22T10:00:00Z"))).isEqualTo(Duration.ofHours(10));
    }

    @Test
    void isNoneThatFailedSinceItPassed() {
        assertThat(Proven.in(folder("drill-20261122T010000Z-passed.json", "drill-20261122T020000Z-failed.json")))
                .isEmpty();
        assertThat(Proven.in(folder("drill-20261122T010000Z-failed.json", "drill-20261122T020000Z-passed.json")))
                .contains(new Proven(ID, Instant.parse("2026-11-22T02:00:00Z")));
    }

    @Test
    void isNoneThatPassedAndFailedAtOnce() {
        assertThat(Proven.in(folder("drill-20261122T010000Z-passed.json", "drill-20261122T010000Z-failed.json")))
                .isEmpty();
    }

    @Test
    void isNoneWithoutAManifest() {
        assertThat(Proven.in(new Folder(ID, Set.of("snapshot", "drill-20261122T010000Z-passed.json"))))
                .isEmpty();
    }

    @Test
    void isNoneThatARestoreTookForItsOwnSafety() {
        drilled("safety-20261121T050000Z", "2026-11-21T06:00:00Z");

        assertThat(Proven.newest("orders", vault)).isEmpty();
    }

    private void drilled(String id, String at) {
        vault.holding(Manifests.taken(id)).withDrill(SnapshotId.parse(id), new DrillName(Instant.parse(at), true));
    }

    private static Folder folder(String... drills) {
        Set<String> names = new HashSet<>(Set.of("manifest.json", "snapshot"));
        names.addAll(Set.of(drills));
        return new Folder(ID, names);
    }
}
