package io.zooark.restore;

import static io.zooark.restore.ReportedRestore.OWN;
import static io.zooark.restore.ReportedRestore.PLAN;
import static io.zooark.restore.ReportedRestore.RECOVERY;
import static io.zooark.restore.ReportedRestore.at;
import static io.zooark.restore.ReportedRestore.lock;
import static io.zooark.restore.ReportedRestore.seconds;
import static io.zooark.restore.ReportedRestore.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.restore.report.Report;
import io.zooark.restore.report.Step.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a report says of the states: their times, their results, and how long clients were shut out. */
class TimeLineTest {
    private final ReportedRestore restore = new ReportedRestore();

    @Test
    void showsEachStateOnceWithItsTimeAndWhenClientsWereShutOut() throws Exception {
        restore.upToTheMove();

        restore.ended(
                restore.request("Release the lock", 9, null), lock(Phase.OPENING, OWN), Outcome.RESTORED, at(9.5));

        assertThat(restore.report().timeLine().steps())
                .extracting(step -> step.name() + " " + step.result() + " " + seconds(step.entered()))
                .containsExactly(
                        "Plan the restore DONE 0.0",
                        "Take the lock DONE 1.0",
                        "Close client access DONE 2.0",
                        "Cut established connections DONE 3.0",
                        "Is there a quorum? DONE 4.0",
                        "Stop every server DONE 5.0",
                        "Release the lock DONE 9.0");
        assertThat(restore.report().timeLine().shutOutFrom()).hasValue(at(2));
        assertThat(restore.report().timeLine().letInAt()).hasValue(at(9));
        assertThat(restore.page().bars()).isEqualTo(7);
        assertThat(restore.html()).contains("clients shut out for 7.0 s");
    }

    @Test
    void namesTheStateThatFailedAndWhenItBegan() {
        restore.upToTheMove();

        restore.leftClosed("disk full");

        assertThat(restore.report().timeLine().steps())
                .filteredOn(step -> step.result() == Result.FAILED)
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.name()).isEqualTo("Choose the new epoch");
                    assertThat(step.entered())
                            .as("when the last host had answered")
                            .isEqualTo(at(5.8));
                    assertThat(step.ended()).hasValue(at(60));
                });
        assertThat(restore.report().history())
                .singleElement()
                .satisfies(end -> assertThat(end.state()).hasValue("Choose the new epoch"));
        assertThat(restore.report().timeLine().letInAt()).isEmpty();
        assertThat(restore.html()).contains("clients shut out since 12:00:02");
    }

    @Test
    void passesByTheSafetySnapshotWhereThereWasNoQuorum() {
        restore.upToTheMove();
        restore.states().remove("stopped");
        restore.states()
                .put(
                        "quorum",
                        Map.of(
                                "yes",
                                false,
                                "seen",
                                "no server serves",
                                "servers",
                                List.of(),
                                "state",
                                state("Is there a quorum?", 4)));

        restore.ended(
                restore.request("Release and tell", 60, "no answer"),
                lock(Phase.CLOSING, OWN),
                Outcome.NOTHING_CHANGED,
                at(61));

        assertThat(restore.report().history())
                .singleElement()
                .satisfies(end -> assertThat(end.state()).hasValue("Is nobody left?"));
    }

    @Test
    void tellsHowFarAnExecutionCameThatWasStopped() {
        restore.upToTheMove();
        restore.underway(restore.request("Choose the new epoch", 6, null), lock(Phase.MOVING, OWN));
        assertThat(restore.report().outcome()).isEmpty();
        assertThat(restore.html()).contains("is under way, or was stopped");

        restore.rolledBack();

        assertThat(restore.report().timeLine().steps())
                .extracting(step -> step.name() + " " + step.result())
                .containsSubsequence(
                        "Stop every server DONE",
                        "Stopped after ‘Choose the new epoch’ UNKNOWN",
                        "Do all serve the old data? DONE",
                        "Release the lock DONE");
    }

    @Test
    void goesOnFromWhenAnEarlierRestoreHadShutClientsOut() {
        restore.upToTheMove();
        restore.leftClosed("disk full");
        Report earlier = restore.report();
        restore.files().write("orders", "restore-0", "report.json", earlier);
        restore.files().documents().remove("restore-1/report.json");
        Lock closed = new Lock(
                "orders",
                "restore-0",
                RECOVERY,
                1,
                Phase.LEFT_CLOSED,
                at(62),
                "restore-0",
                Optional.of(7L),
                List.of("restore-0"),
                true,
                RestoreOptions.OnFailure.ROLL_BACK,
                false,
                0,
                Optional.of(Outcome.LEFT_CLOSED),
                Optional.empty());
        Lock takenOver = Lock.taken(PLAN, OWN, Optional.of(closed), at(69)).in(Phase.OPENING, at(70));

        restore.ended(restore.request("Release the lock", 100, null), takenOver, Outcome.RESTORED, at(101));

        assertThat(restore.report().timeLine().shutOutFrom())
                .isEqualTo(earlier.timeLine().shutOutFrom());
    }
}
