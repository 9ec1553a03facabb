package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.error.StorageRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** How old the newest backup is that is proven consistent by its own bytes: what would be lost if all were lost now. */
final class BackupAge {
    private final String ensemble;
    private final Vault vault;

    BackupAge(String ensemble, Vault vault) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.vault = requireNonNull(vault, "vault is null");
    }

    /**
     * Returns the age, from the moment at which its taking began; empty if there is none.
     *
     * @throws StorageRefusedException if the vault cannot be read
     */
    Optional<Duration> at(Instant now) {
        return SnapshotClass.backups().stream()
                .flatMap(snapshotClass -> vault.list(ensemble, snapshotClass).stream())
                .sorted(Comparator.comparing(SnapshotId::scheduledTime).reversed())
                .flatMap(id -> readable(id).stream())
                .filter(manifest -> manifest.verdict() == Verdict.CONSISTENT)
                .findFirst()
                .map(newest -> of(newest, now));
    }

    /** Returns the age of one backup. */
    static Duration of(Manifest manifest, Instant now) {
        Duration age = Duration.between(manifest.startedAt(), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** One manifest that cannot be read makes the newest look older than it is, and never younger. */
    private Optional<Manifest> readable(SnapshotId id) {
        try {
            return vault.manifest(ensemble, id);
        } catch (StorageRefusedException e) {
            return Optional.empty();
        }
    }
}
