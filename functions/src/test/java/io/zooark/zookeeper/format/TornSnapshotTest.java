package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Rewriting;
import io.zooark.snapshot.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.Test;

class TornSnapshotTest {
    private static final List<ACL> NEW_ACL = List.of(new ACL(Perms.READ, new Id("digest", "late:hash")));

    @Test
    void callsASnapshotTornWhenAZnodeThatWasWrittenAlreadyIsChangedUnderIt() throws IOException {
        LiveTree live = tree();
        long start = live.zxid();
        byte[] snapshot = written(live, tree -> tree.setData("/group", new byte[9]));

        Examination found = examine(snapshot, Optional.of(new Zxid(start)));

        assertThat(found.verdict()).isEqualTo(Verdict.TORN);
        assertThat(found.startZxid()).contains(new Zxid(start));
        assertThat(found.endZxid()).contains(new Zxid(start + 1));
        assertThat(found.reason()).contains("begins at 0x%x and ends at 0x%x".formatted(start, start + 1));
    }

    @Test
    void callsItTornByTheDigestAloneWhenTheStartIsUnknown() throws IOException {
        byte[] snapshot = written(tree(), tree -> tree.setData("/group", new byte[9]));

        Examination found = examine(snapshot, Optional.empty());

        assertThat(found.verdict()).isEqualTo(Verdict.TORN);
        assertThat(found.reason()).contains("not those of one state");
    }

    @Test
    void callsItTornByTheStartAloneAndSaysThatTheTreeIsThatOfTheEnd() throws IOException {
        LiveTree live = tree();

        Examination found = examine(live.snapshot(), Optional.of(new Zxid(live.zxid() - 1)));

        assertThat(found.verdict()).isEqualTo(Verdict.TORN);
        assertThat(found.reason()).contains("the znodes are those of its end");
    }

    @Test
    void callsItTornWhenTheDigestIsOfAnotherTransactionThanTheTrailer() throws IOException {
        long digest = Forge.digestOf(new byte[0], new byte[0], 0);
        byte[] snapshot = Forge.rooted().end().digest(6, 2, digest).trailer(7).bytes();

        Examination found = examine(snapshot, Optional.of(new Zxid(7)));

        assertThat(found.verdict()).isEqualTo(Verdict.TORN);
        assertThat(found.reason()).contains("0x6").contains("0x7");
    }

    @Test
    void callsItTornWhenAnAclCameAfterTheAclsWereWritten() throws IOException {
        byte[] snapshot = written(tree(), tree -> tree.setAcl("/late", NEW_ACL));

        assertThat(examine(snapshot, Optional.empty()).verdict()).isEqualTo(Verdict.TORN);
    }

    @Test
    void callsAnAclThatIsMissingAlthoughNothingWasAppliedDamage() throws IOException {
        long digest =
                Forge.digestOf(new byte[0], new byte[0], 0) + Forge.digestOf("/a".getBytes(UTF_8), new byte[0], 0);
        byte[] snapshot = Forge.rooted()
                .node("/a", new byte[0], 2, 0)
                .end()
                .digest(7, 2, digest)
                .trailer(7)
                .bytes();

        assertThat(examine(snapshot, Optional.of(new Zxid(7))).verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(examine(snapshot, Optional.empty()).verdict()).isEqualTo(Verdict.TORN);
        assertThat(examine(snapshot, Optional.empty()).reason()).contains("ACL of the znode '/a'");
    }

    @Test
    void callsItTornWithoutADigestTooWhenStartAndEndDiffer() throws IOException {
        byte[] snapshot = Forge.rooted().end().trailer(8).bytes();

        assertThat(examine(snapshot, Optional.of(new Zxid(7))).verdict()).isEqualTo(Verdict.TORN);
    }

    @Test
    void staysTornWhenItIsRewritten() throws IOException {
        LiveTree live = tree().openSession(5, 4000).createEphemeral("/lock", new byte[3], 5);
        byte[] snapshot = written(live, tree -> tree.setData("/group", new byte[9]));

        ByteArrayOutputStream rewritten = new ByteArrayOutputStream();
        Examination told = new SnapshotStreamRewriter()
                .rewrite(new ByteArrayInputStream(snapshot), rewritten, Rewriting.WITHOUT_SESSIONS)
                .examination();

        assertThat(told.verdict()).isEqualTo(Verdict.TORN);
        assertThat(examine(rewritten.toByteArray(), Optional.empty()).verdict()).isEqualTo(Verdict.TORN);
    }

    private static LiveTree tree() {
        return new LiveTree()
                .create("/group", new byte[1])
                .create("/group/a", new byte[1])
                .create("/group/b", new byte[1])
                .create("/late", new byte[1]);
    }

    /** Writes a snapshot during which, once the znode /group is written but not its children, something happens. */
    private static byte[] written(LiveTree live, Consumer<LiveTree> change) {
        byte[] undisturbed = live.snapshot();
        int children = new String(undisturbed, ISO_8859_1).indexOf("/group/");
        return live.snapshot((tree, count) -> {
            if (count == children) {
                change.accept(tree);
            }
        });
    }

    private static Examination examine(byte[] snapshot, Optional<Zxid> start) throws IOException {
        return new SnapshotVerifier().examine(new ByteArrayInputStream(snapshot), start);
    }
}
