package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.error.EnsembleUnprovenException;
import io.zooark.restore.RestorePlan.Expectation;
import io.zooark.restore.RestorePlan.KeptSessions;
import io.zooark.snapshot.Lasting;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastProofTest {
    private static final Zxid SNAPSHOT = Zxid.parse("0x300000010");
    private static final Lasting ALL_STAY = new Lasting(10, "0xa11");
    private static final Lasting EIGHT_STAY = new Lasting(8, "0x8");
    private static final KeptSessions TWO_LOCKS = new KeptSessions(1, 2, Duration.ofSeconds(30));

    private final StillTime time = new StillTime();
    private final HeldTrees trees = new HeldTrees(3);

    @Test
    void isContentWhereEveryServerHoldsTheWholeTree() {
        trees.everywhere(10, "0x1", ALL_STAY);

        assertThat(prove(plan(ALL_STAY, KeptSessions.NONE))).isEqualTo("all 3 servers hold 10 znodes with digest 0x1");
    }

    @Test
    void isContentWhereZooKeeperHasRemovedWhatItRemovesByItselfAndAllHoldTheSame() {
        trees.everywhere(9, "0x2", EIGHT_STAY);

        assertThat(prove(plan(EIGHT_STAY, KeptSessions.NONE)))
                .contains("9 znodes with digest 0x2")
                .contains("1 others have ended by themselves");
    }

    @Test
    void acceptsNoOtherTreeWhereNothingEndsByItself() {
        trees.everywhere(10, "0x2", new Lasting(10, "0xb"));

        assertThatThrownBy(() -> prove(plan(ALL_STAY, KeptSessions.NONE)))
                .isInstanceOf(EnsembleUnprovenException.class)
                .hasMessageContaining(
                        "server 1 (i-1, 10.0.1.1) holds 10 znodes with digest 0x2, the snapshot 10 with 0x1");
    }

    @Test
    void acceptsNoTreeInWhichSomethingElseIsMissing() {
        trees.everywhere(9, "0x2", new Lasting(8, "0x9"));

        assertThatThrownBy(() -> prove(plan(EIGHT_STAY, KeptSessions.NONE)))
                .isInstanceOf(EnsembleUnprovenException.class)
                .hasMessageContaining("holds 9 znodes with digest 0x2");
    }

    @Test
    void acceptsNoServersThatDifferThoughEachHoldsWhatStays() {
        trees.everywhere(9, "0x2", EIGHT_STAY);
        trees.at(2, 9, "0x3", EIGHT_STAY);

        assertThatThrownBy(() -> prove(plan(EIGHT_STAY, KeptSessions.NONE)))
                .isInstanceOf(EnsembleUnprovenException.class)
                .hasMessageContaining("the servers hold 2 different trees");
    }

    @Test
    void readsAgainWhereAContainerWasRemovedWhileItRead() {
        trees.everywhere(10, "0x1", EIGHT_STAY);
        trees.afterTheFirstRead(() -> {
            trees.commit();
            trees.everywhere(9, "0x2", EIGHT_STAY);
        });

        assertThat(prove(plan(EIGHT_STAY, KeptSessions.NONE))).contains("9 znodes with digest 0x2");
        assertThat(trees.reads()).isEqualTo(6);
    }

    @Test
    void waitsForTheLongestTimeoutAndUntilTheServersHaveNoSessionLeft() {
        Instant since = time.now();
        trees.everywhere(10, "0x1", EIGHT_STAY, 2, 1);
        trees.whenAsked(asked -> {
            if (time.now().isAfter(since.plusSeconds(33))) {
                trees.everywhere(8, "0x2", EIGHT_STAY);
            }
        });

        assertThat(prove(plan(EIGHT_STAY, TWO_LOCKS))).contains("8 znodes with digest 0x2");
        assertThat(Duration.between(since, time.now())).isBetween(Duration.ofSeconds(33), Duration.ofSeconds(40));
    }

    @Test
    void losesNoPatienceOverALongTimeout() {
        Instant since = time.now();
        KeptSessions fiveMinutes = new KeptSessions(1, 2, Duration.ofMinutes(5));
        trees.everywhere(10, "0x1", EIGHT_STAY, 2, 1);
        trees.whenAsked(asked -> {
            if (time.now().isAfter(since.plusSeconds(303))) {
                trees.everywhere(8, "0x2", EIGHT_STAY);
            }
        });

        assertThat(prove(plan(EIGHT_STAY, fiveMinutes))).contains("8 znodes with digest 0x2");
    }

    @Test
    void givesUpWhereASessionDoesNotEnd() {
        trees.everywhere(10, "0x1", EIGHT_STAY, 2, 1);

        assertThatThrownBy(() -> prove(plan(EIGHT_STAY, TWO_LOCKS)))
                .isInstanceOf(EnsembleUnprovenException.class)
                .hasMessageContaining("and 8 when the sessions of the snapshot have ended");
    }

    @Test
    void acceptsNoMembersButThoseOfZooCfg() {
        trees.everywhere(10, "0x1", ALL_STAY);
        trees.say("server.1=other:2888:3888:participant\nversion=0");

        assertThatThrownBy(() -> prove(plan(ALL_STAY, KeptSessions.NONE)))
                .isInstanceOf(EnsembleUnprovenException.class)
                .hasMessageContaining("serves another membership in /zookeeper/config than its zoo.cfg")
                .hasMessageContaining("other:2888");
    }

    private static RestorePlan plan(Lasting lasting, KeptSessions kept) {
        return Plans.expecting(new Expectation(SNAPSHOT, 10, "0x1", lasting, 1000, 0, 0, kept), 3, 3, 3);
    }

    private String prove(RestorePlan plan) {
        Patience patience = new Patience(trees, Runnable::run, time);
        return new LastProof(trees, new Intruders(trees), trees.probe(), trees, Runnable::run)
                .prove(plan, 8, Instant.parse("2026-11-22T10:00:00Z"), patience)
                .seen();
    }
}
