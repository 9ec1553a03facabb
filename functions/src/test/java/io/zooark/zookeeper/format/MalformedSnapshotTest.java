package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forges what no ZooKeeper writes, with seals that are right; the verifier finds it and the rewriter refuses it. */
class MalformedSnapshotTest {
    @Test
    void refusesRecordsThatAreNotInTheOrderOfTheTree() throws IOException {
        assertDamaged(Forge.rooted().node("/a/b").node("/a").end(), "no parent was written before '/a/b'");
        assertDamaged(Forge.rooted().node("/a").node("/ab/c").end(), "no parent");
        assertDamaged(Forge.rooted().node("/ab").node("/a/c").end(), "no parent");
        assertDamaged(
                Forge.rooted().node("/a").node("/a/b").node("/c").node("/a/d").end(), "no parent");
        assertDamaged(Forge.rooted().node("/a").node("/a").end(), "written twice");
        assertDamaged(Forge.rooted().node("/a").node("/a/b").node("/a").end(), "written twice");
        assertDamaged(Forge.rooted().node("").end(), "not a path");
        assertDamaged(new Forge().header().ints(0, 0).node("/a").end(), "must be the root");
        assertDamaged(new Forge().header().ints(0, 0).end(), "no znode");
    }

    @Test
    void refusesWhatIsNoPath() throws IOException {
        assertDamaged(Forge.rooted().node("a").end(), "not a path: 'a'");
        assertDamaged(Forge.rooted().node("a/b").end(), "not a path");
        assertDamaged(Forge.rooted().node("/a/").end(), "not a path");
        assertDamaged(Forge.rooted().node("//").end(), "not a path");
        assertDamaged(Forge.rooted().node("/a").node("/a//b").end(), "no parent");
    }

    @Test
    void refusesChildrenOfEphemerals() throws IOException {
        assertDamaged(
                Forge.rooted().node("/a", new byte[0], 1, 5).node("/a/b").end(),
                "the parent is an ephemeral, which has no children; the latest znode is '/a/b'");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, Integer.MAX_VALUE - 8, -2, Integer.MIN_VALUE})
    void refusesLengthsThatNothingHasWithoutMakingRoomForThem(int length) throws IOException {
        byte[] some = new byte[1000];

        assertDamaged(Forge.rooted().ints(length).raw(some), "path");
        assertDamaged(Forge.rooted().text("/a").ints(length).raw(some), "data");
        assertDamaged(new Forge().header().ints(length).raw(some), "session");
        assertDamaged(new Forge().header().ints(0, length).raw(some), "ACL");
        assertDamaged(new Forge().header().ints(0, 1).longs(1).ints(length).raw(some), "ACL");
        assertDamaged(
                new Forge().header().ints(0, 1).longs(1).ints(1, 31, length).raw(some), "ACL");
        assertDamaged(Forge.rooted().end().longs(1).ints(1, length).raw(some), "digest");
        assertThat(allocatedFor(Forge.rooted().ints(length).raw(some))).isLessThan(2_000_000);
        assertThat(allocatedFor(Forge.rooted().text("/a").ints(length).raw(some)))
                .isLessThan(2_000_000);
    }

    @Test
    void refusesAPathThatIsNull() throws IOException {
        assertDamaged(Forge.rooted().ints(-1).raw(new byte[100]), "a path of -1 bytes");
    }

    @Test
    void refusesAnotherVersionOfTheFormat() throws IOException {
        assertDamaged(new Forge().ints(0x5a4b534e, 3).longs(1), "version 3");
    }

    @Test
    void refusesASealThatIsRightButForItsText() throws IOException {
        byte[] snapshot = Forge.rooted().end().bytes();
        snapshot[snapshot.length - 1] = '.';

        assertThat(examine(snapshot).reason()).contains("seal after the znodes");
    }

    /** Returns how many bytes of heap it takes to find out that this is damaged. */
    private static long allocatedFor(Forge forged) throws IOException {
        byte[] snapshot = forged.bytes();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        examine(snapshot);
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    /** Holds verifier and rewriter to the same opinion. */
    private static void assertDamaged(Forge forged, String problem) throws IOException {
        Examination found = examine(forged.bytes());

        assertThat(found.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(found.reason()).contains(problem);
        assertRefusedByTheRewriter(forged.bytes(), problem);
    }

    private static void assertRefusedByTheRewriter(byte[] snapshot, String problem) {
        assertThatThrownBy(() -> new SnapshotStreamRewriter()
                        .rewrite(new ByteArrayInputStream(snapshot), OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining(problem);
    }

    private static Examination examine(byte[] snapshot) throws IOException {
        return new SnapshotVerifier().examine(new ByteArrayInputStream(snapshot), Optional.empty());
    }
}
