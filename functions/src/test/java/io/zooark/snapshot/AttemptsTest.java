package io.zooark.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.ServerRateLimitedException;
import io.zooark.error.ServerRefusedException;
import io.zooark.error.ServerUnreachableException;
import io.zooark.error.SnapshotFailedException;
import io.zooark.error.StorageRefusedException;
import io.zooark.invocation.Invocation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Snapshots that come out torn: what is tried again, where, and what is kept in the end. */
class AttemptsTest {
    private static final Instant DUE = Instant.parse("2026-11-18T10:00:00Z");

    private final MemoryVault vault = new MemoryVault();
    private final ScriptedServers servers = new ScriptedServers();
    private @Nullable String closedBy;

    @Test
    void asksEachServerOnceBeforeAnyTwiceThoughTheirOrderChanges() {
        servers.with("zk1", Role.FOLLOWER, 7).with("zk2", Role.FOLLOWER, 6).sending(Verdict.TORN);
        servers.moving();

        TakeSnapshot.Taken taken = take("zk1", "zk2", "zk3");

        assertThat(servers.asked()).containsExactly("zk1", "zk2", "zk1", "zk2");
        assertThat(taken.verdict()).isEqualTo(Verdict.TORN);
    }

    @Test
    void asksAnotherServerBeforeTheSameOneByItsOtherAddress() {
        servers.with("zk1", Role.FOLLOWER, 7).with("zk2", Role.LEADER, 7).sending(Verdict.TORN);
        servers.with(new ServerStatus(
                ScriptedServers.address("10.0.0.1"), 1, Role.FOLLOWER, true, new Zxid(7), 10, "3.9.5"));

        take("zk1", "10.0.0.1", "zk2");

        assertThat(servers.asked()).startsWith("zk1", "zk2");
    }

    @Test
    void keepsTheLatestTornOneAsHourlyWhenNoneCameOutWhole() {
        servers.with("zk1", Role.FOLLOWER, 7).sending(Verdict.TORN).moving();

        TakeSnapshot.Taken taken = take("zk1");

        assertThat(servers.asked()).hasSize(4);
        assertThat(taken.verdict()).isEqualTo(Verdict.TORN);
        assertThat(taken.id()).isEqualTo("hourly-20261118T100000Z");
        assertThat(taken.manifest().source().lastZxid().value())
                .as("that of the fourth")
                .isEqualTo(10);
        assertThat(taken.manifest().passedOver())
                .hasSize(3)
                .allMatch("zk1:8080: its snapshot was torn by writes"::equals);
        assertThat(vault.keys()).containsExactly("hourly/orders/20261118T100000Z/snapshot");
        assertThat(vault.open()).isZero();
        assertThat(vault.mostOpen()).as("the one that is kept, and the next").isEqualTo(2);
    }

    @Test
    void answersASecondDeliveryWithTheTornOneThatIsHourly() {
        servers.with("zk1", Role.FOLLOWER, 7).sending(Verdict.TORN).moving();
        TakeSnapshot.Taken first = take("zk1");

        TakeSnapshot.Taken second = take("zk1");

        assertThat(second.alreadyTaken()).isTrue();
        assertThat(second.manifest()).isEqualTo(first.manifest());
    }

    @Test
    void triesAsOftenAsIsConfiguredAndNotOnceMore() {
        servers.with("zk1", Role.FOLLOWER, 7).sending(Verdict.TORN).moving();

        take(new Ensemble.Backups("UTC", 1, "3.9.4"), "zk1");

        assertThat(servers.asked()).hasSize(1);
    }

    @Test
    void keepsAWholeOneAndNothingOfTheTornOnesBefore() {
        servers.with("zk1", Role.FOLLOWER, 7).sending(Verdict.TORN, Verdict.TORN, Verdict.CONSISTENT);
        servers.moving();

        TakeSnapshot.Taken taken = take("zk1");

        assertThat(taken.verdict()).isEqualTo(Verdict.CONSISTENT);
        assertThat(taken.manifest().passedOver()).hasSize(2);
        assertThat(vault.keys()).hasSize(1);
        assertThat(vault.open()).isZero();
    }

