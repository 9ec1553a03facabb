package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.restore.Outcome;
import io.zooark.restore.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When the deployed alarms ring, over what the functions themselves print. */
@NeedsNode
class AlarmsRingTest {
    static final List<String> ALL = List.of(
            "BackupOverdue",
            "Closed",
            "DrillFailed",
            "DrillOverdue",
            "FunctionErrors",
            "JobsMissed",
            "RecoverySilent",
            "RestoreFailed");

    private final WatchedDays days = new WatchedDays(Synthesis.orders(), ALL);

    @Test
    void noneRingsOnADayOnWhichAllIsWell() {
        assertThat(days.run(Duration.ofDays(2))).isEmpty();
        assertThat(days.printed())
                .as("the function really looked")
                .hasSizeGreaterThan(48 * 12)
                .allMatch(line -> line.contains("\"outcome\":\"done\""));
    }

    @Test
    void aBackupFunctionThatIsDeadRingsAfterTwoIntervals() {
        days.backups = false;

        Map<String, Duration> rang = days.run(Duration.ofHours(4));

        assertThat(rang).containsOnlyKeys("BackupOverdue");
        // it is noon, and the newest one is an hour old
        assertThat(rang.get("BackupOverdue")).isBetween(Duration.ofMinutes(80), Duration.ofMinutes(90));

        days.backups = true;
        days.run(Duration.ofHours(2));
        assertThat(days.ringing()).isEmpty();
    }

    @Test
    void aScheduleThatNoLongerLooksRingsAndWithItAllThatGoesByTheLooks() {
        days.looks = false;

        Map<String, Duration> rang = days.run(Duration.ofMinutes(80));

        assertThat(rang.get("RecoverySilent")).isLessThanOrEqualTo(Duration.ofMinutes(20));
        List<String> goingByLooks = new ArrayList<>(ALL);
        // the functions that still run still have errors, or none
        goingByLooks.remove("FunctionErrors");
        assertThat(rang.keySet()).containsExactlyInAnyOrderElementsOf(goingByLooks);
    }

    @Test
    void twoLooksThatAreLostAreNoSilence() {
        days.looks = false;
        assertThat(days.run(Duration.ofMinutes(9))).isEmpty();
        days.looks = true;

        assertThat(days.run(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void aDrillThatFailsRingsUntilAnotherHasPassed() {
        days.drillsPass = false;

        assertThat(days.run(Duration.ofHours(17))).containsOnlyKeys("DrillFailed");

        days.drill(true);
        days.run(Duration.ofMinutes(30));
        assertThat(days.ringing()).isEmpty();
    }

    @Test
    void noDrillRingsSomeHoursAfterItWasDue() {
        days.drills = false;

        Map<String, Duration> rang = days.run(Duration.ofDays(1));

        assertThat(rang).containsOnlyKeys("DrillOverdue");
        // it is noon, and the last one was at half past three
        assertThat(rang.get("DrillOverdue")).isBetween(Duration.ofHours(16), Duration.ofHours(19));
    }

    @Test
    void aRestoreOfTenMinutesIsNothingToRingFor() {
        for (int minutes = 0; minutes < 10; minutes += 2) {
            days.restore(Phase.MOVING, null, Duration.ofMinutes(minutes));
            assertThat(days.run(Duration.ofMinutes(2))).isEmpty();
        }
        days.restore(Phase.RELEASED, Outcome.RESTORED, Duration.ofMinutes(10));

        assertThat(days.run(Duration.ofHours(2))).isEmpty();
    }

    @Test
    void anEnsembleThatIsClosedForHalfAnHourRings() {
        days.restore(Phase.MOVING, null, Duration.ZERO);

        Map<String, Duration> rang = days.run(Duration.ofMinutes(50));

        assertThat(rang).containsOnlyKeys("Closed");
        assertThat(rang.get("Closed")).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(37));
    }

    @Test
    void aRestoreThatFailedRingsUntilOneHasSucceeded() {
        days.restore(Phase.RELEASED, Outcome.ROLLED_BACK, Duration.ofMinutes(4));
        Map<String, Duration> rang = days.run(Duration.ofHours(3));
        assertThat(rang).containsOnlyKeys("RestoreFailed");
        assertThat(rang.get("RestoreFailed")).isLessThanOrEqualTo(Duration.ofMinutes(7));

        days.restore(Phase.RELEASED, Outcome.RESTORED, Duration.ofMinutes(4));
        days.run(Duration.ofMinutes(90));

        assertThat(days.ringing()).isEmpty();
    }

    @Test
    void aRestoreThatWasRolledBackIsNoNewsAfterADay() {
        days.restore(Phase.RELEASED, Outcome.ROLLED_BACK, Duration.ofMinutes(4));

        days.run(Duration.ofHours(26));

        assertThat(days.ringing()).isEmpty();
    }

    /** It takes no lock; what fails of it is a function that only the machine calls. */
    @Test
    void aRefusedDryRunDoesNotRing() {
        days.invoked(FunctionSpec.PLAN_RESTORE, 3);

        assertThat(days.run(Duration.ofHours(2))).isEmpty();
    }

    @Test
    void functionsThatFailThreeTimesInAnHourRingAndAfterASecondTryThatWorksTheyDoNot() {
        days.invoked(FunctionSpec.TAKE_SNAPSHOT, 2);
        assertThat(days.run(Duration.ofMinutes(30))).isEmpty();

        days.invoked(FunctionSpec.VERIFY_SNAPSHOT, 1);

        assertThat(days.run(Duration.ofMinutes(5))).containsOnlyKeys("FunctionErrors");
    }

    @Test
    void aJobInTheQueueRingsUntilSomebodyHasTakenItOut() {
        days.waiting = 1;
        assertThat(days.run(Duration.ofMinutes(10))).containsOnlyKeys("JobsMissed");

        days.waiting = 0;
        days.run(Duration.ofMinutes(20));

        assertThat(days.ringing()).isEmpty();
    }
}
