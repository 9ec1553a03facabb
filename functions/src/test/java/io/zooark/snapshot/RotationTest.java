package io.zooark.snapshot;

import static io.zooark.snapshot.Manifests.taken;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RotationTest {
    /** A Wednesday in the middle of a month and of a week. */
    private static final Instant WEDNESDAY = Instant.parse("2026-11-18T10:00:00Z");

    @Test
    void keepsTheFirstOfAMonthLongest() {
        assertThat(classOf(WEDNESDAY)).isEqualTo(SnapshotClass.MONTHLY);
        assertThat(classOf(WEDNESDAY, taken("monthly-20261031T230000Z"))).isEqualTo(SnapshotClass.MONTHLY);
        assertThat(classOf(WEDNESDAY, taken("monthly-20251118T100000Z"))).isEqualTo(SnapshotClass.MONTHLY);
    }

    @Test
    void keepsTheFirstOfAWeekAsWeekly() {
        assertThat(classOf(WEDNESDAY, taken("monthly-20261101T000000Z"))).isEqualTo(SnapshotClass.WEEKLY);
        assertThat(classOf(WEDNESDAY, taken("monthly-20261101T000000Z"), taken("weekly-20261115T230000Z")))
                .as("15 November was the Sunday of the week before")
                .isEqualTo(SnapshotClass.WEEKLY);
    }

    @Test
    void letsTheFirstOfAMonthStandForItsWeekAndItsDay() {
        assertThat(classOf(WEDNESDAY, taken("monthly-20261116T000000Z"))).isEqualTo(SnapshotClass.DAILY);
        assertThat(classOf(WEDNESDAY, taken("monthly-20261118T000000Z"))).isEqualTo(SnapshotClass.HOURLY);
    }

    @Test
    void keepsTheFirstOfADayAsDailyAndTheRestAsHourly() {
        Manifest month = taken("monthly-20261101T000000Z");
        Manifest week = taken("weekly-20261116T000000Z");

        assertThat(classOf(WEDNESDAY, month, week)).isEqualTo(SnapshotClass.DAILY);
        assertThat(classOf(WEDNESDAY, month, week, taken("daily-20261118T000000Z")))
                .isEqualTo(SnapshotClass.HOURLY);
        assertThat(classOf(WEDNESDAY, month, taken("weekly-20261118T000000Z"))).isEqualTo(SnapshotClass.HOURLY);
    }

    @Test
    void knowsWeeksThatReachOverTheEndOfAYear() {
        Instant friday = Instant.parse("2027-01-01T10:00:00Z");

        assertThat(classOf(friday, taken("monthly-20261201T000000Z"))).isEqualTo(SnapshotClass.MONTHLY);
        assertThat(classOf(
                        Instant.parse("2027-01-02T10:00:00Z"),
                        taken("monthly-20270101T000000Z"),
                        taken("weekly-20261228T000000Z")))
                .as("28 December and 2 January are days of one week")
                .isEqualTo(SnapshotClass.DAILY);
    }

    @Test
    void takesNothingForGoodThatIsTornOrHasNoManifest() {
        assertThat(classOf(WEDNESDAY, taken("monthly-20261101T000000Z", Verdict.TORN)))
                .isEqualTo(SnapshotClass.MONTHLY);
        assertThat(classOf(WEDNESDAY, taken("monthly-20261101T000000Z", Verdict.UNPROVEN)))
                .isEqualTo(SnapshotClass.WEEKLY);
    }

    @Test
    void isNotStoppedByOneManifestThatCannotBeRead() {
        MemoryVault vault = new MemoryVault().withUnreadable(SnapshotId.parse("monthly-20261101T000000Z"));

        assertThat(new Rotation("orders", vault).classOf(WEDNESDAY)).isEqualTo(SnapshotClass.MONTHLY);
    }

    @Test
    void givesTheSameClassToASecondDeliveryWhileTheFirstPublishes() {
        assertThat(classOf(WEDNESDAY, taken("monthly-20261118T100000Z"))).isEqualTo(SnapshotClass.MONTHLY);
    }

    private static SnapshotClass classOf(Instant scheduledTime, Manifest... held) {
        return new Rotation("orders", new MemoryVault().holding(held)).classOf(scheduledTime);
    }
}
