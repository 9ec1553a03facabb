package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.SnappyOutputStream;

/** Damages what ZooKeeper wrote. */
class DamagedSnapshotTest {
    private static final int SEAL = 13;
    private static final int TRAILER = 8 + SEAL;
    private static final int DIGEST = 20 + SEAL;

    private static final LiveTree LIVE = new LiveTree()
            .openSession(5, 4000)
            .create("/a", new byte[] {1, 2, 3})
            .create("/a/b", null)
            .createEphemeral("/a/lock", new byte[2], 5);
    private static final byte[] GOOD = LIVE.snapshot();

    @Test
    void callsEveryPrefixDamagedButWhereOlderVersionsEnd() throws IOException {
        for (int length = 0; length < GOOD.length; length++) {
            boolean older = length == GOOD.length - TRAILER || length == GOOD.length - TRAILER - DIGEST;

            assertThat(examine(Arrays.copyOf(GOOD, length)).verdict())
                    .as("the first %d of %d bytes", length, GOOD.length)
                    .isEqualTo(older ? Verdict.UNPROVEN : Verdict.DAMAGED);
        }
    }

    @Test
    void callsASnapshotDamagedWhicheverByteOfItIsFlipped() throws IOException {
        for (int at = 0; at < GOOD.length; at++) {
            byte[] flipped = flipped(GOOD, at);

            assertThat(examine(flipped).verdict()).as("byte " + at).isEqualTo(Verdict.DAMAGED);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"GZIP", "SNAPPY"})
    void neverProvesOtherContentWhicheverByteOfACompressedSnapshotIsFlipped(Compression compression)
            throws IOException {
        byte[] packed = packed(GOOD, compression);
        Examination whole = examine(packed);
        assertThat(whole.verdict()).isEqualTo(Verdict.CONSISTENT);

        for (int at = 0; at < packed.length; at++) {
            Examination found = examine(flipped(packed, at));

            // what may change: the time in the header of gzip, and a back reference to other bytes that are the same
            if (found.verdict() != Verdict.DAMAGED) {
                assertThat(found).as("byte " + at).isEqualTo(whole);
                assertThat(unpacked(flipped(packed, at))).as("byte " + at).isEqualTo(GOOD);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void callsASnapshotDamagedWhenSomethingFollowsItOrItIsCutShort(Compression compression) throws IOException {
        byte[] packed = packed(GOOD, compression);

        for (int more : new int[] {1, 3, 8, 10, 30, 100_000}) {
            Examination found = examine(Arrays.copyOf(packed, packed.length + more));

            assertThat(found.verdict()).as(more + " more").isEqualTo(Verdict.DAMAGED);
            assertThat(found.compression()).isEqualTo(compression);
            assertThat(found.bytes()).isEqualTo(packed.length + more);
        }
        for (int less = 1; less <= 12; less++) {
            assertThat(examine(Arrays.copyOf(packed, packed.length - less)).verdict())
                    .as(less + " less")
                    .isEqualTo(Verdict.DAMAGED);
        }
    }

    @Test
    void saysWhatItGotInsteadOfASnapshot() throws IOException {
        assertThat(examine(new byte[0]).reason()).contains("empty");
        assertThat(examine("{\"error\" : \"not serving requests\"}".getBytes(UTF_8))
                        .reason())
                .contains("JSON")
                .contains("not serving requests");
        assertThat(examine("<html>500</html>".getBytes(UTF_8)).reason()).contains("HTML");
        assertThat(examine("ZKLG".getBytes(UTF_8)).reason()).contains("transaction log");
        assertThat(examine("ZK".getBytes(UTF_8)).reason()).contains("begins with 'ZK'");
        assertThat(examine(new byte[] {0x1f, (byte) 0x8b}).verdict()).isEqualTo(Verdict.DAMAGED);
    }

    @Test
    void saysWhereASnapshotWasCutShort() throws IOException {
        int length = GOOD.length - TRAILER - DIGEST - SEAL - 10;

        assertThat(examine(Arrays.copyOf(GOOD, length)).reason())
                .contains("ends after %d bytes, in the middle of the stat of a znode".formatted(length))
                .contains("the latest znode is '/");
    }

    @Test
    void keepsWhatItCountedBeforeTheDamage() throws IOException {
        Examination found = examine(Arrays.copyOf(GOOD, GOOD.length - TRAILER - DIGEST - SEAL));

        assertThat(found.content().nodes()).isEqualTo(LIVE.tree.getNodeCount());
        assertThat(found.content().sessions()).isEqualTo(1);
        assertThat(found.databaseId()).isEqualTo(-1);
        assertThat(found.treeDigest()).isEmpty();
        assertThat(found.endZxid()).isEmpty();
    }

    @Test
    void readsTheStreamToItsEndAlsoAfterDamage() throws IOException {
        byte[] spoilt = flipped(Arrays.copyOf(GOOD, 3_000_000), 12);
        ByteArrayInputStream stream = new ByteArrayInputStream(spoilt);

        Examination found = new SnapshotVerifier().examine(stream, Optional.empty());

        assertThat(found.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(found.bytes()).isEqualTo(spoilt.length);
        assertThat(stream.available()).isZero();
    }

    @Test
    void refusesSnappyBlocksThatClaimMoreThanZooKeeperWrites() throws IOException {
        byte[] header = Arrays.copyOf(packed(GOOD, Compression.SNAPPY), 16);
        byte[] claim = {0x7f, -1, -1, -1, 0};
        byte[] contentClaim = {0, 0, 0, 6, -1, -1, -1, -1, 7, 0};

        for (byte[] block : new byte[][] {claim, contentClaim}) {
            byte[] packed = Arrays.copyOf(header, 16 + block.length);
            System.arraycopy(block, 0, packed, 16, block.length);

            assertThat(examine(packed).reason())
                    .contains("snappy stream is broken")
                    .contains("claims");
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void throwsWhenTheStreamItselfFails(Compression compression) throws IOException {
        byte[] packed = packed(GOOD, compression);

        for (int length = 0; length <= packed.length; length += 7) {
            InputStream breaking =
                    new SequenceInputStream(new ByteArrayInputStream(packed, 0, length), new BrokenConnection());

            assertThatThrownBy(() -> new SnapshotVerifier().examine(breaking, Optional.empty()))
                    .as("after " + length)
                    .isInstanceOf(IOException.class)
                    .hasMessage("connection reset");
        }
    }

    private static Examination examine(byte[] snapshot) throws IOException {
        return new SnapshotVerifier().examine(new ByteArrayInputStream(snapshot), Optional.of(new Zxid(LIVE.zxid())));
    }

    /** Flips one bit of the byte, another one than in the byte before. */
    private static byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << (at % 8));
        return flipped;
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        byte[] unpacked = new byte[GOOD.length + 1];
        int length = 0;
        try (UnpackedStream stream = new UnpackedStream(new Source(new ByteArrayInputStream(packed)))) {
            for (int read = 0; read >= 0; read = stream.read(unpacked, length, unpacked.length - length)) {
                length += read;
            }
        } catch (DamagedSnapshotException e) {
            throw new AssertionError(e);
        }
        return Arrays.copyOf(unpacked, length);
    }

    private static byte[] packed(byte[] bytes, Compression compression) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = switch (compression) {
            case NONE -> packed;
            case GZIP -> new GZIPOutputStream(packed);
            case SNAPPY -> new SnappyOutputStream(packed);
        }) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static final class BrokenConnection extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            throw new IOException("connection reset");
        }
    }
}
