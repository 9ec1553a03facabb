package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.error.StaleExecutionException;
import io.zooark.error.StorageRefusedException;
import io.zooark.restore.RestorePlan.Expectation;
import io.zooark.snapshot.Cksum;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Manifest.StoredObject;
import io.zooark.snapshot.SnapshotRewriter;
import io.zooark.snapshot.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Optional;
import java.util.zip.CheckedOutputStream;

/** Stores the snapshot, rewritten for its servers, where their hosts fetch it; clients are served meanwhile. */
public final class PreparePlacement {
    private final Vault vault;
    private final Placements placements;
    private final SnapshotRewriter rewriter;
    private final Fence fence;

    public PreparePlacement(Vault vault, Placements placements, SnapshotRewriter rewriter, Fence fence) {
        this.vault = requireNonNull(vault, "vault is null");
        this.placements = requireNonNull(placements, "placements is null");
        this.rewriter = requireNonNull(rewriter, "rewriter is null");
        this.fence = requireNonNull(fence, "fence is null");
    }

    /**
     * Stores it. Doing it again ends with the same bytes, and what an earlier call has answered stays fetchable.
     *
     * @throws StaleExecutionException if another execution holds the lock since; nothing was stored then
     * @throws io.zooark.error.SnapshotUnusableException if the bytes are no longer those that the plan was made from
     */
    public Prepared prepare(RestoreServer.Request request) {
        RestorePlan plan = request.plan();
        Runnable stillOurs = () -> fence.require(plan.ensemble(), request.fence(), EnumSet.of(Phase.TAKEN));
        stillOurs.run();
        Expectation expected = plan.expected();
        try (Vault.Upload upload = placements.begin(plan.ensemble(), plan.restoreId(), expected.bytes())) {
            Cksum cksum = new Cksum();
            Examination written = copy(plan, new FencedOutput(new CheckedOutputStream(upload.out(), cksum), stillOurs));
            // before the object exists: what the hosts fetch is what the plan was made from, or nothing
            plan.requireAsPlanned(written);
            stillOurs.run();
            return new Prepared(new Placement(stored(upload), expected.zxid(), cksum.getValue()));
        } catch (IOException e) {
            throw new StorageRefusedException(
                    "the snapshot could not be stored for the hosts: " + e.getMessage(),
                    "look at the function's network to S3; running it again is safe",
                    e);
        }
    }

    private Examination copy(RestorePlan plan, OutputStream out) throws IOException {
        try (InputStream snapshot = vault.open(plan.snapshot().object())) {
            return rewriter.rewrite(snapshot, out, plan.rewriting()).examination();
        }
    }

    /** An earlier call of this step may have stored the same bytes: then these take their place, as another version. */
    private static StoredObject stored(Vault.Upload upload) throws IOException {
        Optional<StoredObject> stored = upload.complete();
        if (stored.isEmpty()) {
            stored = upload.replaceOrphan();
        }
        return stored.orElseThrow(() -> new StorageRefusedException(
                "another call of this step stored the snapshot for the hosts at this moment",
                "running it again is safe"));
    }

    /** What was stored. */
    public record Prepared(Placement placement) {
        public Prepared {
            requireNonNull(placement, "placement is null");
        }
    }
}
