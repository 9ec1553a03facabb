package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.aws.S3Vault;
import io.zooark.snapshot.Catalog;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A snapshot of the vault as it was named on the command line.
 *
 * @param vault where it lies
 * @param bucket the vault's bucket
 * @param ensemble the ensemble's name
 * @param id the snapshot's name; empty for {@link #LATEST}
 */
record StoredSnapshot(S3Vault vault, String bucket, String ensemble, Optional<SnapshotId> id) {
    /** What a restore takes by itself: the newest backup that is proven to be one consistent state. */
    static final String LATEST = "latest";

    private static final int MOST_NEIGHBOURS = 3;

    StoredSnapshot {
        requireNonNull(vault, "vault is null");
        requireNonNull(bucket, "bucket is null");
        requireNonNull(ensemble, "ensemble is null");
        requireNonNull(id, "id is null");
    }

    /** Returns whether an argument has the form of an id, or is {@link #LATEST}. */
    static boolean isName(String argument) {
        return argument.equals(LATEST) || id(argument).isPresent();
    }

    static Optional<SnapshotId> id(String text) {
        try {
            return Optional.of(SnapshotId.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Manifest manifest() throws CommandFailedException {
        if (id.isEmpty()) {
            return latest();
        }
        return vault.manifest(ensemble, id.get()).orElseThrow(() -> unknown(id.get()));
    }

    /** Returns it with what lies beside it. */
    Catalog.Entry entry() throws CommandFailedException {
        SnapshotId known = id.isPresent() ? id.get() : latest().id();
        return catalog().find(known).orElseThrow(() -> unknown(known));
    }

    private Manifest latest() throws CommandFailedException {
        return catalog()
                .newest(SnapshotClass.backups(), Instant.MAX, manifest -> manifest.verdict() == Verdict.CONSISTENT)
                .orElseThrow(() -> new CommandFailedException(
                        ExitStatus.CANNOT_OPEN,
                        "'" + ensemble + "' has no CONSISTENT backup in " + bucket
                                + "\nHINT: list shows what there is"));
    }

    private Catalog catalog() {
        return new Catalog(ensemble, vault);
    }

    private CommandFailedException unknown(SnapshotId unknown) {
        List<SnapshotId> near = catalog().near(unknown, MOST_NEIGHBOURS);
        return new CommandFailedException(
                ExitStatus.CANNOT_OPEN,
                "'" + ensemble + "' has no snapshot " + unknown + " in " + bucket + "\nHINT: "
                        + (near.isEmpty()
                                ? "it has none at all; look whether --bucket and --ensemble are right"
                                : "near it: "
                                        + near.stream()
                                                .map(SnapshotId::toString)
                                                .collect(Collectors.joining(", "))
                                        + "; list shows all"));
    }
}
