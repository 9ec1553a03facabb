package io.zooark.restore;

import io.zooark.ensemble.Zxid;
import io.zooark.restore.RestorePlan.Expectation;
import io.zooark.restore.RestorePlan.PlannedSnapshot;
import io.zooark.snapshot.Manifest.StoredObject;
import io.zooark.snapshot.SnapshotId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Plans for tests. */
final class Plans {
    private Plans() {}

    /** Returns a plan for as many servers as there are epochs; -1 stands for a server that lost its files. */
    static RestorePlan withEpochs(Zxid zxid, long... epochs) {
        List<PlannedServer> servers = IntStream.range(0, epochs.length)
                .mapToObj(i -> new PlannedServer(
                        i + 1, "i-" + (i + 1), "10.0.1." + (i + 1), 8080, 2181, false, true, epochs[i]))
                .toList();
        return new RestorePlan(
                "orders",
                "restore-1",
                false,
                new PlannedSnapshot(
                        SnapshotId.parse("daily-20261122T100000Z"),
                        Instant.parse("2026-11-22T10:00:01Z"),
                        new StoredObject("daily/orders/20261122T100000Z/snapshot", Optional.empty(), "e", 1, "0")),
                new Expectation(zxid, 10, "0x1", 1000, 0, 0),
                servers,
                List.of(),
                List.of(),
                List.of());
    }
}
