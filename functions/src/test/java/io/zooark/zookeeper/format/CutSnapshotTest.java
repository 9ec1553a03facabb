package io.zooark.zookeeper.format;

import static io.zooark.zookeeper.format.Examining.examine;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.ZooKeeperLoad.Outcome;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.zookeeper.server.persistence.SnapStream.StreamMode;

/**
 * Cuts what ZooKeeper wrote.
 *
 * <p>Sections came with versions, so two prefixes of a snapshot are snapshots: that up to the seal after the znodes and
 * that up to the seal after the digest. No byte in them tells that more was to come, and ZooKeeper loads both, but
 * neither is proven. A backup is safe from them since the server announces the length: {@code HostileStreamTest} in
 * {@code local} holds {@code TakeSnapshot} to it.
 */
class CutSnapshotTest {
    private static final int SAMPLES = 200;

    @Property(tries = 8)
    void everyPrefixIsDamagedExceptTwoThatOlderVersionsWouldHaveWrittenWhichAreUnproven(
            @ForAll(supplier = Histories.Small.class) History history, @ForAll Random random) throws IOException {
        LiveTree live = history.play();
        byte[] good = live.snapshot();

        for (int length : lengths(good.length, random)) {
            Examination found = examine(Arrays.copyOf(good, length), live.zxid());

            assertThat(found.verdict())
                    .as("the first %d of %d bytes: %s", length, good.length, found.reason())
                    .isEqualTo(isOlder(good, length) ? Verdict.UNPROVEN : Verdict.DAMAGED);
        }
    }

    @Property(tries = 8)
    void everyPrefixOfACompressedFileIsDamaged(
            @ForAll(supplier = Histories.Small.class) History history, @ForAll Random random) throws IOException {
        LiveTree live = history.play();
        for (StreamMode mode : new StreamMode[] {StreamMode.GZIP, StreamMode.SNAPPY}) {
            byte[] file = live.file(mode);

            for (int length : lengths(file.length, random)) {
                assertThat(examine(Arrays.copyOf(file, length), live.zxid()).verdict())
                        .as("the first %d of %d bytes with %s", length, file.length, mode)
                        .isEqualTo(Verdict.DAMAGED);
            }
        }
    }

    @Property(tries = 5)
    void noPrefixOfALargeFileIsProven(
            @ForAll(supplier = Histories.Any.class) History history, @ForAll StreamMode mode, @ForAll Random random)
            throws IOException {
        LiveTree live = history.play();
        byte[] file = live.file(mode);

        for (int i = 0; i < 10; i++) {
            assertThat(examine(Arrays.copyOf(file, random.nextInt(file.length)), live.zxid())
                            .verdict())
                    .isIn(Verdict.DAMAGED, Verdict.UNPROVEN);
        }
    }

    @Example
    void aStartingZooKeeperLoadsTheSameTwoAndNoOther() throws IOException {
        LiveTree live = new LiveTree().create("/a", new byte[3]);
        byte[] good = live.snapshot();

        for (int length = 0; length < good.length; length++) {
            Outcome outcome = ZooKeeperLoad.atStart(Arrays.copyOf(good, length), Compression.NONE, live.zxid())
                    .outcome();

            assertThat(outcome != Outcome.REFUSED)
                    .as("the first %d of %d bytes: %s", length, good.length, outcome)
                    .isEqualTo(isOlder(good, length));
        }
    }

    @Example
    void theRestoreCommandLoadsThoseCutInTheDigestOrTheLastTransactionTooWhichAreDamaged() throws IOException {
        LiveTree live = new LiveTree().create("/a", new byte[3]);
        byte[] good = live.snapshot();

        for (int length = 0; length < good.length; length++) {
            byte[] prefix = Arrays.copyOf(good, length);
            int afterDigest = length - Sections.treeEnd(good) - Sections.SEAL;
            int afterLast = length - Sections.digestEnd(good) - Sections.SEAL;
            boolean cutInASection = (afterDigest > 0 && afterDigest < Sections.DIGEST)
                    || (afterLast > 0 && afterLast < Sections.LAST_ZXID);

            assertThat(ZooKeeperLoad.byRestore(prefix).outcome())
                    .as("the first %d of %d bytes", length, good.length)
                    .isEqualTo(cutInASection || isOlder(good, length) ? Outcome.NOT_COMPARED : Outcome.REFUSED);
            if (cutInASection) {
                assertThat(examine(prefix).verdict()).isEqualTo(Verdict.DAMAGED);
            }
        }
    }

    @Example
    void afterTheRestoreCommandHasLoadedOneOfThoseTheServerStandsAtNoTransaction() {
        byte[] good = new LiveTree().create("/a", new byte[3]).snapshot();

        byte[] withoutEnd = Arrays.copyOf(good, Sections.digestEnd(good) + Sections.SEAL);

        assertThat(ZooKeeperLoad.byRestore(withoutEnd).tree().lastProcessedZxid).isZero();
    }

    /** Returns all lengths of true prefixes, or, if they are many, some of them and all about the end. */
    private static int[] lengths(int whole, Random random) {
        if (whole <= 2 * SAMPLES) {
            return IntStream.range(0, whole).toArray();
        }
        return IntStream.concat(random.ints(SAMPLES, 0, whole), IntStream.range(whole - SAMPLES / 2, whole))
                .toArray();
    }

    private static boolean isOlder(byte[] whole, int length) {
        return length == Sections.treeEnd(whole) + Sections.SEAL || length == Sections.digestEnd(whole) + Sections.SEAL;
    }
}
