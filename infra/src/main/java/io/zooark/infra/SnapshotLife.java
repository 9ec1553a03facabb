package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How long most backups of an ensemble last. Records of drills lie beside the backup, and expire with it: who drills less
 * often than that has no proven backup for a while, each time.
 *
 * @param kept the class that most of them fall into
 * @param days for how many it is kept
 */
record SnapshotLife(SnapshotRetention kept, int days) {
    private static final Duration DAY = Duration.ofDays(1);

    /** So many firings tell more than daily from daily, though there be none on weekends. */
    private static final int FORTNIGHT = 15;

    SnapshotLife {
        requireNonNull(kept, "kept is null");
    }

    /** Reckons from the schedule of backups: of several in a day all but the first are hourly. */
    static SnapshotLife of(EnsembleConfig ensemble, VaultConfig.Retention retention) {
        SnapshotRetention kept =
                moreThanDaily(ensemble.schedule()) ? SnapshotRetention.HOURLY : SnapshotRetention.DAILY;
        return new SnapshotLife(kept, retention.days(kept));
    }

    private static boolean moreThanDaily(EnsembleConfig.Schedule schedule) {
        try {
            return Firings.longestUntil(FORTNIGHT, schedule).compareTo(DAY.multipliedBy(FORTNIGHT)) < 0;
        } catch (ConfigurationException e) {
            // it fires a few times in all
            return false;
        }
    }

    /**
     * Returns what is wrong with a schedule that fires less often than that.
     *
     * @param advice what to do more often
     */
    Optional<String> tooSeldom(EnsembleConfig.Schedule schedule, String advice) {
        Duration apart = Firings.longestUntil(1, schedule);
        if (apart.compareTo(DAY.multipliedBy(days)) <= 0) {
            return Optional.empty();
        }
        return Optional.of("fires up to " + text(apart) + " apart, but " + kept.prefix()
                + " backups, with the records of their drills, are kept for " + days + (days == 1 ? " day" : " days")
                + ": "
                + advice + " more often, or raise vault.retention." + kept.prefix() + " above that");
    }

    private static String text(Duration apart) {
        long hours = apart.toHours() % DAY.toHours();
        return apart.toDays() + " days" + (hours == 0 ? "" : " and " + hours + " hours");
    }
}
