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
        ShutOut middling = ShutOut.of(Plans.of(224_000_000, 200_000), Duration.ZERO);
        ShutOut million = ShutOut.of(Plans.of(297_000_000, 1_000_000), Duration.ZERO);

        assertThat(small.seconds()).as("measured 21.3 s").isBetween(20L, 22L);
        assertThat(middling.seconds()).as("measured 25.6 s").isBetween(24L, 27L);
        assertThat(million.seconds()).as("measured 36.4 s").isBetween(35L, 38L);
        assertThat(small.placement()).as("measured 13.8 s").isBetween(13L, 15L);
        assertThat(middling.placement()).as("measured 15.7 s").isBetween(15L, 17L);
        assertThat(million.placement()).as("measured 22.5 s").isBetween(21L, 24L);
        assertThat(ShutOut.of(PLAN, Duration.ofSeconds(40)).seconds())
                .as("kept sessions end first")
                .isEqualTo(small.seconds() + 40);
    }

    private Briefing brief(Verdict verdict) {
        vault.holding(Manifests.taken("daily-20261122T100000Z", verdict));
        Clock clock = Clock.fixed(Instant.parse("2026-11-22T13:12:30Z"), ZoneOffset.UTC);
        return new BriefRestore(vault, clock).brief(PLAN).briefing();
    }
}
