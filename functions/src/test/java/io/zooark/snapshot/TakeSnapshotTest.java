package io.zooark.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Role;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.RequestRefusedException;
import io.zooark.error.ServerNotServingException;
import io.zooark.error.ServerRateLimitedException;
import io.zooark.error.ServerRefusedException;
import io.zooark.error.SnapshotFailedException;
import io.zooark.invocation.Invocation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TakeSnapshotTest {
    private static final Instant DUE = Instant.parse("2026-11-18T10:00:00Z");
    private static final String KEY = "monthly/orders/20261118T100000Z/snapshot";

    private final MemoryVault vault = new MemoryVault();
    private final ScriptedServers servers = new ScriptedServers();
    private @Nullable String closedBy;

    @Test
    void storesASnapshotAndThenItsManifest() {
        servers.with("zk1", Role.FOLLOWER, 7);

        TakeSnapshot.Taken taken = take("zk1");

        assertThat(taken.id()).isEqualTo("monthly-20261118T100000Z");
        assertThat(taken.alreadyTaken()).isFalse();
        assertThat(taken.manifest().duration()).isEqualTo(Duration.ZERO);
        assertThat(vault.keys()).containsExactly(KEY);
        assertThat(vault.published()).hasSize(1);
        assertThat(vault.open()).isZero();
    }

    @Test
    void answersASecondDeliveryWithoutAskingAnyServer() {
        servers.with("zk1", Role.FOLLOWER, 7);
        TakeSnapshot.Taken first = take("zk1");

        TakeSnapshot.Taken second = take("zk1");

        assertThat(second.alreadyTaken()).isTrue();
        assertThat(second.manifest()).isEqualTo(first.manifest());
        assertThat(servers.asked()).hasSize(1);
    }

    @Test
    void asksTheNextBestAfterAFailureAndNamesItInTheManifest() {
        servers.with("zk1", Role.LEADER, 9)
                .with("zk2", Role.FOLLOWER, 7)
                .failing("zk1", () -> new ServerRateLimitedException("zk1 is rate limited", "wait"));

        TakeSnapshot.Taken taken = take("zk1", "zk2");

        assertThat(servers.asked()).containsExactly("zk1", "zk2");
        assertThat(taken.manifest().whyThisServer()).isEqualTo("is the next best, at 0x7, after others have failed");
        assertThat(taken.manifest().passedOver()).containsExactly("zk1:8080: zk1 is rate limited");
        assertThat(vault.open()).isZero();
    }

    @Test
    void failsAsItsServersDidWhenAllFailedAlike() {
        String[] hosts = IntStream.rangeClosed(1, 5).mapToObj(i -> "zk" + i).toArray(String[]::new);
        for (String host : hosts) {
            servers.with(host, Role.FOLLOWER, 7)
                    .failing(host, () -> new ServerRefusedException(host + " refuses", "mend it"));
        }

        assertThatThrownBy(() -> take(hosts))
                .isInstanceOf(ServerRefusedException.class)
                .hasMessageContaining("no server of 'orders' gave a snapshot: zk1:8080: zk1 refuses; zk2:8080: ")
                .hasMessageContaining("zk5:8080: zk5 refuses\nHINT: mend it");
        assertThat(servers.asked()).as("each of them").containsExactly(hosts);
        assertThat(vault.keys()).isEmpty();
        assertThat(vault.open()).isZero();
    }

    @Test
    void namesEveryFailureWhenTheyDiffer() {
        servers.with("zk1", Role.FOLLOWER, 7).with("zk2", Role.FOLLOWER, 7);
        servers.failing("zk1", () -> new ServerRefusedException("zk1 refuses", "mend it"));
        servers.failing("zk2", () -> new ServerRateLimitedException("zk2 is rate limited", "wait"));

        assertThatThrownBy(() -> take("zk1", "zk2"))
                .isInstanceOf(SnapshotFailedException.class)
                .hasMessageContaining("zk1:8080: zk1 refuses; zk2:8080: zk2 is rate limited");
    }

    @Test
    void namesEveryServerWhenNoneServes() {
        assertThatThrownBy(() -> take("zk1", "zk2"))
                .isInstanceOf(ServerNotServingException.class)
                .hasMessageContaining("zk1:8080 did not answer")
                .hasMessageContaining("zk2:8080 did not answer")
                .hasMessageContaining("HINT: ");
    }

    @Test
    void neverStoresADamagedSnapshot() {
        servers.with("zk1", Role.FOLLOWER, 7).sending(Verdict.DAMAGED);

        assertThatThrownBy(() -> take("zk1"))
                .isInstanceOf(SnapshotFailedException.class)
                .hasMessageContaining("zk1:8080 sent a damaged snapshot: as the test says");
        assertThat(vault.keys()).isEmpty();
        assertThat(vault.published()).isEmpty();
        assertThat(vault.open()).isZero();
    }

    @Test
    void replacesTheObjectOfARunThatDiedBeforeItsManifest() {
        servers.with("zk1", Role.FOLLOWER, 7);
        vault.orphan("orders", SnapshotId.parse("monthly-20261118T100000Z"));

        TakeSnapshot.Taken taken = take("zk1");

        assertThat(taken.alreadyTaken()).isFalse();
        assertThat(taken.manifest().object().size()).isEqualTo("CONSISTENT".length());
        assertThat(vault.keys()).containsExactly(KEY);
    }

    @Test
    void answersWithTheManifestOfWhoeverWasFaster() {
        servers.with("zk1", Role.FOLLOWER, 7);
        Manifest theirs = Manifests.taken("monthly-20261118T100000Z");
        vault.beforeManifest = id -> vault.holding(theirs);

        TakeSnapshot.Taken taken = take("zk1");

        assertThat(taken.alreadyTaken()).isTrue();
        assertThat(taken.manifest()).isEqualTo(theirs);
    }

    @Test
    void takesNothingButItsOwnSnapshotOfAnEnsembleThatARestoreKeepsClosed() {
        servers.with("zk1", Role.FOLLOWER, 7);
        closedBy = "restore-1";

        assertThatThrownBy(() -> take("zk1"))
                .isInstanceOf(EnsembleBusyException.class)
                .hasMessageContaining("'orders' is closed by restore restore-1");
        assertThat(servers.asked()).isEmpty();
        assertThat(takeSnapshot("zk1")
                        .take(new TakeSnapshot.Request("orders", DUE, SnapshotClass.SAFETY), Invocation.unwatched())
                        .id())
                .startsWith("safety-");
    }

    @Test
    void storesNothingOfAnEnsembleThatARestoreHasClosedMeanwhile() {
        servers.with("zk1", Role.FOLLOWER, 7).with("zk2", Role.FOLLOWER, 7);
        servers.failing("zk1", () -> {
            closedBy = "restore-1";
            return new ServerRefusedException("zk1 refuses", "mend it");
        });

        assertThatThrownBy(() -> take("zk1", "zk2"))
                .isInstanceOf(EnsembleBusyException.class)
                .hasMessageContaining("'orders' is closed by restore restore-1");
        assertThat(vault.keys()).isEmpty();
        assertThat(vault.published()).isEmpty();
        assertThat(vault.open()).isZero();
    }

    @Test
    void refusesAnEventForAnotherEnsemble() {
        assertThatThrownBy(() -> takeSnapshot("zk1")
                        .take(new TakeSnapshot.Request("billing", DUE, null), Invocation.unwatched()))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("ensemble is 'billing', but this function takes snapshots of 'orders'");
    }

    private TakeSnapshot.Taken take(String... seeds) {
        return takeSnapshot(seeds).take(new TakeSnapshot.Request("orders", DUE, null), Invocation.unwatched());
    }

    private TakeSnapshot takeSnapshot(String... seeds) {
        return new TakeSnapshot(
                ScriptedServers.ensemble(seeds),
                servers,
                vault,
                ScriptedServers.examiner(),
                ensemble -> Optional.ofNullable(closedBy),
                Runnable::run,
                new Timing(Clock.fixed(DUE, ZoneOffset.UTC), Duration.ofMillis(10)));
    }
}
