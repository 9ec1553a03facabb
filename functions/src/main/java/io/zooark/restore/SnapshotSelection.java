package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.snapshot.Catalog;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Vault;
import io.zooark.snapshot.Verdict;
import java.time.Instant;

/** Finds the snapshot that a person means. */
final class SnapshotSelection {
    private final String ensemble;
    private final Vault vault;
    private final Catalog catalog;

    SnapshotSelection(String ensemble, Vault vault) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.vault = requireNonNull(vault, "vault is null");
        this.catalog = new Catalog(ensemble, vault);
    }

    /**
     * Returns the manifest of the chosen snapshot.
     *
     * @throws SnapshotUnusableException if there is none, or it is not proven to be one consistent state
     */
    Manifest select(SnapshotChoice choice) {
        if (choice instanceof SnapshotChoice.ById byId) {
            return refuseUnproven(vault.manifest(ensemble, byId.id()).orElseThrow(() -> unknown(byId.id())));
        }
        Instant end = choice instanceof SnapshotChoice.Before before ? before.time() : Instant.MAX;
        return catalog.newest(SnapshotClass.backups(), end, manifest -> manifest.verdict() == Verdict.CONSISTENT)
                .orElseThrow(() -> none(choice, end));
    }

    private SnapshotUnusableException unknown(SnapshotId id) {
        return new SnapshotUnusableException(
                "'" + ensemble + "' has no snapshot " + id,
                "list those there are with `java -jar zooark.jar list`; nothing was changed");
    }

    private SnapshotUnusableException none(SnapshotChoice choice, Instant end) {
        int candidates = catalog.folders(SnapshotClass.backups(), end).size();
        return new SnapshotUnusableException(
                "'" + ensemble + "' has no backup that is proven consistent (" + choice + "; " + candidates
                        + " others were looked at)",
                candidates == 0
                        ? "take a backup first, or look whether the schedule runs; nothing was changed"
                        : "look at the manifests for their verdicts and reasons; a backup in a quiet moment is CONSISTENT;"
                                + " nothing was changed");
    }

    private static Manifest refuseUnproven(Manifest manifest) {
        if (manifest.verdict() != Verdict.CONSISTENT) {
            throw new SnapshotUnusableException(
                    "snapshot " + manifest.id() + " is " + manifest.verdict() + ": "
                            + manifest.examination().reason(),
                    "choose one with verdict CONSISTENT; nothing was changed");
        }
        return manifest;
    }
}
