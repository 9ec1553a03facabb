package io.zooark.snapshot;

import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Manifest.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifests for tests. */
final class Manifests {
    private Manifests() {}

    static Manifest taken(String id) {
        return taken(id, Verdict.CONSISTENT);
    }

    static Manifest taken(String text, Verdict verdict) {
        SnapshotId id = SnapshotId.parse(text);
        Zxid zxid = new Zxid(0x100000001L);
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "orders",
                id,
                Optional.empty(),
                id.scheduledTime(),
                Duration.ofSeconds(1),
                new ServerStatus(ScriptedServers.address("zk1"), 1, Role.FOLLOWER, true, zxid, 10, "3.9.5"),
                "has the highest zxid",
                List.of(),
                new Examination(
                        verdict,
                        "as the test says",
                        Compression.NONE,
                        1,
                        Optional.of(zxid),
                        Optional.of(zxid),
                        Optional.of("0x1"),
                        0,
                        new Examination.Content(10, 0, 0, 0, 0)),
                new StoredObject(id.snapshotKey("orders"), Optional.empty(), "\"e\"", 1, "00000000"),
                Map.of());
    }
}
