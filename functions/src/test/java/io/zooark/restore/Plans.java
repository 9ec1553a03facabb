package io.zooark.restore;

import io.zooark.ensemble.Zxid;
import io.zooark.restore.RestorePlan.Expectation;
import io.zooark.restore.RestorePlan.KeptSessions;
import io.zooark.restore.RestorePlan.PlannedSnapshot;
import io.zooark.snapshot.Lasting;
import io.zooark.snapshot.Manifest.StoredObject;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Plans for tests. */
final class Plans {
    private Plans() {}

    /** Returns a plan for as many servers as there are epochs; -1 stands for a server that lost its files. */
    static RestorePlan withEpochs(Zxid zxid, long... epochs) {
        return expecting(
                new Expectation(zxid, 10, "0x1", new Lasting(10, "0x1"), 1000, 0, 0, KeptSessions.NONE), epochs);
    }

    /** Returns the same with another expectation. */
    static RestorePlan expecting(Expectation expected, long... epochs) {
        List<PlannedServer> servers = IntStream.range(0, epochs.length)
                .mapToObj(i -> new PlannedServer(
                        i + 1, "i-" + (i + 1), "10.0.1." + (i + 1), 8080, 2181, false, true, epochs[i]))
                .toList();
        return new RestorePlan(
                "orders",
                "restore-1",
                false,
                RestoreInput.of("orders").options(),
                new PlannedSnapshot(
                        "orders",
                        SnapshotId.parse("daily-20261122T100000Z"),
                        Instant.parse("2026-11-22T10:00:01Z"),
                        new StoredObject("daily/orders/20261122T100000Z/snapshot", Optional.empty(), "e", 1, "0"),
                        Verdict.CONSISTENT),
                expected,
                servers,
                List.of(),
                List.of(),
                List.of());
    }

    /** Returns a plan of a snapshot with so many bytes and znodes. */
    static RestorePlan of(long bytes, long nodes) {
        RestorePlan plan = withEpochs(Zxid.parse("0x300000010"), 3, 3, 3);
        return new RestorePlan(
                plan.ensemble(),
                plan.restoreId(),
                plan.dryRun(),
                plan.options(),
                plan.snapshot(),
                new Expectation(
                        plan.expected().zxid(),
                        nodes,
                        "0x1",
                        new Lasting(nodes, "0x1"),
                        bytes,
                        0,
                        0,
                        RestorePlan.KeptSessions.NONE),
                plan.servers(),
                plan.members(),
                plan.access(),
                plan.warnings());
    }

    /** Returns the same plan with {@code "onFailure": "stay-closed"}. */
    static RestorePlan stayingClosed(RestorePlan plan) {
        RestoreOptions options = plan.options();
        return new RestorePlan(
                plan.ensemble(),
                plan.restoreId(),
                plan.dryRun(),
                new RestoreOptions(
                        RestoreOptions.OnFailure.STAY_CLOSED,
                        options.approval(),
                        options.sessions(),
                        options.without(),
                        options.method()),
                plan.snapshot(),
                plan.expected(),
                plan.servers(),
                plan.members(),
                plan.access(),
                plan.warnings());
    }

    /** Returns a plan that goes on without one of its servers. */
    static RestorePlan without(RestorePlan plan, int id) {
        PlannedServer left = plan.servers().get(id - 1);
        return new RestorePlan(
                plan.ensemble(),
                plan.restoreId(),
                plan.dryRun(),
                plan.options(),
                plan.snapshot(),
                plan.expected(),
                plan.servers().stream().filter(server -> server.id() != id).toList(),
                plan.members(),
                plan.access(),
                plan.warnings(),
                List.of(new AbsentServer(id, left.host(), left.observer(), Optional.of(left.instance()))));
    }
}
