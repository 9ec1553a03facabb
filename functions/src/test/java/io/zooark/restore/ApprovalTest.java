package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.error.RequestRefusedException;
import io.zooark.restore.RestoreRecord.Action;
import io.zooark.snapshot.SnapshotId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApprovalTest {
    private static final RestorePlan PLAN = Plans.withEpochs(Zxid.parse("0x300000010"), 3, 3, 3);

    private final MemoryRestoreFiles files = new MemoryRestoreFiles();
    private final RestoreRecord record = new RestoreRecord(files, new StillTime());

    @Test
    void writesDownWhatIsAskedAndHowToAnswerAndTakesNoLock() {
        Approval approval = record.ask(new RestoreRecord.Request(
                Action.ASK,
                PLAN,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                false,
                List.of(),
                null,
                new Approval.Question("AQB+/=", Map.of("summary", List.of("all")), Map.of())));

        assertThat(approval.approve())
                .isEqualTo("aws stepfunctions send-task-success --task-token 'AQB+/=' --task-output '{}'");
        assertThat(approval.reject())
                .startsWith("aws stepfunctions send-task-failure --task-token 'AQB+/=' --error NotApproved");
        assertThat(approval.until()).isEqualTo(approval.askedAt().plusSeconds(3600));
        assertThat(approval.briefing()).containsKey("summary");
        assertThat(files.documents()).containsOnlyKeys("restore-1/approval.json");
        assertThat(files.lock("orders")).isEmpty();
    }

    @Test
    void letsThePlanThroughThatWasApprovedWhateverItsEpochsAreByNow() {
        RestorePlan later = Plans.withEpochs(Zxid.parse("0x300000010"), 3, 5, -1);

        assertThat(Approval.refuseOther(PLAN, later)).isSameAs(later);
        assertThat(Approval.refuseOther(null, later)).isSameAs(later);
    }

    @Test
    void refusesAnyOther() {
        RestorePlan fewer = Plans.withEpochs(Zxid.parse("0x300000011"), 3, 3);

        assertThatThrownBy(() -> Approval.refuseOther(PLAN, fewer))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("what it holds, the servers changed since the plan was shown");
    }

    @Test
    void isForTheSnapshotThatWasShownWhateverIsTheLatestByNow() {
        SnapshotId shown = PLAN.snapshot().id();
        RestoreInput latest = RestoreInput.of("orders");

        assertThat(latest.of(shown).choice()).isEqualTo(new SnapshotChoice.ById(shown));
        assertThat(latest.of(shown).options()).isEqualTo(latest.options());
    }
}
