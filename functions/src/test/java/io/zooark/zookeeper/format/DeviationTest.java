package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gives an example of each deviation: none is there for nothing. */
class DeviationTest {
    private static final long NEW_EPOCH = 0x1_0000_0000L;
    private static final byte[] NO_DATA = {};

    @ParameterizedTest
    @EnumSource
    void isSeenInAnExample(Deviation deviation) throws IOException {
        byte[] snapshot = example(deviation);
        long start = deviation == Deviation.DIGEST_OF_THE_LAST_EPOCH ? NEW_EPOCH : Forge.ZXID;

        Examination found =
                new SnapshotVerifier().examine(new ByteArrayInputStream(snapshot), Optional.of(new Zxid(start)));
        List<ZooKeeperLoad> loads =
                List.of(ZooKeeperLoad.atStart(snapshot, found.compression(), start), ZooKeeperLoad.byRestore(snapshot));

        assertThat(loads)
                .as("%s: %s", found.verdict(), found.reason())
                .anyMatch(load -> deviation.isSeenIn(found, load));
    }

    private static byte[] example(Deviation deviation) throws IOException {
        return switch (deviation) {
            case BYTES_AFTER_THE_END ->
                Forge.rooted().whole(digest()).ints(5).text("/").bytes();
            case CUT_IN_A_SECTION -> {
                byte[] snapshot = Forge.rooted().whole(digest()).bytes();
                yield Arrays.copyOf(snapshot, Sections.digestEnd(snapshot) - 1);
            }
            case NO_GOOD_TRAILER_OF_GZIP -> {
                byte[] packed = Packing.packed(Forge.rooted().whole(digest()).bytes(), Compression.GZIP);
                yield Arrays.copyOf(packed, packed.length - 8);
            }
            case OTHER_TEXT_IN_THE_LAST_SEAL -> {
                byte[] snapshot = Forge.rooted().whole(digest()).bytes();
                snapshot[snapshot.length - 1] = '.';
                yield snapshot;
            }
            case OTHER_VERSION ->
                digested(new Forge().ints(0x5a4b534e, 3).longs(1).ints(0, 0).node(""));
            case NEGATIVE_NUMBER -> digested(new Forge().header().ints(-7, 0).node(""));
            case OTHER_ORDER -> digested(Forge.rooted().node("/a").node("/b").node("/a/c"));
            case WRITTEN_TWICE -> digested(Forge.rooted().node("/a").node("/a"));
            case WRITTEN_TWICE_APART ->
                digested(Forge.rooted().node("/a").node("/b").node("/a"));
            case NOT_A_PATH -> digested(Forge.rooted().node("/a").node("/a/"));
            case NO_ROOT -> digested(new Forge().header().ints(0, 0));
            case CHILD_OF_AN_EPHEMERAL ->
                digested(Forge.rooted().node("/a", NO_DATA, 1, 5).node("/a/b"));
            case UNKNOWN_ACL -> digested(Forge.rooted().node("/a", NO_DATA, 2, 0));
            case BETWEEN_START_AND_END ->
                Forge.rooted().end().digest(Forge.ZXID, 2, digest()).trailer(8).bytes();
            case OTHER_TREE ->
                Forge.rooted().end().digest(8, 2, 99).trailer(Forge.ZXID).bytes();
            case DIGEST_OF_ANOTHER_TRANSACTION ->
                Forge.rooted().end().digest(6, 2, digest()).trailer(Forge.ZXID).bytes();
            case NO_END -> Forge.rooted().end().digest(Forge.ZXID, 2, digest()).bytes();
            case WITHOUT_DIGEST -> Forge.rooted().end().trailer(Forge.ZXID).bytes();
            case TEXT_FOR_A_DIGEST ->
                Forge.rooted()
                        .end()
                        .longs(7)
                        .ints(1)
                        .text("no number")
                        .seal()
                        .trailer(7)
                        .bytes();
            case DIGEST_OF_THE_LAST_EPOCH ->
                Forge.rooted().end().digest(6, 2, digest()).trailer(NEW_EPOCH).bytes();
            case OWNER_OF_NO_KNOWN_KIND -> withOneZnode("/a".getBytes(UTF_8), NO_DATA, 0xff01_0000_0000_0000L);
            case MORE_THAN_THE_DEFAULT_BUFFER -> withOneZnode("/a".getBytes(UTF_8), new byte[3_000_000], 0);
            case DIGEST_IN_ANOTHER_CHARSET -> withOneZnode("/größe".getBytes(ISO_8859_1), NO_DATA, 0);
        };
    }

    /** Returns the digest of a tree that is only a root. */
    private static long digest() {
        return Forge.digestOf(NO_DATA, NO_DATA, 0);
    }

    /** Returns a snapshot with one znode besides the root, whose path has these bytes in the digest. */
    private static byte[] withOneZnode(byte[] digestedPath, byte[] data, long owner) {
        return Forge.rooted()
                .node(new String(digestedPath, ISO_8859_1), data, 1, owner)
                .whole(digest() + Forge.digestOf(digestedPath, data, owner))
                .bytes();
    }

    /** Returns a snapshot with the digest that ZooKeeper computes of what it makes of these znodes. */
    private static byte[] digested(Forge znodes) {
        byte[] snapshot = znodes.whole(0).bytes();
        ZooKeeperLoad load = ZooKeeperLoad.atStart(snapshot, Compression.NONE, Forge.ZXID);
        return Sections.withDigest(snapshot, load.tree().getTreeDigest());
    }
}
