package io.zooark.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.zooark.ensemble.Zxid;
import io.zooark.json.Json;
import io.zooark.restore.RestoreRecord.Failure;
import io.zooark.restore.RestoreRecord.Request;
import io.zooark.restore.report.Report;
import io.zooark.restore.report.Reports;
import io.zooark.restore.report.Step.Result;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-22T12:00:00Z");
    private static final String OWN = "arn:aws:states:eu-central-1:123456789012:execution:Restore-AbC:restore-1";
    private static final String RECOVERY = "arn:aws:states:eu-central-1:123456789012:execution:Recover-XyZ:r-1";
    private static final String HOSTILE = "</style><script>alert(1)</script>'\"&\u0000\u202E<b>";
    private static final RestorePlan PLAN = hostile(Plans.withEpochs(new Zxid(0x500000001L), 5, 5, -1));

    private final MemoryRestoreFiles files = new MemoryRestoreFiles();
    private final Reports reports = new Reports(files);
    private final Map<String, Object> states = new LinkedHashMap<>();

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void writesAWellFormedPageForEveryOutcome(Outcome outcome) throws Exception {
        upToTheMove();

        reports.ended(request("Release the lock", 60, "disk full"), lock(Phase.OPENING, OWN), outcome, at(61));

        Document page = page();
        assertThat(text(page, "h1")).hasSizeGreaterThan(20);
        assertThat(page.getElementsByTagName("title").item(0).getTextContent()).endsWith(": restore of orders");
        assertThat(report().outcome()).hasValue(outcome);
        assertThat(report().nextSteps()).isNotEmpty();
    }

    @Test
    void showsEachStateOnceWithItsTimeAndWhenClientsWereShutOut() throws Exception {
        upToTheMove();

        reports.ended(request("Release the lock", 9, null), lock(Phase.OPENING, OWN), Outcome.RESTORED, at(9.5));

        assertThat(report().timeLine().steps())
                .extracting(step -> step.name() + " " + step.result() + " " + seconds(step.entered()))
                .containsExactly(
                        "Plan the restore DONE 0.0",
                        "Take the lock DONE 1.0",
                        "Close client access DONE 2.0",
                        "Cut established connections DONE 3.0",
                        "Is there a quorum? DONE 4.0",
                        "Stop every server DONE 5.0",
                        "Release the lock DONE 9.0");
        assertThat(report().timeLine().shutOutFrom()).hasValue(at(2));
        assertThat(report().timeLine().letInAt()).hasValue(at(9));
        assertThat(bars(page())).isEqualTo(7);
        assertThat(html()).contains("clients shut out for 7.0 s");
    }

    @Test
    void namesTheStateThatFailedAndWhenItBegan() {
        upToTheMove();

        reports.ended(
                request("Leave the ensemble closed", 60, "disk full"),
                lock(Phase.MOVING, OWN),
                Outcome.LEFT_CLOSED,
                at(61));

        assertThat(report().timeLine().steps())
                .filteredOn(step -> step.result() == Result.FAILED)
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.name()).isEqualTo("Choose the new epoch");
                    assertThat(step.entered())
                            .as("when the last host had answered")
                            .isEqualTo(at(5.8));
                    assertThat(step.ended()).hasValue(at(60));
                });
        assertThat(report().history())
                .singleElement()
                .satisfies(end -> assertThat(end.state()).hasValue("Choose the new epoch"));
        assertThat(report().timeLine().letInAt()).isEmpty();
        assertThat(html()).contains("clients shut out since 12:00:02");
    }

    @Test
    void passesByTheSafetySnapshotWhereThereWasNoQuorum() {
        upToTheMove();
        states.remove("stopped");
        states.put(
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

        reports.ended(
                request("Release and tell", 60, "no answer"),
                lock(Phase.CLOSING, OWN),
                Outcome.NOTHING_CHANGED,
                at(61));

        assertThat(report().history())
                .singleElement()
                .satisfies(end -> assertThat(end.state()).hasValue("Stop every server"));
    }

    @Test
    void goesOnWithTheReportOfAnExecutionThatDiedAndKeepsItsFirstCause() throws Exception {
        upToTheMove();
        reports.ended(
                request("Hand over to the recovery", 60, "disk full"),
                lock(Phase.MOVING, OWN),
                Outcome.RECOVERING,
                at(61));
        states.clear();
        states.put("returned", seen("Do all serve the old data?", 90));

        reports.ended(
                request("Release the lock", 100, null), lock(Phase.OPENING, RECOVERY), Outcome.ROLLED_BACK, at(101));

        assertThat(report().history())
                .extracting(Report.End::outcome)
                .containsExactly(Outcome.RECOVERING, Outcome.ROLLED_BACK);
        assertThat(report().history().get(0).failure()).hasValue("NodeCommandFailedException: disk full");
        assertThat(report().execution()).isEqualTo(OWN);
        assertThat(report().timeLine().letInAt()).hasValue(at(100));
        assertThat(html()).contains("From here on: the recovery", "disk full");
        assertThat(report().servers().get(0).before().seenBy()).isEqualTo("Is there a quorum?");
        assertThat(report().servers().get(0).after())
                .hasValueSatisfying(after -> assertThat(after.nodes()).hasValue(10L));
        assertThat(bars(page())).isEqualTo(report().timeLine().steps().size());
    }

    @Test
    void tellsHowFarAnExecutionCameThatWasStopped() {
        upToTheMove();
        reports.underway(request("Choose the new epoch", 6, null), lock(Phase.MOVING, OWN));
        assertThat(report().outcome()).isEmpty();
        assertThat(html()).contains("is under way, or was stopped");
        states.clear();
        states.put("returned", seen("Do all serve the old data?", 90));

        reports.ended(
                request("Release the lock", 100, null), lock(Phase.OPENING, RECOVERY), Outcome.ROLLED_BACK, at(101));

        assertThat(report().timeLine().steps())
                .extracting(step -> step.name() + " " + step.result())
                .containsSubsequence(
                        "Stop every server DONE",
                        "Stopped after ‘Choose the new epoch’ UNKNOWN",
                        "Do all serve the old data? DONE",
                        "Release the lock DONE");
    }

    @Test
    void writesTheSameWhenItIsAskedAgain() {
        upToTheMove();
        Request request = request("Leave the ensemble closed", 60, "disk full");

        reports.ended(request, lock(Phase.MOVING, OWN), Outcome.LEFT_CLOSED, at(61));
        Report first = report();
        reports.ended(request, lock(Phase.MOVING, OWN), Outcome.LEFT_CLOSED, at(61));

        assertThat(report()).isEqualTo(first);
    }

    @Test
    void goesOnFromWhenAnEarlierRestoreHadShutClientsOut() {
        upToTheMove();
        reports.ended(
                request("Leave the ensemble closed", 60, "disk full"),
                lock(Phase.MOVING, OWN),
                Outcome.LEFT_CLOSED,
                at(61));
        Report earlier = report();
        files.write("orders", "restore-0", "report.json", earlier);
        files.documents().remove("restore-1/report.json");
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

        reports.ended(request("Release the lock", 100, null), takenOver, Outcome.RESTORED, at(101));

        assertThat(report().timeLine().shutOutFrom())
                .isEqualTo(earlier.timeLine().shutOutFrom());
    }

    @Test
    void letsNothingFromOutsideBecomeMarkup() throws Exception {
        upToTheMove();

        reports.ended(
                request("Leave the ensemble closed", 60, HOSTILE),
                lock(Phase.MOVING, OWN),
                Outcome.LEFT_CLOSED,
                at(61));

        assertThat(html()).contains("&lt;script&gt;").doesNotContain("<script", "\u202E", "\u0000", "<b>");
        Document page = page();
        assertThat(page.getElementsByTagName("style").getLength()).isEqualTo(1);
        assertThat(text(page, "style")).isEqualTo(text(page, "style").replaceAll("[<>&\"']", ""));
        NodeList all = page.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            assertThat(element.getTagName()).isNotIn("script", "a", "img", "iframe", "object", "form");
            for (int j = 0; j < element.getAttributes().getLength(); j++) {
                assertThat(element.getAttributes().item(j).getNodeName())
                        .doesNotStartWith("on")
                        .isNotEqualTo("src");
            }
        }
    }

    @Test
    void writesNoSecretsDown() {
        upToTheMove();
        String failure = "GET https://vault.s3.amazonaws.com/k?X-Amz-Signature=abcdef&X-Amz-Credential=AKIA said"
                + " Authorization: Digest c3VwZXI6c2VjcmV0 and password=hunter2 at http://super:secret@host:8080/";

        reports.ended(
                request("Leave the ensemble closed", 60, failure),
                lock(Phase.MOVING, OWN),
                Outcome.LEFT_CLOSED,
                at(61));

        assertThat(html() + Json.write(report()))
                .contains("https://vault.s3.amazonaws.com/k?…")
                .doesNotContain("abcdef", "AKIA", "c3VwZXI6c2VjcmV0", "hunter2", "super:secret");
    }

    @Test
    void isReadBackFromWhatItIsWrittenAs() throws JsonProcessingException {
        upToTheMove();
        reports.ended(
                request("Leave the ensemble closed", 60, "disk full"),
                lock(Phase.MOVING, OWN),
                Outcome.LEFT_CLOSED,
                at(61));

        assertThat(Json.mapper().readValue(Json.pretty(report()), Report.class)).isEqualTo(report());
    }

    @Test
    void showsWhatIsNotKnownAsUnknown() throws Exception {
        reports.ended(
                new Request(
                        RestoreRecord.Action.FAIL,
                        PLAN,
                        null,
                        null,
                        null,
                        1L,
                        null,
                        List.of(),
                        null,
                        false,
                        List.of(),
                        null,
                        null),
                lock(Phase.MOVING, OWN),
                Outcome.LEFT_CLOSED,
                at(61));

        assertThat(page().getElementsByTagName("svg").getLength()).isZero();
        assertThat(html())
                .contains(">unknown<", "Not on record. Where data was moved, it lies in set-aside/restore-1/before");
    }

    /** What the machine has brought together when all servers are stopped. */
    private void upToTheMove() {
        states.put("planned", Map.of("state", state("Plan the restore", 0)));
        states.put("record", Map.of("state", state("Take the lock", 1)));
        states.put("closing", Map.of("state", state("Close client access", 2), "answeredAt", at(2.5).toString()));
        states.put("cut", hosts("Cut established connections", 3, Map.of("action", "cut", "remaining", 0)));
        states.put("quorum", seen("Is there a quorum?", 4));
        states.put("stopped", hosts("Stop every server", 5, Map.of("action", "stop")));
    }

    private static Map<String, Object> hosts(String state, double at, Map<String, Object> result) {
        List<Map<String, Object>> servers = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            servers.add(Map.of(
                    "server",
                    id,
                    "result",
                    result,
                    "answeredAt",
                    at(at + 0.5 + id / 10.0).toString()));
        }
        return Map.of("servers", servers, "state", state(state, at));
    }

    private static Map<String, Object> seen(String state, double at) {
        return Map.of(
                "yes",
                true,
                "seen",
                HOSTILE,
                "servers",
                List.of(Map.of("server", 1, "role", "leader", "zxid", "0x500000009", "nodes", 10)),
                "answeredAt",
                at(at + 0.5).toString(),
                "state",
                state(state, at));
    }

    private static Map<String, Object> state(String name, double at) {
        return Map.of("Name", name, "EnteredTime", at(at).toString(), "RetryCount", 0);
    }

    private Request request(String state, double at, @Nullable String failure) {
        return new Request(
                RestoreRecord.Action.RELEASE,
                PLAN,
                new StateData(PLAN, states),
                state(state, at),
                null,
                1L,
                null,
                List.of(),
                null,
                false,
                List.of(),
                failure == null
                        ? null
                        : new Failure(
                                "io.zooark.error.NodeCommandFailedException",
                                Json.write(Map.of("errorMessage", failure))),
                null);
    }

    private static Lock lock(Phase phase, String execution) {
        return Lock.taken(PLAN, execution, Optional.empty(), at(1)).in(phase, at(5.9));
    }

    private static RestorePlan hostile(RestorePlan plan) {
        AccessRule rule = new AccessRule(
                "sgr-1",
                "sg-1",
                new Traffic("tcp", 2181, 2181),
                new AccessRule.Source(AccessRule.Kind.IPV4, "10.0.0.0/16"),
                HOSTILE,
                Map.of());
        return new RestorePlan(
                plan.ensemble(),
                plan.restoreId(),
                false,
                plan.options(),
                plan.snapshot(),
                plan.expected(),
                plan.servers(),
                List.of(),
                List.of(new PlannedRule(rule, PlannedRule.Fate.PARKED, new Traffic("tcp", 65535, 65535), List.of())),
                List.of(HOSTILE));
    }

    private static Instant at(double seconds) {
        return BEGIN.plusMillis(Math.round(seconds * 1000));
    }

    private static double seconds(Instant time) {
        return (time.toEpochMilli() - BEGIN.toEpochMilli()) / 1000.0;
    }

    private Report report() {
        return files.report("orders", "restore-1").orElseThrow();
    }

    private String html() {
        return requireNonNull((String) files.documents().get("restore-1/report.html"));
    }

    /** A browser forgives; this parser does not. */
    private Document page() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html().getBytes(UTF_8)));
    }

    private static String text(Document page, String element) {
        return page.getElementsByTagName(element).item(0).getTextContent();
    }

    private static long bars(Document page) {
        NodeList rects = ((Element) page.getElementsByTagName("svg").item(0)).getElementsByTagName("rect");
        long bars = 0;
        for (int i = 0; i < rects.getLength(); i++) {
            bars += ((Element) rects.item(i)).getAttribute("class").startsWith("state") ? 1 : 0;
        }
        return bars;
    }
}
