package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.error.StorageRefusedException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.function.BiPredicate;

/**
 * Decides how long a scheduled snapshot is kept: the first good one of a month, a week or a day (UTC) is kept longer.
 *
 * <p>It goes by what the vault holds, not by the clock, so that a missed midnight does not cost the day's snapshot.
 */
final class Rotation {
    private final String ensemble;
    private final Vault vault;

    Rotation(String ensemble, Vault vault) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.vault = requireNonNull(vault, "vault is null");
    }

    SnapshotClass classOf(Instant scheduledTime) {
        if (!holds(SnapshotClass.MONTHLY, scheduledTime, Rotation::sameMonth)) {
            return SnapshotClass.MONTHLY;
        }
        if (!holds(SnapshotClass.WEEKLY, scheduledTime, Rotation::sameWeek)
                && !holds(SnapshotClass.MONTHLY, scheduledTime, Rotation::sameWeek)) {
            return SnapshotClass.WEEKLY;
        }
        boolean daily = holds(SnapshotClass.DAILY, scheduledTime, LocalDate::equals)
                || holds(SnapshotClass.WEEKLY, scheduledTime, LocalDate::equals)
                || holds(SnapshotClass.MONTHLY, scheduledTime, LocalDate::equals);
        return daily ? SnapshotClass.HOURLY : SnapshotClass.DAILY;
    }

    private boolean holds(
            SnapshotClass snapshotClass, Instant scheduledTime, BiPredicate<LocalDate, LocalDate> samePeriod) {
        // not the event's own snapshot: another delivery that publishes at this moment must not move this one to
        // another class, where both would be kept
        Instant own = new SnapshotId(snapshotClass, scheduledTime).scheduledTime();
        return vault.list(ensemble, snapshotClass).stream()
                .filter(id -> !id.scheduledTime().equals(own))
                .filter(id -> samePeriod.test(day(scheduledTime), day(id.scheduledTime())))
                .anyMatch(this::good);
    }

    private boolean good(SnapshotId id) {
        try {
            return vault.manifest(ensemble, id)
                    .filter(manifest -> manifest.verdict() != Verdict.TORN)
                    .isPresent();
        } catch (StorageRefusedException e) {
            // one manifest that cannot be read must not end all backups: better one kept for long than none taken
            return false;
        }
    }

    private static boolean sameMonth(LocalDate left, LocalDate right) {
        return left.getYear() == right.getYear() && left.getMonth() == right.getMonth();
    }

    private static boolean sameWeek(LocalDate left, LocalDate right) {
        return left.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) == right.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
                && left.get(IsoFields.WEEK_BASED_YEAR) == right.get(IsoFields.WEEK_BASED_YEAR);
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
