package io.zooark.zookeeper.format;

import static io.zooark.zookeeper.format.Examining.examine;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.ZooKeeperLoad.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.zookeeper.server.persistence.SnapStream.StreamMode;

/** Holds the verdict to what ZooKeeper's own classes say of the same bytes. */
class AgreementTest {
    private static final Map<Outcome, Verdict> AGREEMENT = Map.of(
            Outcome.REFUSED, Verdict.DAMAGED,
            Outcome.MISMATCH, Verdict.TORN,
            Outcome.MATCH, Verdict.CONSISTENT,
            Outcome.NOT_COMPARED, Verdict.UNPROVEN);

    @Property(tries = 100)
    void agreesOverFilesThatWereChanged(
            @ForAll(supplier = Histories.Small.class) History history, @ForAll("mutations") List<Mutation> mutations)
            throws IOException {
        LiveTree live = history.play();

        assertAgreement(changed(live.snapshot(), mutations), live.zxid());
    }

    // not over those of snappy: its own stream allocates whatever length a changed one claims
    @Property(tries = 40)
    void agreesOverFilesOfGzipThatWereChanged(
            @ForAll(supplier = Histories.Small.class) History history, @ForAll("mutations") List<Mutation> mutations)
            throws IOException {
        LiveTree live = history.play();
        byte[] changed = changed(live.file(StreamMode.GZIP), mutations);

        assertAgreement(examine(changed, live.zxid()), ZooKeeperLoad.atStart(changed, Compression.GZIP, live.zxid()));
    }

    @Property(tries = 120)
    void agreesOverFilesThatWereChangedAndSealedAgain(
            @ForAll(supplier = Histories.Small.class) History history, @ForAll("mutations") List<Mutation> mutations)
            throws IOException {
        LiveTree live = history.play();
        byte[] changed = changed(live.snapshot(), mutations);
        if (Sections.treeEnd(changed) < 0) {
            return;
        }
        byte[] sealed = Sections.resealed(changed);

        assertAgreement(sealed, live.zxid());

        // and with the digest that ZooKeeper itself computes of what it makes of the bytes
        ZooKeeperLoad load = ZooKeeperLoad.atStart(sealed, Compression.NONE, live.zxid());
        if (load.outcome() == Outcome.MISMATCH) {
            assertAgreement(Sections.withDigest(sealed, load.tree().getTreeDigest()), live.zxid());
        }
    }

    @Provide
    Arbitrary<List<Mutation>> mutations() {
        Arbitrary<Integer> places = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.integers().between(0, 2000)),
                Tuple.of(1, Arbitraries.integers().between(-80, -1)));
        Arbitrary<Integer> values = Arbitraries.oneOf(
                Arbitraries.integers(),
                Arbitraries.integers().between(-3, 300),
                Arbitraries.of((int) '/', 0x80, 0xff, Integer.MAX_VALUE, Integer.MIN_VALUE));
        return Combinators.combine(Arbitraries.of(Mutation.Kind.class), places, values)
                .as(Mutation::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static byte[] changed(byte[] snapshot, List<Mutation> mutations) {
        byte[] changed = snapshot;
        for (Mutation mutation : mutations) {
            changed = mutation.of(changed);
        }
        return changed;
    }

    private static void assertAgreement(byte[] snapshot, long zxid) throws IOException {
        Examination found = examine(snapshot, zxid);
        for (ZooKeeperLoad load :
                List.of(ZooKeeperLoad.atStart(snapshot, Compression.NONE, zxid), ZooKeeperLoad.byRestore(snapshot))) {
            assertAgreement(found, load);
            if (found.verdict() == Verdict.CONSISTENT && load.outcome() != Outcome.REFUSED) {
                assertThat(load.tree().getTreeDigest()).isEqualTo(Sections.digest(snapshot));
            }
        }
    }

    private static void assertAgreement(Examination found, ZooKeeperLoad load) {
        if (AGREEMENT.get(load.outcome()) != found.verdict()) {
            assertThat(Deviation.values())
                    .as("ZooKeeper: %s; verifier: %s, %s", load, found.verdict(), found.reason())
                    .anyMatch(deviation -> deviation.isSeenIn(found, load));
        }
    }
}
