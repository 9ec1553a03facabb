package io.zooark.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final List<SnapshotClass> ALL = List.of(SnapshotClass.values());

    private final MemoryVault vault = new MemoryVault();
    private final Catalog catalog = new Catalog("orders", vault);

    @Test
    void putsTheNewestFirstWhateverItsClass() {
        vault.holding(
                Manifests.taken("hourly-20261122T100000Z"),
                Manifests.taken("monthly-20261101T000000Z"),
                Manifests.taken("safety-20261122T103000Z"),
                Manifests.taken("daily-20261122T000000Z"));

        assertThat(entries())
                .extracting(entry -> entry.id().toString())
                .containsExactly(
                        "safety-20261122T103000Z",
                        "hourly-20261122T100000Z",
                        "daily-20261122T000000Z",
                        "monthly-20261101T000000Z");
    }

    @Test
    void showsWhatWasDueBeforeATimeAndNotAtIt() {
        vault.holding(Manifests.taken("hourly-20261122T100000Z"), Manifests.taken("hourly-20261122T090000Z"));

        assertThat(catalog.folders(ALL, Instant.parse("2026-11-22T10:00:00Z")))
                .extracting(folder -> folder.id().toString())
                .containsExactly("hourly-20261122T090000Z");
    }

    @Test
    void tellsOfAManifestThatCannotBeReadAndGoesOn() {
        SnapshotId broken = SnapshotId.parse("hourly-20261122T100000Z");
        vault.holding(Manifests.taken("hourly-20261122T090000Z")).withUnreadable(broken);

        List<Catalog.Entry> entries = entries();

        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).manifest()).isEmpty();
        assertThat(entries.get(0).problem()).hasValue(broken + " is not a manifest");
        assertThat(entries.get(1).problem()).isEmpty();
        assertThat(catalog.newest(ALL, Instant.MAX, any -> true))
                .map(Manifest::id)
                .hasValue(SnapshotId.parse("hourly-20261122T090000Z"));
    }

    @Test
    void knowsAnUnfinishedSnapshotOnlyAsAFolder() {
        SnapshotId unfinished = SnapshotId.parse("hourly-20261122T100000Z");
        vault.orphan("orders", unfinished);

        assertThat(entries()).isEmpty();
        assertThat(catalog.find(unfinished)).isEmpty();
        assertThat(catalog.folders(ALL, Instant.MAX)).singleElement().satisfies(folder -> {
            assertThat(folder.finished()).isFalse();
            assertThat(folder.holdsBytes()).isTrue();
        });
    }

    @Test
    void isProvenAtItsNewestDrillThatPassed() {
        SnapshotId id = SnapshotId.parse("daily-20261122T000000Z");
        Instant passed = Instant.parse("2026-11-22T05:00:00Z");
        vault.holding(Manifests.taken(id.toString()))
                .withDrill(id, new DrillName(passed, true))
                .withDrill(id, new DrillName(passed.plusSeconds(60), false));

        Catalog.Entry entry = catalog.find(id).orElseThrow();

        assertThat(entry.provenAt()).hasValue(passed);
        assertThat(entry.folder().drills()).extracting(DrillName::passed).containsExactly(false, true);
    }

    @Test
    void readsNoFurtherThanIsAsked() {
        for (int hour = 0; hour < 24; hour++) {
            vault.holding(Manifests.taken("hourly-20261122T%02d0000Z".formatted(hour)));
        }
        AtomicInteger read = new AtomicInteger();

        List<Catalog.Entry> first = catalog.entries(catalog.folders(ALL, Instant.MAX), task -> {
                    read.incrementAndGet();
                    task.run();
                })
                .limit(3)
                .toList();

        assertThat(first).extracting(entry -> entry.id().stamp()).first().isEqualTo("20261122T230000Z");
        assertThat(read).hasValueLessThan(24);
    }

    @Test
    void namesWhatIsNearestInTime() {
        vault.holding(
                Manifests.taken("monthly-20261101T000000Z"),
                Manifests.taken("daily-20261122T000000Z"),
                Manifests.taken("hourly-20261122T100000Z"));

        assertThat(catalog.near(SnapshotId.parse("daily-20261122T100000Z"), 2))
                .extracting(SnapshotId::toString)
                .containsExactly("hourly-20261122T100000Z", "daily-20261122T000000Z");
    }

    @Test
    void namesADrillAfterItsTimeAndItsResult() {
        DrillName drill = new DrillName(Instant.parse("2026-11-22T11:00:00.5Z"), true);

        assertThat(drill).hasToString("drill-20261122T110000.500Z-passed.json");
        assertThat(DrillName.parse(drill.toString())).hasValue(drill);
        DrillName earlier = new DrillName(Instant.parse("2026-11-22T11:00:00Z"), true);
        assertThat(earlier).as("as names were written once").hasToString("drill-20261122T110000Z-passed.json");
        assertThat(DrillName.parse(earlier.toString())).hasValue(earlier);
        assertThat(List.of("manifest.json", "drill-20261322T110000Z-passed.json", "drill-20261122T110000Z.json"))
                .allSatisfy(other -> assertThat(DrillName.parse(other)).isEqualTo(Optional.empty()));
    }

    private List<Catalog.Entry> entries() {
        return catalog.entries(catalog.folders(ALL, Instant.MAX), Runnable::run).toList();
    }
}
