package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A backup that a drill has proven: a real server came up with it and held what its manifest says.
 *
 * <p>The last drill of a backup counts. One that passed once and failed since is proven no longer: bits rot.
 *
 * @param id the backup's name
 * @param provenAt when its last drill passed
 */
public record Proven(SnapshotId id, Instant provenAt) {
    public Proven {
        requireNonNull(id, "id is null");
        requireNonNull(provenAt, "provenAt is null");
    }

    /** Returns the backup of a folder, if it is proven. */
    public static Optional<Proven> in(Folder folder) {
        List<DrillName> drills = folder.drills();
        if (drills.isEmpty() || !folder.finished()) {
            return Optional.empty();
        }
        Instant last = drills.get(0).at();
        // two drills at once may end in one second
        boolean passed =
                drills.stream().filter(drill -> drill.at().equals(last)).allMatch(DrillName::passed);
        return passed ? Optional.of(new Proven(folder.id(), last)) : Optional.empty();
    }

    /**
     * Returns the newest backup that is proven, by the backups' own times: not the one that was drilled last. It takes one
     * listing of keys for each class, and reads nothing.
     */
    public static Optional<Proven> newest(String ensemble, Vault vault) {
        return SnapshotClass.backups().stream()
                .flatMap(snapshotClass -> vault.folders(ensemble, snapshotClass).stream())
                .flatMap(folder -> in(folder).stream())
                .max(Comparator.comparing(Proven::backupTime));
    }

    /** Returns the backup's own time, which names it. */
    public Instant backupTime() {
        return id.scheduledTime();
    }

    /** Returns how old the backup itself is: how much an ensemble that is restored from it would lose. */
    public Duration age(Instant now) {
        return Duration.between(backupTime(), now);
    }
}
