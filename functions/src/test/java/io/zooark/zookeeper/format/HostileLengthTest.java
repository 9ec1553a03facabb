package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Rewriting;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.Examining.Watched;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows the verifier lengths that nothing has: it makes no room for what is only claimed. */
class HostileLengthTest {
    private static final int MOST_ALLOCATED = 1_000_000;
    private static final int[] LENGTHS = {Integer.MAX_VALUE, Integer.MAX_VALUE - 8, 1 << 30, -2, Integer.MIN_VALUE};

    @ParameterizedTest
    @EnumSource
    void findsThemWhereverTheyAre(Compression compression) throws IOException {
        byte[] good = new LiveTree()
                .openSession(5, 4000)
                .createEphemeral("/größe", new byte[] {1}, 5)
                .snapshot();

        // over every four bytes, and so over every length
        for (int at = 0; at <= good.length - Integer.BYTES; at++) {
            byte[] hostile = good.clone();
            ByteBuffer.wrap(hostile).putInt(at, LENGTHS[at % LENGTHS.length]);
            Watched watched = Examining.watch(Packing.packed(hostile, compression));

            assertThat(watched.found().verdict()).as("at byte " + at).isEqualTo(Verdict.DAMAGED);
            assertThat(watched.allocated()).as("at byte " + at).isLessThan(MOST_ALLOCATED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, Integer.MAX_VALUE - 8, -2, Integer.MIN_VALUE})
    void findsThemInEveryFieldAlsoWhenManyBytesFollow(int length) {
        fields(length).forEach((field, forged) -> {
            Watched watched = Examining.watch(
                    new SequenceInputStream(new ByteArrayInputStream(forged.bytes()), new Zeros(5_000_000)));

            assertThat(watched.found().verdict()).as(field).isEqualTo(Verdict.DAMAGED);
            assertThat(watched.allocated()).as(field).isLessThan(MOST_ALLOCATED);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, -2})
    void areRefusedByTheRewriterToo(int length) {
        fields(length)
                .forEach((field, forged) -> assertThatThrownBy(() -> new SnapshotStreamRewriter()
                                .rewrite(
                                        new ByteArrayInputStream(forged.bytes()),
                                        OutputStream.nullOutputStream(),
                                        Rewriting.WITHOUT_SESSIONS))
                        .isInstanceOf(IOException.class)
                        .as(field)
                        .hasMessageContaining("damaged"));
    }

    @Test
    void findsSnappyBlocksThatClaimMoreThanZooKeeperWrites() throws IOException {
        byte[] header = Packing.packed(new byte[0], Compression.SNAPPY);
        byte[] claim = {0x7f, -1, -1, -1, 0};
        byte[] contentClaim = {0, 0, 0, 6, -1, -1, -1, -1, 7, 0};

        for (byte[] block : new byte[][] {claim, contentClaim}) {
            Watched watched = Examining.watch(ByteBuffer.allocate(header.length + block.length)
                    .put(header)
                    .put(block)
                    .array());

            assertThat(watched.found().reason())
                    .contains("snappy stream is broken")
                    .contains("claims");
            assertThat(watched.allocated()).isLessThan(MOST_ALLOCATED);
        }
    }

    /** Returns snapshots that end with this length, by what it is the length of. */
    private static Map<String, Forge> fields(int length) {
        return Map.of(
                "session", new Forge().header().ints(length),
                "number of ACLs", new Forge().header().ints(0, length),
                "entries of an ACL", new Forge().header().ints(0, 1).longs(1).ints(length),
                "scheme of an ACL", new Forge().header().ints(0, 1).longs(1).ints(1, 31, length),
                "id of an ACL",
                        new Forge()
                                .header()
                                .ints(0, 1)
                                .longs(1)
                                .ints(1, 31)
                                .text("ip")
                                .ints(length),
                "path of", Forge.rooted().ints(length),
                "data of", Forge.rooted().text("/a").ints(length),
                "seal after the znodes", Forge.rooted().text("/").longs(0).ints(length),
                "digest section", Forge.rooted().end().longs(1).ints(1, length));
    }

    /** Ends after some zeros, which are nowhere in memory. */
    private static final class Zeros extends InputStream {
        private int left;

        Zeros(int count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            int some = Math.min(left, length);
            Arrays.fill(bytes, from, from + some, (byte) 0);
            left -= some;
            return some;
        }
    }
}
