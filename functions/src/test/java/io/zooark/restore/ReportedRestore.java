package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.json.Json;
import io.zooark.restore.RestoreRecord.Failure;
import io.zooark.restore.RestoreRecord.Request;
import io.zooark.restore.report.Report;
import io.zooark.restore.report.Reports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A restore whose states a test puts together, and the report that is written of it. */
final class ReportedRestore {
    private static final Instant BEGIN = Instant.parse("2026-11-22T12:00:00Z");
    static final String OWN = "arn:aws:states:eu-central-1:123456789012:execution:Restore-AbC:restore-1";
    static final String RECOVERY = "arn:aws:states:eu-central-1:123456789012:execution:Recover-XyZ:r-1";
    static final String HOSTILE = "</style><script>alert(1)</script>'\"&\u0000\u202E<b>";
    static final RestorePlan PLAN = hostile(Plans.withEpochs(new Zxid(0x500000001L), 5, 5, -1));

    private final MemoryRestoreFiles files = new MemoryRestoreFiles();
    private final Reports reports = new Reports(files);
    private final Map<String, Object> states = new LinkedHashMap<>();

    MemoryRestoreFiles files() {
        return files;
    }

    /** Returns what the machine has brought together so far, to be changed. */
    Map<String, Object> states() {
        return states;
    }

    /** What the machine has brought together when all servers are stopped. */
    void upToTheMove() {
        states.put("planned", Map.of("state", state("Plan the restore", 0)));
        states.put("record", Map.of("state", state("Take the lock", 1)));
        states.put("closing", Map.of("state", state("Close client access", 2), "answeredAt", at(2.5).toString()));
        states.put("cut", hosts("Cut established connections", 3, Map.of("action", "cut", "remaining", 0)));
        states.put("quorum", seen("Is there a quorum?", 4));
        states.put("stopped", hosts("Stop every server", 5, Map.of("action", "stop")));
    }

    /** Has the report say how far the restore has come. */
    void underway(Request request, Lock lock) {
        reports.underway(request, lock);
    }

    /** Has the report say how the restore has ended. */
    void ended(Request request, Lock lock, Outcome outcome, Instant now) {
        reports.ended(request, lock, outcome, now);
    }

    /** Has the report say that the restore failed and that the ensemble was left closed. */
    void leftClosed(String failure) {
        ended(request("Leave the ensemble closed", 60, failure), lock(Phase.MOVING, OWN), Outcome.LEFT_CLOSED, at(61));
    }

    /** Has the report go on with what a recovery saw, and say that the old data was put back. */
    void rolledBack() {
        states.clear();
        states.put("returned", seen("Do all serve the old data?", 90));
        ended(request("Release the lock", 100, null), lock(Phase.OPENING, RECOVERY), Outcome.ROLLED_BACK, at(101));
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

    static Map<String, Object> state(String name, double at) {
        return Map.of("Name", name, "EnteredTime", at(at).toString(), "RetryCount", 0);
    }

    Request request(String state, double at, @Nullable String failure) {
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

    static Lock lock(Phase phase, String execution) {
        return Lock.taken(PLAN, execution, Optional.empty(), at(1)).in(phase, at(5.9));
    }

    static Instant at(double seconds) {
        return BEGIN.plusMillis(Math.round(seconds * 1000));
    }

    static double seconds(Instant time) {
        return (time.toEpochMilli() - BEGIN.toEpochMilli()) / 1000.0;
    }

    Report report() {
        return files.report("orders", "restore-1").orElseThrow();
    }

    String html() {
        return requireNonNull((String) files.documents().get("restore-1/report.html"));
    }

    StrictPage page() throws Exception {
        return StrictPage.of(html());
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
}
