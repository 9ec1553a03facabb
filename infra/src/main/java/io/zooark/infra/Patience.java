package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How old backups may become before it is said that there is no new one.
 *
 * @param backup age of the newest backup that is proven by its own bytes, at which two in a row did not come about
 * @param drill age of the newest backup that a drill has proven, at which a drill did not come about, or not pass
 */
record Patience(Duration backup, Duration drill) {
    /** A job that fails, or finds its function busy, is tried for an hour. */
    private static final Duration TRIES = Duration.ofSeconds(ScheduledJobs.PATIENCE_SECONDS);

    Patience {
        requireNonNull(backup, "backup is null");
        requireNonNull(drill, "drill is null");
    }

    static Patience of(EnsembleConfig ensemble) {
        return of(ensemble.schedule(), ensemble.drill().schedule());
    }

    /** Reckons from the schedules: how far apart they can fire, how late they may start, and how long a job may take. */
    static Patience of(EnsembleConfig.Schedule backups, EnsembleConfig.Schedule drills) {
        Duration backup = late(backups).plus(FunctionSpec.TAKE_SNAPSHOT.timeout());
        Duration drill =
                late(drills).plus(FunctionSpec.VERIFY_SNAPSHOT.timeout()).plus(TRIES);
        // a drill takes the newest backup there is, which is as old as the schedule makes it
        Duration newest = Firings.longestUntil(1, backups).plus(backup);
        return new Patience(
                Firings.longestUntil(2, backups).plus(backup),
                Firings.longestUntil(1, drills).plus(drill).plus(newest));
    }

    private static Duration late(EnsembleConfig.Schedule schedule) {
        return Duration.ofMinutes(schedule.flexibleMinutes());
    }
}
