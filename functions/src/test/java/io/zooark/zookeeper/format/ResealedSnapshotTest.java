package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Rewriting;
import io.zooark.snapshot.SnapshotRewriter;
import io.zooark.snapshot.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Has a torn snapshot sealed anew, as the one state that all servers shall be in. */
class ResealedSnapshotTest {
    private static final Zxid END = new Zxid(9);
    private static final long SESSION = 0x1000_0aaa_bbbb_0001L;

    @Test
    void writesTheDigestOfWhatItWritesAsOfTheTrailersTransaction() throws IOException {
        byte[] torn = Forge.rooted()
                .node("/a", new byte[3], 1, 0)
                .node("/lock", new byte[3], 1, SESSION)
                .end()
                .digest(7, 2, 999)
                .trailer(END.value())
                .bytes();

        Resealed resealed = reseal(torn);

        assertThat(resealed.told().verdict()).as("that of the input").isEqualTo(Verdict.TORN);
        assertThat(resealed.found().verdict()).as(resealed.found().reason()).isEqualTo(Verdict.CONSISTENT);
        assertThat(resealed.found().treeDigest()).isEqualTo(resealed.told().treeDigest());
        assertThat(resealed.found().endZxid()).contains(END);
        assertThat(resealed.found().content()).isEqualTo(resealed.told().content());
    }

    @Test
    void givesADigestToASnapshotWhoseOwnIsEmpty() throws IOException {
        Resealed resealed =
                reseal(Forge.rooted().end().digest(0, 2, 0).trailer(END.value()).bytes());

        assertThat(resealed.told().verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(resealed.found().verdict()).isEqualTo(Verdict.CONSISTENT);
    }

    @Test
    void addsNoDigestWhereTheServersWriteNone() throws IOException {
        byte[] without = Forge.rooted().end().trailer(END.value()).bytes();

        assertThat(reseal(without).bytes()).isEqualTo(ByteBuffer.wrap(without));
    }

    private record Resealed(ByteBuffer bytes, Examination told, Examination found) {}

    private static Resealed reseal(byte[] snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SnapshotRewriter.Rewritten told = new SnapshotStreamRewriter()
                .rewrite(
                        new ByteArrayInputStream(snapshot),
                        out,
                        new Rewriting(Optional.empty(), false, Optional.of(END)));
        Examination found =
                new SnapshotVerifier().examine(new ByteArrayInputStream(out.toByteArray()), Optional.of(END));
        return new Resealed(ByteBuffer.wrap(out.toByteArray()), told.examination(), found);
    }
}
