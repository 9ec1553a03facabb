package io.zooark.zookeeper.format;

import static io.zooark.zookeeper.format.Examining.examine;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.zookeeper.server.persistence.SnapStream.StreamMode;

/**
 * Flips single bits of what ZooKeeper wrote.
 *
 * <p>In a snapshot none does not matter: all are under the Adler32 of a seal, which no change of one bit escapes, or
 * in a seal. In a compressed file those do not matter that say how, when and where it was compressed, and those
 * after which the same bytes come out.
 */
class FlippedBitTest {
    private static final int GZIP_HEADER = 10;
    private static final int GZIP_FLAGS = 3;
    private static final int GZIP_TIME = 4;

    @Example
    void anyBitOfASnapshotMatters() throws IOException {
        LiveTree live = new LiveTree().openSession(5, 4000).createEphemeral("/größe", new byte[] {1}, 5);
        byte[] good = live.snapshot();

        for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
            assertThat(examine(flipped(good, bit), live.zxid()).verdict())
                    .as("bit %d of byte %d of %d", bit % Byte.SIZE, bit / Byte.SIZE, good.length)
                    .isEqualTo(Verdict.DAMAGED);
        }
    }

    @Property(tries = 40)
    void aBitOfAFileMattersUnlessTheSameBytesComeOutOfIt(
            @ForAll(supplier = Histories.Small.class) History history, @ForAll StreamMode mode, @ForAll Random random)
            throws IOException {
        LiveTree live = history.play();
        byte[] good = live.file(mode);
        Examination whole = examine(good, live.zxid());
        byte[] content = Packing.unpacked(good, whole.compression());

        for (int i = 0; i < 50; i++) {
            int bit = random.nextInt(good.length * Byte.SIZE);
            byte[] flipped = flipped(good, bit);
            Examination found = examine(flipped, live.zxid());

            if (found.verdict() != Verdict.DAMAGED) {
                assertThat(whole.compression()).as("bit " + bit).isNotEqualTo(Compression.NONE);
                assertThat(found).as("bit " + bit).isEqualTo(whole);
                assertThat(Packing.unpacked(flipped, whole.compression())).isEqualTo(content);
            }
        }
    }

    @Property(tries = 5)
    void aBitOfALargeFileMattersToo(
            @ForAll(supplier = Histories.Any.class) History history, @ForAll StreamMode mode, @ForAll Random random)
            throws IOException {
        LiveTree live = history.play();
        byte[] good = live.file(mode);
        Examination whole = examine(good, live.zxid());

        for (int i = 0; i < 6; i++) {
            Examination found = examine(flipped(good, random.nextInt(good.length * Byte.SIZE)), live.zxid());

            assertThat(found.verdict() == Verdict.DAMAGED || found.equals(whole))
                    .as(found.reason())
                    .isTrue();
        }
    }

    @Example
    void inTheHeaderOfGzipOnlyTimeHintsSystemAndUnusedFlagsDoNotMatter() throws IOException {
        LiveTree live = new LiveTree().create("/a", new byte[3]);
        byte[] good = live.file(StreamMode.GZIP);
        Set<Integer> expected = new TreeSet<>(Set.of(
                GZIP_FLAGS * Byte.SIZE, // says that the content is probably text
                GZIP_FLAGS * Byte.SIZE + 5,
                GZIP_FLAGS * Byte.SIZE + 6,
                GZIP_FLAGS * Byte.SIZE + 7));
        for (int bit = GZIP_TIME * Byte.SIZE; bit < GZIP_HEADER * Byte.SIZE; bit++) {
            expected.add(bit);
        }

        Set<Integer> found = new TreeSet<>();
        for (int bit = 0; bit < GZIP_HEADER * Byte.SIZE; bit++) {
            if (examine(flipped(good, bit), live.zxid()).verdict() != Verdict.DAMAGED) {
                found.add(bit);
            }
        }

        assertThat(found).isEqualTo(expected);
    }

    /** Flips a bit; those of a byte are numbered from the lowest. */
    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        return flipped;
    }
}
