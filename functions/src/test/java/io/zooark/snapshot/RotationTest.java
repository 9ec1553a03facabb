package io.zooark.snapshot;

import static io.zooark.snapshot.Manifests.taken;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

        assertThat(new Rotation("orders", vault, ZoneOffset.UTC).classOf(WEDNESDAY))
                .isEqualTo(SnapshotClass.MONTHLY);
    }

    @Test
    void givesTheSameClassToASecondDeliveryWhileTheFirstPublishes() {
        assertThat(classOf(WEDNESDAY, taken("monthly-20261118T100000Z"))).isEqualTo(SnapshotClass.MONTHLY);
    }

    @Test
    void endsDaysWhereTheScheduleEndsThem() {
        Manifest month = taken("monthly-20261101T120000Z");
        Manifest week = taken("weekly-20261116T120000Z");
        // 18 November, 23:30 UTC: the 19th, 12:30 in Auckland, and still the 18th, 13:30 in Honolulu
        Instant due = Instant.parse("2026-11-18T23:30:00Z");
        Manifest morning = taken("daily-20261118T103000Z");

        assertThat(classOf("UTC", due, month, week, morning)).isEqualTo(SnapshotClass.HOURLY);
        assertThat(classOf("Pacific/Honolulu", due, month, week, morning)).isEqualTo(SnapshotClass.HOURLY);
        assertThat(classOf("Pacific/Auckland", due, month, week, morning))
                .as("10:30 UTC was the evening of the 18th there")
                .isEqualTo(SnapshotClass.DAILY);
    }

    @Test
    void endsMonthsAndWeeksWhereTheScheduleEndsThem() {
        // Monday 30 November, 23:30 UTC: Tuesday 1 December in Berlin
        Instant due = Instant.parse("2026-11-30T23:30:00Z");
        Manifest november = taken("monthly-20261101T120000Z");

        assertThat(classOf("UTC", due, november)).isEqualTo(SnapshotClass.WEEKLY);
        assertThat(classOf("Europe/Berlin", due, november)).isEqualTo(SnapshotClass.MONTHLY);
        // Sunday 22 November, 23:30 UTC: Monday in Berlin
        Instant sunday = Instant.parse("2026-11-22T23:30:00Z");
        assertThat(classOf("UTC", sunday, november, taken("weekly-20261116T120000Z")))
                .isEqualTo(SnapshotClass.DAILY);
        assertThat(classOf("Europe/Berlin", sunday, november, taken("weekly-20261116T120000Z")))
                .isEqualTo(SnapshotClass.WEEKLY);
    }

    @Test
    void keepsOneDailyOfADayWith25HoursAndOneOfADayWith23() {
        Manifest october = taken("monthly-20261001T120000Z");
        Manifest octobersWeek = taken("weekly-20261019T120000Z");
        // 25 October 2026 in Berlin: 22:00 UTC to 23:00 UTC of the next day, with two hours called two o'clock
        Manifest first = taken("daily-20261024T220000Z");
        assertThat(classOf("Europe/Berlin", Instant.parse("2026-10-25T00:00:00Z"), october, octobersWeek, first))
                .isEqualTo(SnapshotClass.HOURLY);
        assertThat(classOf("Europe/Berlin", Instant.parse("2026-10-25T01:00:00Z"), october, octobersWeek, first))
                .isEqualTo(SnapshotClass.HOURLY);
        assertThat(classOf("Europe/Berlin", Instant.parse("2026-10-25T22:30:00Z"), october, octobersWeek, first))
                .as("the 25th hour")
                .isEqualTo(SnapshotClass.HOURLY);

        Manifest march = taken("monthly-20260301T120000Z");
        Manifest marchsWeek = taken("weekly-20260323T120000Z");
        // 29 March 2026 in Berlin: from 23:00 UTC of the day before to 22:00 UTC
        Manifest spring = taken("daily-20260328T230000Z");
        assertThat(classOf("Europe/Berlin", Instant.parse("2026-03-29T21:59:59Z"), march, marchsWeek, spring))
                .isEqualTo(SnapshotClass.HOURLY);
        assertThat(classOf("Europe/Berlin", Instant.parse("2026-03-29T22:00:00Z"), march, marchsWeek, spring))
                .as("Monday has begun, and with it a week")
                .isEqualTo(SnapshotClass.WEEKLY);
    }

    @Test
    void givesTheDayToTheNextGoodOneAfterATornOne() {
        Manifest month = taken("monthly-20261101T000000Z");
        Manifest week = taken("weekly-20261116T000000Z");

        assertThat(classOf(WEDNESDAY, month, week, taken("hourly-20261118T000000Z", Verdict.TORN)))
                .isEqualTo(SnapshotClass.DAILY);
    }

    private static SnapshotClass classOf(Instant scheduledTime, Manifest... held) {
        return classOf("UTC", scheduledTime, held);
    }

    private static SnapshotClass classOf(String zone, Instant scheduledTime, Manifest... held) {
        return new Rotation("orders", new MemoryVault().holding(held), ZoneId.of(zone)).classOf(scheduledTime);
    }
}
