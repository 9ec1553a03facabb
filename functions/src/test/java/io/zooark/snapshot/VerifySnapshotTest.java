package io.zooark.snapshot;

import static io.zooark.snapshot.Drills.NEWEST;
import static io.zooark.snapshot.Drills.NOW;
import static io.zooark.snapshot.Drills.STORED;
import static io.zooark.snapshot.Drills.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.error.StorageRefusedException;
import io.zooark.invocation.Deadline;
import io.zooark.invocation.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifySnapshotTest {
    private final Drills drills;

    VerifySnapshotTest(@TempDir Path disk) {
        drills = new Drills(disk);
    }

    @AfterEach
    void nothingIsLeftOnTheDisk() {
        assertThat(drills.disk()).isEmptyDirectory();
    }

    @Test
    void drillsTheNewestConsistentBackupOfTheScheduleOrOfAPerson() throws IOException {
        drills.holding(stored("daily-20261120T000000Z"), stored("manual-20261121T000000Z"));
        drills.vault()
                .holding(
                        Manifests.taken("hourly-20261122T100000Z", Verdict.TORN),
                        Manifests.taken("hourly-20261122T090000Z", Verdict.UNPROVEN),
                        Manifests.taken("safety-20261122T113000Z"));

        VerifySnapshot.Verified verified = drills.drill(null);

        assertThat(verified.id()).hasToString("manual-20261121T000000Z");
        assertThat(verified.passed()).isTrue();
        assertThat(verified.provenAt()).isEqualTo(NOW);
        assertThat(verified.znodes()).isEqualTo(10);
        assertThat(verified.treeDigest()).isEqualTo("0x1");
    }

    @Test
    void drillsTheBackupThatIsAskedFor() throws IOException {
        drills.holding(stored("safety-20261120T000000Z"), stored(NEWEST));

        assertThat(drills.drill("safety-20261120T000000Z").id()).hasToString("safety-20261120T000000Z");
    }

    @Test
    void keepsWhatItHasProvenBesideTheManifest() throws IOException {
        drills.holding(stored(NEWEST));

        drills.drill(null);

        assertThat(drills.kept()).singleElement().satisfies(result -> {
            assertThat(result.key()).isEqualTo("hourly/orders/20261122T110000Z/drill-20261122T120000Z-passed.json");
            assertThat(result.passed()).isTrue();
            assertThat(result.znodes()).isEqualTo(10);
            assertThat(result.treeDigest()).contains("0x1");
            assertThat(result.zooKeeperVersion()).isEqualTo("3.9.5");
        });
    }

    @Test
    void drillsAgainWhatPassedBefore() throws IOException {
        drills.holding(stored(NEWEST));
        drills.vault().withDrill(SnapshotId.parse(NEWEST), new DrillName(NOW.minusSeconds(60), true));

        drills.drill(null);

        assertThat(drills.server().reads()).isEqualTo(1);
        assertThat(drills.kept()).hasSize(1);
    }

    @Test
    void tellsTheAgeOfTheNewestProvenBackupAndNotOfItsDrill() throws IOException {
        drills.holding(stored(NEWEST), stored("daily-20261120T120000Z"));
        drills.vault().withDrill(SnapshotId.parse("daily-20261120T120000Z"), new DrillName(NOW.minusSeconds(60), true));

        VerifySnapshot.Verified verified = drills.drill(null);

        assertThat(verified.newestProven())
                .as("the vault of this test does not know of the drill that has just passed")
                .contains(new VerifySnapshot.NewestProven(
                        SnapshotId.parse("daily-20261120T120000Z"),
                        NOW.minusSeconds(60),
                        Instant.parse("2026-11-20T12:00:00Z"),
                        Duration.ofDays(2).toSeconds()));
        assertThat(drills.journal().measures())
                .containsEntry(Metric.DRILL_SUCCEEDED, 1.0)
                .containsEntry(Metric.PROVEN_AGE, (double) Duration.ofDays(2).toSeconds())
                .as("size and duration of backups are measured under the same dimension")
                .hasSize(2);
        assertThat(drills.journal().notes())
                .containsEntry("bytes", (long) STORED.length)
                .containsEntry("znodes", 10L)
                .containsKey("durationMs");
    }

    @Test
    void refusesWhatNoRestoreWouldTake() {
        drills.vault().holding(Manifests.taken(NEWEST, Verdict.TORN));

        assertThatThrownBy(() -> drills.drill(NEWEST))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageStartingWith("snapshot " + NEWEST + " is TORN: as the test says");
        assertThat(drills.kept()).isEmpty();
    }

    @Test
    void refusesABackupThatDoesNotExist() {
        assertThatThrownBy(() -> drills.drill(NEWEST)).hasMessageStartingWith("'orders' has no snapshot " + NEWEST);
    }

    @Test
    void saysThatThereIsNothingToDrill() {
        drills.vault().holding(Manifests.taken(NEWEST, Verdict.TORN));

        assertThatThrownBy(() -> drills.drill(null))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageStartingWith("'orders' has no CONSISTENT backup to drill (1 others were looked at)");
        assertThat(drills.journal().measures()).containsEntry(Metric.DRILL_SUCCEEDED, 0.0);
    }

    @Test
    void doesNotCallABackupProvenOfWhichNoRecordCouldBeKept() throws IOException {
        drills.holding(stored(NEWEST));

        assertThatThrownBy(() -> drills.drill(
                        result -> {
                            throw new StorageRefusedException("S3 refuses", "wait");
                        },
                        null,
                        Deadline.never()))
                .isInstanceOf(StorageRefusedException.class);
        assertThat(drills.journal().measures()).containsEntry(Metric.DRILL_SUCCEEDED, 0.0);
    }
}
