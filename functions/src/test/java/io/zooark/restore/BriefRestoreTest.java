package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Manifests;
import io.zooark.snapshot.MemoryVault;
import io.zooark.snapshot.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BriefRestoreTest {
    private static final RestorePlan PLAN = Plans.withEpochs(Zxid.parse("0x300000010"), 3, 3, 3);

    private final MemoryVault vault = new MemoryVault();

    @Test
    void tellsWhatIsRestoredHowOldItIsAndWhatThatCosts() {
        Briefing briefing = brief(Verdict.CONSISTENT);

        assertThat(briefing.snapshot().age()).isEqualTo("3 h 12 min");
        assertThat(briefing.summary().get(0))
                .contains("daily-20261122T100000Z: CONSISTENT")
                .contains("(3 h 12 min ago)");
        assertThat(briefing.warnings()).singleElement().asString().contains("ruok");
    }

    @Test
    void warnsOfWhatIsNotProven() {
        Briefing briefing = brief(Verdict.TORN);

        assertThat(briefing.warnings())
                .anySatisfy(
                        warning -> assertThat(warning).contains("is TORN and was accepted as such: as the test says"));
    }

    @Test
    void saysForHowLongClientsAreShutOut() {
        ShutOut small = ShutOut.of(PLAN, Duration.ZERO);
        ShutOut million = ShutOut.of(Plans.of(294_000_000, 1_000_000), Duration.ZERO);

        assertThat(small.seconds()).isEqualTo(27);
        assertThat(million.seconds()).as("measured 79 s").isBetween(75L, 85L);
        assertThat(small.placement()).as("one start, and a proof less").isEqualTo(17);
        assertThat(million.placement()).isBetween(40L, 50L);
        assertThat(ShutOut.of(PLAN, Duration.ofSeconds(40)).seconds())
                .as("kept sessions end first")
                .isEqualTo(67);
    }

    private Briefing brief(Verdict verdict) {
        vault.holding(Manifests.taken("daily-20261122T100000Z", verdict));
        Clock clock = Clock.fixed(Instant.parse("2026-11-22T13:12:30Z"), ZoneOffset.UTC);
        return new BriefRestore(vault, clock).brief(PLAN).briefing();
    }
}