    @Test
    void putsNoTornOneInThePlaceOfAWholeOneWhoseManifestCouldNotBeWritten() {
        servers.with("zk1", Role.FOLLOWER, 7).sending(Verdict.TORN, Verdict.CONSISTENT);
        servers.moving();
        vault.beforeManifest = id -> {
            throw new StorageRefusedException("S3 stalled", "run it again");
        };

        assertThatThrownBy(() -> take("zk1")).isInstanceOf(StorageRefusedException.class);

        assertThat(vault.open()).isZero();
        vault.beforeManifest = id -> {};
        servers.sending(Verdict.CONSISTENT);
        assertThat(take("zk1").verdict())
                .as("what the next delivery makes of it")
                .isEqualTo(Verdict.CONSISTENT);
    }

    @Test
    void keepsTheTornOneWhenTheRateLimiterLetsNoMoreThrough() {
        servers.with("zk1", Role.FOLLOWER, 7).sending(Verdict.TORN).moving();
        servers.failing(
                "zk1",
                () -> servers.asked().size() == 1
                        ? null
                        : new ServerRateLimitedException("zk1 is rate limited", "wait"));

        TakeSnapshot.Taken taken = take("zk1");

        assertThat(servers.asked()).hasSize(2);
        assertThat(taken.verdict()).isEqualTo(Verdict.TORN);
        assertThat(taken.manifest().passedOver()).containsExactly("zk1:8080: zk1 is rate limited");
    }

    @Test
    void keepsTheTornOneWhenS3RefusesTheNext() {
        servers.with("zk1", Role.FOLLOWER, 7).sending(Verdict.TORN).moving();
        vault.beforeUpload = number -> {
            if (number == 2) {
                throw new StorageRefusedException("slow down", "wait");
            }
        };

        assertThat(take("zk1").verdict()).isEqualTo(Verdict.TORN);
        assertThat(vault.open()).isZero();
    }

    @Test
    void keepsNotEvenATornOneOfAnEnsembleThatARestoreHasClosedMeanwhile() {
        servers.with("zk1", Role.FOLLOWER, 7).sending(Verdict.TORN).moving();
        vault.beforeUpload = number -> closedBy = "restore-1";

        assertThatThrownBy(() -> take("zk1")).isInstanceOf(EnsembleBusyException.class);
        assertThat(vault.keys()).isEmpty();
        assertThat(vault.open()).isZero();
    }

    @Test
    void keepsNoneThatCameOutTornUnderTheNameOfAWholeOne() {
        // its zxids are equal and its digest is not: no sign of writes, and still torn
        servers.with("zk1", Role.FOLLOWER, 7).with("zk2", Role.LEADER, 7).sending(Verdict.TORN);
        servers.failing("zk2", () -> new ServerRefusedException("zk2 refuses", "mend it"));

        assertThat(take(new Ensemble.Backups("UTC", 2, "3.9.4"), "zk1", "zk2").id())
                .startsWith("hourly-");
        assertThat(vault.keys()).containsExactly("hourly/orders/20261118T100000Z/snapshot");
        assertThat(vault.open()).isZero();
    }

    @Test
    void keepsATornManualOneUnderTheClassThatWasAskedFor() {
        servers.with("zk1", Role.FOLLOWER, 7).sending(Verdict.TORN).moving();

        TakeSnapshot.Taken taken = takeSnapshot(Ensemble.Backups.usual(), "zk1")
                .take(new TakeSnapshot.Request(null, DUE, SnapshotClass.MANUAL, "busy"), Invocation.unwatched());

        assertThat(taken.id()).isEqualTo("manual-20261118T100000Z");
        assertThat(taken.verdict()).isEqualTo(Verdict.TORN);
    }

