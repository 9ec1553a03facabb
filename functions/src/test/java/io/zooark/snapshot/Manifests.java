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
public final class Manifests {
    private Manifests() {}

    public static Manifest taken(String id) {
        return taken(id, Verdict.CONSISTENT);
    }

    public static Manifest taken(String text, Verdict verdict) {
        return taken(text, verdict, Optional.of(new Zxid(0x100000001L)));
    }

    /** Returns one that was taken when it was due. */
    public static Manifest taken(String text, Verdict verdict, Optional<Zxid> end) {
        SnapshotId id = SnapshotId.parse(text);
        Zxid zxid = end.orElse(new Zxid(0));
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
                        end,
                        Optional.of("0x1"),
                        0,
                        new Examination.Content(10, 0, 0, 0, 0)),
                new StoredObject(id.snapshotKey("orders"), Optional.empty(), "\"e\"", 1, "00000000"),
                Map.of());
    }
}
