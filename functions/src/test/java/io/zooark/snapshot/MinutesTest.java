package io.zooark.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Role;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerRefusedException;
import io.zooark.error.StorageRefusedException;
import io.zooark.invocation.Deadline;
import io.zooark.invocation.Invocation;
import io.zooark.invocation.Journal;
import io.zooark.invocation.Metric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one invocation leaves in its journal, for people and for alarms. */
class MinutesTest {
    private static final Instant NOW = Instant.parse("2026-11-18T10:05:00Z");
    private static final Instant DUE = Instant.parse("2026-11-18T10:00:00Z");

    private final Journal journal = new Journal();
    private final MemoryVault vault = new MemoryVault();
    private final ScriptedServers servers = new ScriptedServers().with("zk1", Role.FOLLOWER, 7);

    @Test
    void notesEverythingThatAPersonNeeds() {
        take(new TakeSnapshot.Request("orders", DUE, SnapshotClass.MANUAL, "before-upgrade"));

        assertThat(journal.notes())
                .containsEntry("id", "manual-20261118T100000Z")
                .containsEntry("verdict", Verdict.CONSISTENT)
                .containsEntry("reason", "as the test says")
                .containsEntry("server", "zk1:8080")
                .containsEntry("whyThisServer", "has the highest zxid, 0x7; the leader is spared the work")
                .containsEntry("passedOver", List.of("zk2:8080: zk2:8080 did not answer"))
                .containsEntry("bytes", 10L)
                .containsEntry("znodes", 10L)
                .containsEntry("startZxid", "0x7")
                .containsEntry("endZxid", "0x7")
                .containsEntry("label", "before-upgrade")
                .containsEntry("alreadyTaken", false)
                .containsEntry("attempts", 1)
                .containsEntry("torn", 0)
                .containsKey("durationMs");
    }

    @Test
    void measuresABackupThatSucceeded() {
        take();

        assertThat(journal.measures())
                .containsEntry(Metric.BACKUP_SUCCEEDED, 1.0)
                .containsEntry(Metric.BACKUP_AGE, 0.0)
                .containsEntry(Metric.BYTES, 10.0)
                .containsEntry(Metric.ZNODES, 10.0)
                .containsEntry(Metric.TORN, 0.0)
                .containsEntry(Metric.SERVERS_REACHABLE, 1.0)
                .containsKey(Metric.DURATION);
    }

    @Test
    void measuresATornBackupAsOneThatFailed() {
        vault.holding(Manifests.taken("hourly-20261118T090000Z"));
        servers.sending(Verdict.TORN).moving();

        take();

        assertThat(journal.measures())
                .containsEntry(Metric.BACKUP_SUCCEEDED, 0.0)
                .containsEntry(Metric.TORN, 4.0)
                .containsEntry(Metric.BACKUP_AGE, 65 * 60.0);
        assertThat(journal.notes()).containsEntry("verdict", Verdict.TORN).containsEntry("attempts", 4);
    }

    @Test
    void measuresAnUnprovenBackupAsTakenAndNotAsTheNewestGoodOne() {
        vault.holding(Manifests.taken("hourly-20261118T090000Z"));
        servers.sending(Verdict.UNPROVEN);

        take();

        assertThat(journal.measures())
                .containsEntry(Metric.BACKUP_SUCCEEDED, 1.0)
                .containsEntry(Metric.BACKUP_AGE, 65 * 60.0);
    }

    @Test
    void measuresWhatIsKnownOfABackupThatFailed() {
        vault.holding(
                Manifests.taken("daily-20261118T040000Z"), Manifests.taken("hourly-20261118T090000Z", Verdict.TORN));
        servers.failing("zk1", () -> new ServerRefusedException("zk1 refuses", "mend it"));

        assertThatThrownBy(this::take).isInstanceOf(RestoreException.class);

        assertThat(journal.measures())
                .containsEntry(Metric.BACKUP_SUCCEEDED, 0.0)
                .containsEntry(Metric.BACKUP_AGE, 6 * 3600 + 300.0)
                .containsEntry(Metric.SERVERS_REACHABLE, 1.0)
                .containsKey(Metric.DURATION)
                .doesNotContainKey(Metric.BYTES);
        assertThat(journal.notes())
                .containsEntry("passedOver", List.of("zk2:8080: zk2:8080 did not answer", "zk1:8080: zk1 refuses"))
                .containsEntry("attempts", 1);
    }

    @Test
    void leavesTheAgeOutWhereTheVaultCannotBeReadOrHoldsNothingGood() {
        servers.failing("zk1", () -> new ServerRefusedException("zk1 refuses", "mend it"));
        assertThatThrownBy(this::take).isInstanceOf(RestoreException.class);
        assertThat(journal.measures()).doesNotContainKey(Metric.BACKUP_AGE);

        vault.holding(Manifests.taken("daily-20261118T040000Z"));
        vault.listing = () -> {
            throw new StorageRefusedException("S3 refused", "look");
        };
        assertThatThrownBy(this::take).isInstanceOf(RestoreException.class);
        assertThat(journal.measures()).doesNotContainKey(Metric.BACKUP_AGE).containsEntry(Metric.BACKUP_SUCCEEDED, 0.0);
    }

    @ParameterizedTest
    @EnumSource(names = {"MANUAL", "SAFETY"})
    void doesNotLetWhatTheScheduleDidNotTakeStandForWhatItMissed(SnapshotClass snapshotClass) {
        take(new TakeSnapshot.Request("orders", DUE, snapshotClass));

        assertThat(journal.measures())
                .doesNotContainKeys(Metric.BACKUP_SUCCEEDED, Metric.TORN)
                .containsEntry(Metric.BYTES, 10.0);
    }

    @Test
    void doesNotTakeASafetySnapshotForABackup() {
        take(new TakeSnapshot.Request("orders", DUE, SnapshotClass.SAFETY));

        assertThat(journal.measures()).doesNotContainKey(Metric.BACKUP_AGE);
    }

    @Test
    void measuresASecondDeliveryByWhatTheFirstHasTaken() {
        vault.holding(Manifests.taken("hourly-20261118T100000Z", Verdict.TORN));

        take();

        assertThat(journal.measures()).containsEntry(Metric.BACKUP_SUCCEEDED, 0.0);
        assertThat(journal.notes()).containsEntry("alreadyTaken", true);
    }

    private void take() {
        take(new TakeSnapshot.Request("orders", DUE, null));
    }

    private void take(TakeSnapshot.Request request) {
        new TakeSnapshot(
                        ScriptedServers.ensemble("zk1", "zk2"),
                        servers,
                        vault,
                        ScriptedServers.examiner(),
                        ensemble -> Optional.empty(),
                        Runnable::run,
                        new Timing(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMillis(10)))
                .take(request, new Invocation(journal, Deadline.never()));
    }
}
