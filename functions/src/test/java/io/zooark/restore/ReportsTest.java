package io.zooark.restore;

import static io.zooark.restore.ReportedRestore.OWN;
import static io.zooark.restore.ReportedRestore.at;
import static io.zooark.restore.ReportedRestore.lock;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.zooark.json.Json;
import io.zooark.restore.RestoreRecord.Request;
import io.zooark.restore.report.Report;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private final ReportedRestore restore = new ReportedRestore();

    @Test
    void goesOnWithTheReportOfAnExecutionThatDiedAndKeepsItsFirstCause() throws Exception {
        restore.upToTheMove();
        restore.ended(
                restore.request("Hand over to the recovery", 60, "disk full"),
                lock(Phase.MOVING, OWN),
                Outcome.RECOVERING,
                at(61));

        restore.rolledBack();

        assertThat(restore.report().history())
                .extracting(Report.End::outcome)
                .containsExactly(Outcome.RECOVERING, Outcome.ROLLED_BACK);
        assertThat(restore.report().history().get(0).failure()).hasValue("NodeCommandFailedException: disk full");
        assertThat(restore.report().execution()).isEqualTo(OWN);
        assertThat(restore.report().timeLine().letInAt()).hasValue(at(100));
        assertThat(restore.html()).contains("From here on: the recovery", "disk full");
        assertThat(restore.report().servers().get(0).before().seenBy()).isEqualTo("Is there a quorum?");
        assertThat(restore.report().servers().get(0).after())
                .hasValueSatisfying(after -> assertThat(after.nodes()).hasValue(10L));
        assertThat(restore.page().bars())
                .isEqualTo(restore.report().timeLine().steps().size());
    }

    @Test
    void writesTheSameWhenItIsAskedAgain() {
        restore.upToTheMove();
        Request request = restore.request("Leave the ensemble closed", 60, "disk full");

        restore.ended(request, lock(Phase.MOVING, OWN), Outcome.LEFT_CLOSED, at(61));
        Report first = restore.report();
        restore.ended(request, lock(Phase.MOVING, OWN), Outcome.LEFT_CLOSED, at(61));

        assertThat(restore.report()).isEqualTo(first);
    }

    @Test
    void writesNoSecretsDown() {
        restore.upToTheMove();
        String failure = "GET https://vault.s3.amazonaws.com/k?X-Amz-Signature=abcdef&X-Amz-Credential=AKIA said"
                + " Authorization: Digest c3VwZXI6c2VjcmV0 and password=hunter2 at http://super:secret@host:8080/";

        restore.leftClosed(failure);

        assertThat(restore.html() + Json.write(restore.report()))
                .contains("https://vault.s3.amazonaws.com/k?…")
                .doesNotContain("abcdef", "AKIA", "c3VwZXI6c2VjcmV0", "hunter2", "super:secret");
    }

    @Test
    void isReadBackFromWhatItIsWrittenAs() throws JsonProcessingException {
        restore.upToTheMove();
        restore.leftClosed("disk full");

        assertThat(Json.mapper().readValue(Json.pretty(restore.report()), Report.class))
                .isEqualTo(restore.report());
    }
}
