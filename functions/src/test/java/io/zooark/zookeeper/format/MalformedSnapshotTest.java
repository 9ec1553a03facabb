package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Rewriting;
import io.zooark.snapshot.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

    @Test
    void refusesAPathThatIsNull() throws IOException {
        assertDamaged(Forge.rooted().ints(-1).raw(new byte[100]), "a path of -1 bytes");
    }

    @Test
    void refusesAnAclWithoutASchemeOrAnIdWhichZooKeeperCannotLoad() throws IOException {
        Forge acl = new Forge().header().ints(0, 1).longs(1);

        assertDamaged(acl.ints(1, 31, -1).text("").node("").end(), "the scheme of an ACL has a length of -1");
        assertDamaged(
                new Forge()
                        .header()
                        .ints(0, 1)
                        .longs(1)
                        .ints(1, 31)
                        .text("ip")
                        .ints(-1)
                        .node("")
                        .end(),
                "the id of an ACL has a length of -1");
        assertThat(ZooKeeperLoad.byRestore(acl.bytes()).problem()).contains("NullPointerException");
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
                        .rewrite(
                                new ByteArrayInputStream(snapshot),
                                OutputStream.nullOutputStream(),
                                Rewriting.WITHOUT_SESSIONS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining(problem);
    }

    private static Examination examine(byte[] snapshot) throws IOException {
        return new SnapshotVerifier().examine(new ByteArrayInputStream(snapshot), Optional.empty());
    }
}