    @Test
    void asksAServerThatIsRefusedOrLimitedOnceAndOneThatFailsTwiceWhereItIsTheOnlyOne() {
        servers.with("zk1", Role.FOLLOWER, 7).failing("zk1", () -> new ServerRefusedException("no", "mend it"));
        assertThatThrownBy(() -> take("zk1")).isInstanceOf(ServerRefusedException.class);
        assertThat(servers.asked()).hasSize(1);

        servers.failing("zk1", () -> new ServerUnreachableException("gone", "run it again"));
        assertThatThrownBy(() -> take("zk1")).isInstanceOf(ServerUnreachableException.class);
        assertThat(servers.asked()).hasSize(3);
    }

    @Test
    void namesTheServersThatWerePassedOverInTheErrorToo() {
        servers.with("zk1", Role.FOLLOWER, 7).with("zk2", Role.FOLLOWER, 7);
        servers.failing("zk1", () -> new ServerRefusedException("zk1 refuses", "mend it"));
        servers.failing("zk2", () -> new SnapshotFailedException("zk2 broke off", "look"));

        assertThatThrownBy(() -> take("zk1", "zk2", "zk3"))
                .isInstanceOf(SnapshotFailedException.class)
                .hasMessageContainingAll(
                        "zk1:8080: zk1 refuses", "zk2:8080: zk2 broke off", "zk3:8080: zk3:8080 did not answer");
    }

    @Test
    void answersWithTheWholeOneThatAnotherDeliveryHasStoredUnderAnotherName() {
        servers.with("zk1", Role.FOLLOWER, 7).sending(Verdict.TORN).moving();
        Manifest theirs = Manifests.taken("monthly-20261118T100000Z");
        vault.beforeObject = id -> {
            vault.orphan("orders", theirs.id());
            vault.holding(theirs);
        };

        TakeSnapshot.Taken taken = take("zk1");

        assertThat(taken.alreadyTaken()).isTrue();
        assertThat(taken.manifest()).isEqualTo(theirs);
        assertThat(vault.published()).containsExactly(theirs.id());
    }

    @Test
    void answersWithTheTornOneThatAnotherDeliveryHasPublishedUnderAnotherName() {
        servers.with("zk1", Role.FOLLOWER, 7);
        Manifest theirs = Manifests.taken("hourly-20261118T100000Z", Verdict.TORN);
        vault.beforeObject = id -> {
            vault.orphan("orders", theirs.id());
            vault.holding(theirs);
        };

        TakeSnapshot.Taken taken = take("zk1");

        assertThat(taken.manifest()).isEqualTo(theirs);
        assertThat(vault.published()).containsExactly(theirs.id());
    }

    @Test
    void isNotHinderedByWhatADeadDeliveryHasStoredUnderAnotherName() {
        servers.with("zk1", Role.FOLLOWER, 7);
        vault.orphan("orders", SnapshotId.parse("hourly-20261118T100000Z"));

        assertThat(take("zk1").id()).isEqualTo("monthly-20261118T100000Z");
    }

    private TakeSnapshot.Taken take(String... seeds) {
        return take(Ensemble.Backups.usual(), seeds);
    }

    private TakeSnapshot.Taken take(Ensemble.Backups backups, String... seeds) {
        return takeSnapshot(backups, seeds).take(new TakeSnapshot.Request("orders", DUE, null), Invocation.unwatched());
    }

    private TakeSnapshot takeSnapshot(Ensemble.Backups backups, String... seeds) {
        return new TakeSnapshot(
                ScriptedServers.ensemble(backups, seeds),
                servers,
                vault,
                ScriptedServers.examiner(),
                ensemble -> Optional.ofNullable(closedBy),
                Runnable::run,
                new Timing(Clock.fixed(DUE, ZoneOffset.UTC), Duration.ofMillis(10)));
    }
}
