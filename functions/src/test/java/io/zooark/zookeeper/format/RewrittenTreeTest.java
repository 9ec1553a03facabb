package io.zooark.zookeeper.format;

import static io.zooark.zookeeper.format.Examining.examine;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Rewriting;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.ZooKeeperLoad.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.zookeeper.server.persistence.SnapStream.StreamMode;

/** Has ZooKeeper load what the rewriter makes of the files that it saves, of whatever tree. */
class RewrittenTreeTest {
    @Property(tries = 25)
    void zooKeeperLoadsTheSameTreeWithoutSessionsAndWhatBelongsToThem(
            @ForAll(supplier = Histories.Any.class) History history, @ForAll StreamMode mode) throws IOException {
        LiveTree live = history.play();
        ByteArrayOutputStream rewritten = new ByteArrayOutputStream();
        ByteArrayOutputStream again = new ByteArrayOutputStream();

        Examination told = rewrite(live.file(mode), rewritten);

        assertThat(told.verdict()).as(told.reason()).isEqualTo(Verdict.CONSISTENT);
        assertSame(told, examine(rewritten.toByteArray()));
        assertSame(told, rewrite(rewritten.toByteArray(), again));
        assertThat(again.toByteArray()).isEqualTo(rewritten.toByteArray());

        ZooKeeperLoad started = ZooKeeperLoad.atStart(rewritten.toByteArray(), Compression.NONE, live.zxid());
        ZooKeeperLoad restored = ZooKeeperLoad.byRestore(rewritten.toByteArray());

        assertThat(started.outcome()).as(started.problem()).isEqualTo(Outcome.MATCH);
        assertThat(restored.outcome()).as(restored.problem()).isEqualTo(Outcome.MATCH);
        assertThat(started.sessions()).isEmpty();
        assertThat(started.tree().getSessions()).isEmpty();
        assertThat(started.described()).isEqualTo(restored.described()).isEqualTo(withoutEphemerals(live));
        assertThat(restored.tree().lastProcessedZxid).isEqualTo(live.zxid());
        assertThat(told.content().nodes()).isEqualTo(restored.tree().getNodeCount());
    }

    /** Returns what ZooKeeper makes of its own file; it does not read every text back as it was. */
    private static Map<String, String> withoutEphemerals(LiveTree live) {
        Map<String, String> expected = ZooKeeperLoad.byRestore(live.snapshot()).described();
        live.tree.getEphemerals().values().stream().flatMap(Set::stream).forEach(expected::remove);
        return expected;
    }

    /** Compares all but the reason: the charset of the digest shows no more once only ASCII is left. */
    private static void assertSame(Examination told, Examination found) {
        assertThat(told).usingRecursiveComparison().ignoringFields("reason").isEqualTo(found);
    }

    private static Examination rewrite(byte[] snapshot, ByteArrayOutputStream rewritten) throws IOException {
        return new SnapshotStreamRewriter()
                .rewrite(new ByteArrayInputStream(snapshot), rewritten, Rewriting.WITHOUT_SESSIONS)
                .examination();
    }
}
