package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.error.StorageRefusedException;
import io.zooark.invocation.Journal;
import io.zooark.invocation.Metric;
import io.zooark.snapshot.Catalog;
import io.zooark.snapshot.DrillName;
import io.zooark.snapshot.Folder;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.Proven;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.Vault;
import io.zooark.snapshot.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the look for an unfinished restore measures on its way, every five minutes: of the lock, and of the vault.
 *
 * <p>An alarm needs numbers that always come. A function that is not invoked, a schedule that is gone and a restore that
 * nobody has started leave none; so what they did last is read from where they wrote it, by somebody else.
 */
public final class Vitals {
    /** How long a restore that did not end well is told where nobody mends it: long enough for the next working day. */
    private static final Duration NEWS = Duration.ofDays(1);

    /** Where not one of so many is proven, how old the last of them is tells enough. */
    private static final int MOST_MANIFESTS = 24;

    /** No phase takes longer, but that of a very large tree: then somebody should look, too. */
    private static final Duration STANDSTILL = Duration.ofHours(1);

    /** The recovery waits for no measure longer than that. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Catalog catalog;
    private final Executor executor;
    private final Pause clock;

    public Vitals(String ensemble, Vault vault, Executor executor, Pause clock) {
        this.catalog = new Catalog(ensemble, vault);
        this.executor = requireNonNull(executor, "executor is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Measures where somebody has looked, and gives back what was answered; whatever fails here fails nothing else. */
    private PlanRecovery.Answer of(PlanRecovery.Answer answer, Journal journal) {
        Instant now = clock.now();
        ofLock(answer.lock(), now, journal);
        try {
            // in another thread: a storage that hangs must not keep clients shut out
            CompletableFuture.supplyAsync(() -> ofVault(now), executor)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .into(journal);
        } catch (ExecutionException e) {
            journal.note("notMeasured", String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            journal.note("notMeasured", "the vault was not read within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    /** Measures a look; what takes a lock over is no look. */
    public PlanRecovery.Answer measured(PlanRecovery.Action action, PlanRecovery.Answer answer, Journal journal) {
        return action == PlanRecovery.Action.LOOK ? of(answer, journal) : answer;
    }

    private static void ofLock(@Nullable Lock lock, Instant now, Journal journal) {
        Duration closed = lock == null ? Duration.ZERO : lock.closedFor(now);
        journal.measure(Metric.RECOVERY_LOOKS, 1)
                .measure(Metric.CLOSED, (double) closed.toSeconds())
                .measure(Metric.RESTORE_FAILED, lock != null && failed(lock, now) ? 1 : 0);
    }

    private static boolean failed(Lock lock, Instant now) {
        Outcome outcome = lock.outcome().orElse(null);
        if (outcome == null) {
            // under way; what a recovery has taken over has failed already, however that ends. One that stands still
            // may
            // have died where no recovery can begin: it keeps every other restore out, and nobody else would tell
            return lock.recoveries() > 0 || lock.since().plus(STANDSTILL).isBefore(now);
        }
        boolean news = lock.phase() != Phase.RELEASED || lock.since().plus(NEWS).isAfter(now);
        return switch (outcome) {
            case RESTORED, UNDONE -> false;
            // as it began, or nearly; but whoever started it waits for something else
            case NOTHING_CHANGED, ROLLED_BACK, RESTORED_NOT_FULLY_OPEN -> news;
            case RECOVERING, LEFT_CLOSED -> true;
        };
    }

    /**
     * Reads the vault: one listing for each class, and mostly one manifest.
     *
     * @throws StorageRefusedException if it cannot be read
     */
    private Backups ofVault(Instant now) {
        List<Folder> folders = catalog.folders(SnapshotClass.backups(), Instant.MAX);
        Optional<Duration> proven = folders.stream()
                .flatMap(folder -> Proven.in(folder).stream())
                .max(Comparator.comparing(Proven::backupTime))
                .map(backup -> backup.age(now));
        return new Backups(age(folders, now), proven, lastDrillFailed(folders));
    }

    private Optional<Duration> age(List<Folder> folders, Instant now) {
        List<Folder> newest =
                folders.stream().filter(Folder::finished).limit(MOST_MANIFESTS).toList();
        Optional<Instant> taken = catalog.newest(newest, manifest -> manifest.verdict() == Verdict.CONSISTENT)
                .map(Manifest::startedAt);
        if (taken.isEmpty() && newest.size() == MOST_MANIFESTS) {
            // the proven one, if there is any, is older still
            taken = Optional.of(newest.get(MOST_MANIFESTS - 1).id().scheduledTime());
        }
        return taken.map(at -> Duration.between(at, now));
    }

    private static boolean lastDrillFailed(List<Folder> folders) {
        List<DrillName> drills =
                folders.stream().map(Folder::drills).flatMap(Collection::stream).toList();
        Optional<Instant> last = drills.stream().map(DrillName::at).max(Comparator.naturalOrder());
        return drills.stream().anyMatch(drill -> last.filter(drill.at()::equals).isPresent() && !drill.passed());
    }

    /**
     * What the vault tells.
     *
     * @param age of the newest backup that is proven consistent by its own bytes; empty where there is none
     * @param provenAge of the newest backup that a drill has proven; empty where there is none
     */
    private record Backups(Optional<Duration> age, Optional<Duration> provenAge, boolean drillFailed) {
        void into(Journal journal) {
            age.ifPresent(old -> journal.measure(Metric.BACKUP_AGE, seconds(old)));
            provenAge.ifPresent(old -> journal.measure(Metric.PROVEN_AGE, seconds(old)));
            journal.measure(Metric.DRILL_FAILED, drillFailed ? 1 : 0);
        }

        private static double seconds(Duration age) {
            return Math.max(0, age.toSeconds());
        }
    }
}
