package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnprovenSnapshotTest {
    @Test
    void cannotProveATreeToWhichNothingWasApplied() throws IOException {
        LiveTree live = new LiveTree();

        Examination found = examine(live.snapshot(), live.zxid());

        assertThat(found.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(found.reason()).contains("digest is empty");
        assertThat(found.content().nodes()).isEqualTo(live.tree.getNodeCount()).isEqualTo(5);
        assertThat(found.treeDigest()).contains(live.digest());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void cannotProveASnapshotWithAnEmptyDigest(long zxid) throws IOException {
        byte[] snapshot = Forge.rooted().end().digest(zxid, 2, 0).trailer(7).bytes();

        assertThat(examine(snapshot, 7).verdict()).isEqualTo(Verdict.UNPROVEN);
    }

    @Test
    void cannotProveASnapshotOfServersWithoutDigests() throws IOException {
        byte[] snapshot = Forge.rooted().end().trailer(7).bytes();

        assertThat(examine(snapshot, 7).verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(examine(snapshot, 7).endZxid()).contains(new Zxid(7));
        assertThat(examine(snapshot, 7).reason()).contains("no digest");
    }

    @Test
    void cannotProveADigestOfAnotherVersion() throws IOException {
        byte[] later = Forge.rooted().end().digest(7, 3, 99).trailer(7).bytes();
        byte[] earlier = Forge.rooted()
                .end()
                .longs(7)
                .ints(1)
                .text("abc")
                .seal()
                .trailer(7)
                .bytes();

        assertThat(examine(later, 7).verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(examine(later, 7).reason()).contains("version 3");
        assertThat(examine(earlier, 7).verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(examine(earlier, 7).reason()).contains("version 1");
    }

    @Test
    void cannotProveASnapshotFromBeforeTheTrailer() throws IOException {
        long digest = Forge.digestOf(new byte[0], new byte[0], 0);
        byte[] snapshot = Forge.rooted().end().digest(7, 2, digest).bytes();

        Examination found = examine(snapshot, 7);

        assertThat(found.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(found.endZxid()).isEmpty();
        assertThat(found.treeDigest()).contains("0x" + Long.toHexString(digest));
        assertThat(found.reason()).contains("before 3.9");
    }

    @Test
    void cannotProveASnapshotFromBeforeTheDigest() throws IOException {
        Examination found = examine(Forge.rooted().end().bytes(), 7);

        assertThat(found.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(found.reason()).contains("before 3.6");
    }

    private static Examination examine(byte[] snapshot, long start) throws IOException {
        return new SnapshotVerifier().examine(new ByteArrayInputStream(snapshot), Optional.of(new Zxid(start)));
    }
}
