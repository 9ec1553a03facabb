package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EpochsTest {
    private static final Zxid EPOCH_THREE = Zxid.parse("0x300000010");

    @Test
    void isAboveEveryEpochThatTheServersAccepted() {
        RestorePlan plan = Plans.withEpochs(EPOCH_THREE, 4, 4, 4);

        assertThat(Epochs.above(plan, stopped(4, 7, 4), Optional.empty())).isEqualTo(8);
    }

    @Test
    void isAboveTheEpochOfTheSnapshotWhereTheServersAreYounger() {
        RestorePlan plan = Plans.withEpochs(EPOCH_THREE, 1, 1, 1);

        assertThat(Epochs.above(plan, stopped(1, 1, 1), Optional.empty())).isEqualTo(4);
    }

    @Test
    void countsWhatWasSeenBeforeTheServersWereStopped() {
        RestorePlan plan = Plans.withEpochs(EPOCH_THREE, 9, 1, 1);

        assertThat(Epochs.above(plan, stopped(-1, 1, 1), Optional.empty())).isEqualTo(10);
    }

    @Test
    void trustsAMajorityOfSurvivingFiles() {
        RestorePlan plan = Plans.withEpochs(EPOCH_THREE, 4, 4, -1);

        assertThat(Epochs.above(plan, stopped(4, 4, -1), Optional.empty())).isEqualTo(5);
    }

    @Test
    void leavesRoomForElectionsThatNoSurvivingFileTellsOf() {
        // two of three lost their disks: these two were a quorum, and may have elected without the third
        RestorePlan plan = Plans.withEpochs(EPOCH_THREE, 4, -1, -1);

        assertThat(Epochs.above(plan, stopped(4, -1, -1), Optional.empty())).isGreaterThan(100);
    }

    @Test
    void isAboveWhatAnEarlierRestoreGaveAndThenSetAside() {
        RestorePlan plan = Plans.withEpochs(EPOCH_THREE, -1, -1, 2);

        assertThat(Epochs.above(plan, stopped(2, 2, 2), Optional.of(9L))).isEqualTo(10);
    }

    @Test
    void leavesRoomForWhatAServerThatIsLeftOutMayHaveAccepted() {
        RestorePlan plan = Plans.without(Plans.withEpochs(EPOCH_THREE, 4, 4, 4), 3);

        assertThat(Epochs.above(plan, stopped(4, 4), Optional.empty())).isGreaterThan(100);
    }

    private static List<NodeCommand.Answer> stopped(long... epochs) {
        List<NodeCommand.Answer> answers = new ArrayList<>();
        for (int i = 0; i < epochs.length; i++) {
            answers.add(new NodeCommand.Answer(
                    i + 1, epochs[i] < 0 ? Map.of() : Map.of("acceptedEpoch", epochs[i], "currentEpoch", epochs[i])));
        }
        return answers;
    }
}
