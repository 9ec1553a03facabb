package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @ParameterizedTest
    @EnumSource(Compression.class)
    void callsASnapshotDamagedWhenSomethingFollowsItOrItIsCutShort(Compression compression) throws IOException {
        byte[] packed = Packing.packed(GOOD, compression);

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

    @ParameterizedTest
    @EnumSource(Compression.class)
    void throwsWhenTheStreamItselfFails(Compression compression) throws IOException {
        byte[] packed = Packing.packed(GOOD, compression);

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
