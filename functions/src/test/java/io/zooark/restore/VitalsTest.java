package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import io.zooark.error.StorageRefusedException;
import io.zooark.invocation.Journal;
import io.zooark.invocation.Metric;
import io.zooark.snapshot.DrillName;
import io.zooark.snapshot.Manifests;
import io.zooark.snapshot.MemoryVault;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VitalsTest {
    private static final RestorePlan PLAN = Plans.withEpochs(new Zxid(0x500000001L), 5, 5, 5);
    private static final Instant NOW = new StillTime().now();

    private final MemoryVault vault = new MemoryVault();
    private final Vitals vitals = new Vitals("orders", vault, Runnable::run, new StillTime());

    @Test
    void saysThatClientsAreInWhereNobodyHasRestored() {
        assertThat(look(null))
                .containsEntry(Metric.RECOVERY_LOOKS, 1.0)
                .containsEntry(Metric.CLOSED, 0.0)
                .containsEntry(Metric.RESTORE_FAILED, 0.0);
    }

    @Test
    void measuresNothingWhereTheLockIsTakenOver() {
        Journal journal = new Journal();

        vitals.measured(PlanRecovery.Action.TAKE_OVER, answer(null), journal);

        assertThat(journal.measures()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CLOSING", "MOVING", "OPENING", "ROLLING_BACK", "REOPENING", "LEFT_CLOSED"})
    void countsFromWhenClientsWereShutOutWhateverThePhase(Phase phase) {
        Lock closed = taken().in(Phase.CLOSING, NOW.minusSeconds(2000)).in(phase, NOW.minusSeconds(10));

        assertThat(look(closed)).containsEntry(Metric.CLOSED, 2000.0);
    }

    @Test
    void clientsAreInBeforeARestoreShutsThemOutAndOnceItHasEnded() {
        Lock released = taken().in(Phase.CLOSING, NOW.minusSeconds(90)).in(Phase.RELEASED, NOW.minusSeconds(30));

        assertThat(look(taken())).containsEntry(Metric.CLOSED, 0.0);
        assertThat(look(released)).containsEntry(Metric.CLOSED, 0.0);
        assertThat(released.shutOut()).hasValue(Duration.ofSeconds(60));
        assertThat(taken().in(Phase.RELEASED, NOW).shutOut()).isEmpty();
    }

    @Test
    void aRestoreThatTakesOverAClosedEnsembleGoesOnCounting() {
        Lock left = taken().in(Phase.CLOSING, NOW.minusSeconds(7000)).in(Phase.LEFT_CLOSED, NOW.minusSeconds(6000));

        Lock next = Lock.taken(PLAN, "arn:execution", Optional.of(left), NOW.minusSeconds(5));

        assertThat(look(next)).containsEntry(Metric.CLOSED, 7000.0);
    }

    @Test
    void anUndoingOfAnOpenEnsembleBeginsToCountWhenItShutsClientsOut() {
        Lock released = taken().in(Phase.CLOSING, NOW.minusSeconds(900)).in(Phase.RELEASED, NOW.minusSeconds(800));
        Lock undoing = released.undoneBy("undo-1", "arn:recovery", NOW.minusSeconds(20));

        assertThat(look(undoing)).containsEntry(Metric.CLOSED, 0.0);
        assertThat(look(undoing.in(Phase.CLOSING, NOW.minusSeconds(7)).recoveredBy("arn:other", NOW)))
                .containsEntry(Metric.CLOSED, 7.0);
    }

    @ParameterizedTest
    @CsvSource({
        "RESTORED, RELEASED, 1, 0",
        "UNDONE, RELEASED, 1, 0",
        "ROLLED_BACK, RELEASED, 23, 1",
        "ROLLED_BACK, RELEASED, 25, 0",
        "NOTHING_CHANGED, RELEASED, 1, 1",
        "RESTORED_NOT_FULLY_OPEN, RELEASED, 1, 1",
        "RECOVERING, ROLLING_BACK, 1, 1",
        "LEFT_CLOSED, LEFT_CLOSED, 100, 1"
    })
    void tellsOfARestoreThatDidNotEndWell(Outcome outcome, Phase phase, int hoursAgo, double failed) {
        Lock ended = taken().in(phase, NOW.minus(Duration.ofHours(hoursAgo))).ended(outcome);

        assertThat(look(ended)).containsEntry(Metric.RESTORE_FAILED, failed);
    }

    @Test
    void aRestoreThatGoesOnHasNotFailedButOneThatIsBeingRecoveredHas() {
        Lock going = taken().in(Phase.MOVING, NOW);

        assertThat(look(going)).containsEntry(Metric.RESTORE_FAILED, 0.0);
        assertThat(look(going.recoveredBy("arn:recovery", NOW))).containsEntry(Metric.RESTORE_FAILED, 1.0);
        assertThat(look(going.in(going.phase(), NOW.minus(Duration.ofMinutes(61)))))
                .as("it stands still, and no recovery has come")
                .containsEntry(Metric.RESTORE_FAILED, 1.0);
    }

    @Test
    void saysHowOldTheNewestBackupIsThatIsProvenByItsOwnBytes() {
        vault.holding(
                Manifests.taken("hourly-20261122T080000Z"),
                Manifests.taken("hourly-20261122T090000Z", Verdict.UNPROVEN),
                Manifests.taken("safety-20261122T093000Z"));

        assertThat(look(null)).containsEntry(Metric.BACKUP_AGE, 7200.0);
    }

    @Test
    void saysAtLeastHowOldWhereManyAreUnproven() {
        vault.holding(Manifests.taken("daily-20261101T000000Z"));
        for (int hour = 0; hour < 24; hour++) {
            vault.holding(Manifests.taken("hourly-20261121T%02d0000Z".formatted(hour), Verdict.UNPROVEN));
        }

        assertThat(look(null)).containsEntry(Metric.BACKUP_AGE, 34 * 3600.0);
    }

    @Test
    void saysWhatTheDrillsHaveProven() {
        drilled("hourly-20261122T010000Z", "2026-11-22T03:30:00Z", true);
        drilled("hourly-20261122T050000Z", "2026-11-22T05:30:00Z", false);
        assertThat(look(null)).containsEntry(Metric.PROVEN_AGE, 9 * 3600.0).containsEntry(Metric.DRILL_FAILED, 1.0);

        drilled("hourly-20261122T050000Z", "2026-11-22T06:30:00Z", true);

        assertThat(look(null)).containsEntry(Metric.PROVEN_AGE, 5 * 3600.0).containsEntry(Metric.DRILL_FAILED, 0.0);
    }

    @Test
    void whereThereIsNoBackupNoAgeIsMadeUp() {
        assertThat(look(null)).doesNotContainKeys(Metric.BACKUP_AGE, Metric.PROVEN_AGE);
    }

    @Test
    void aVaultThatCannotBeReadKeepsNothingFromTheRecovery() {
        vault.refusing(() -> {
            throw new StorageRefusedException("S3 answers 503", "try again");
        });
        Journal journal = new Journal();
        PlanRecovery.Answer answer = answer(taken().in(Phase.CLOSING, NOW));

        assertThat(vitals.measured(PlanRecovery.Action.LOOK, answer, journal)).isSameAs(answer);

        assertThat(journal.measures()).containsOnlyKeys(Metric.RECOVERY_LOOKS, Metric.CLOSED, Metric.RESTORE_FAILED);
        assertThat(journal.notes()).containsKey("notMeasured");
    }

    private void drilled(String id, String at, boolean passed) {
        vault.holding(Manifests.taken(id)).withDrill(SnapshotId.parse(id), new DrillName(Instant.parse(at), passed));
    }

    private Map<Metric, Double> look(@Nullable Lock lock) {
        Journal journal = new Journal();
        vitals.measured(PlanRecovery.Action.LOOK, answer(lock), journal);
        return journal.measures();
    }

    private static PlanRecovery.Answer answer(@Nullable Lock lock) {
        return new PlanRecovery.Answer(PlanRecovery.Way.NOTHING, lock, null, "");
    }

    private static Lock taken() {
        return Lock.taken(PLAN, "arn:execution", Optional.empty(), NOW.minusSeconds(3000));
    }
}
