package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.error.StorageRefusedException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Decides how long a scheduled snapshot is kept: the first good one of a month, a week (Monday to Sunday, ISO 8601) or a
 * day is kept longer. The calendar is that of the schedule's time zone.
 *
 * <p>It goes by what the vault holds, not by the clock, so that a missed midnight does not cost the day's snapshot.
 */
final class Rotation {
    private final String ensemble;
    private final Vault vault;
    private final ZoneId zone;

    Rotation(String ensemble, Vault vault, ZoneId zone) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.vault = requireNonNull(vault, "vault is null");
        this.zone = requireNonNull(zone, "zone is null");
    }

    SnapshotClass classOf(Instant scheduledTime) {
        List<SnapshotId> monthly = others(SnapshotClass.MONTHLY, scheduledTime);
        if (!holds(monthly, scheduledTime, Rotation::sameMonth)) {
            return SnapshotClass.MONTHLY;
        }
        List<SnapshotId> weekly = others(SnapshotClass.WEEKLY, scheduledTime);
        if (!holds(weekly, scheduledTime, Rotation::sameWeek) && !holds(monthly, scheduledTime, Rotation::sameWeek)) {
            return SnapshotClass.WEEKLY;
        }
        boolean daily = holds(others(SnapshotClass.DAILY, scheduledTime), scheduledTime, LocalDate::equals)
                || holds(weekly, scheduledTime, LocalDate::equals)
                || holds(monthly, scheduledTime, LocalDate::equals);
        return daily ? SnapshotClass.HOURLY : SnapshotClass.DAILY;
    }

    /**
     * Not the event's own snapshot: another delivery that publishes at this moment must not move this one to another
     * class, where both would be kept.
     */
    private List<SnapshotId> others(SnapshotClass snapshotClass, Instant scheduledTime) {
        SnapshotId own = new SnapshotId(snapshotClass, scheduledTime);
        return vault.list(ensemble, snapshotClass).stream()
                .filter(id -> !id.equals(own))
                .toList();
    }

    private boolean holds(List<SnapshotId> held, Instant scheduledTime, BiPredicate<LocalDate, LocalDate> samePeriod) {
        return held.stream()
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

    private LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, zone);
    }
}
