package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.error.StorageRefusedException;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Vault;
import io.zooark.snapshot.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the snapshot that a person means. */
final class SnapshotSelection {
    private final String ensemble;
    private final Vault vault;

    SnapshotSelection(String ensemble, Vault vault) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.vault = requireNonNull(vault, "vault is null");
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
        List<SnapshotId> newestFirst = SnapshotClass.backups().stream()
                .flatMap(snapshotClass -> vault.list(ensemble, snapshotClass).stream())
                .filter(id -> id.scheduledTime().isBefore(end))
                .sorted(Comparator.comparing(SnapshotId::scheduledTime).reversed())
                .toList();
        return newestFirst.stream()
                .map(this::readable)
                .flatMap(Optional::stream)
                .filter(manifest -> manifest.verdict() == Verdict.CONSISTENT)
                .findFirst()
                .orElseThrow(() -> none(choice, newestFirst.size()));
    }

    /** One manifest that cannot be read must not hide the good ones behind it. */
    private Optional<Manifest> readable(SnapshotId id) {
        try {
            return vault.manifest(ensemble, id);
        } catch (StorageRefusedException e) {
            return Optional.empty();
        }
    }

    private SnapshotUnusableException unknown(SnapshotId id) {
        return new SnapshotUnusableException(
                "'" + ensemble + "' has no snapshot " + id,
                "list the manifests in the vault for those there are; nothing was changed");
    }

    private SnapshotUnusableException none(SnapshotChoice choice, int candidates) {
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
