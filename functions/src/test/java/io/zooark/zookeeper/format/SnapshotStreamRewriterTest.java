package io.zooark.zookeeper.format;

import static io.zooark.zookeeper.format.Examining.examine;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Rewriting;
import io.zooark.snapshot.SnapshotRewriter.Rewritten;
import io.zooark.snapshot.TreeExaminer.Held;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.ZooKeeperLoad.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.DataNode;
import org.junit.jupiter.api.Test;

/** Has ZooKeeper load what the rewriter writes. */
class SnapshotStreamRewriterTest {
    private static final long SESSION = 0x1000_0aaa_bbbb_0001L;

    @Test
    void namesTheTargetsMembersAsAServerWritesThemThatStartsWithThem() throws IOException {
        String then = "server.1=zk1:2888:3888:participant;0.0.0.0:2181\nversion=0";
        String now = """
                server.1=staging1:2888:3888:participant;0.0.0.0:2181
                server.2=staging2:2888:3888:participant;0.0.0.0:2181
                version=500000007""";
        List<ACL> whoMayReconfigure = List.of(new ACL(Perms.ALL, new Id("digest", "operator:hash")));
        LiveTree live = live().setData("/zookeeper/config", then.getBytes(UTF_8))
                .setAcl("/zookeeper/config", whoMayReconfigure)
                .create("/after", new byte[3]);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Rewritten rewritten = rewrite(live.snapshot(), bytes, new Rewriting(Optional.of(now), false, Optional.empty()));

        assertThat(rewritten.membership()).contains(then);
        assertThat(rewritten.examination()).usingRecursiveComparison().isEqualTo(examine(bytes.toByteArray()));
        ZooKeeperLoad loaded = ZooKeeperLoad.byRestore(bytes.toByteArray());
        assertThat(loaded.outcome()).as(loaded.problem()).isEqualTo(Outcome.MATCH);
        DataNode config = loaded.tree().getNode("/zookeeper/config");
        assertThat(new String(config.getData(), UTF_8)).isEqualTo(now);
        assertThat(config.stat.getMzxid()).isEqualTo(0x500000007L);
        assertThat(config.stat.getVersion()).isEqualTo(-1);
        assertThat(loaded.tree().getACL(config)).isEqualTo(whoMayReconfigure);
        assertThat(loaded.tree().getTreeDigest())
                .isEqualTo(
                        ZooKeeperLoad.byRestore(rewrite(live.snapshot())).tree().getTreeDigest());
    }

    @Test
    void tellsAConfigNodeWithoutTextFromNone() throws IOException {
        byte[] withoutText = new LiveTree().create("/a", new byte[3]).snapshot();
        byte[] withoutNode = Forge.rooted().end().digest(7, 2, 99).trailer(7).bytes();

        assertThat(rewrite(withoutText, OutputStream.nullOutputStream(), Rewriting.WITHOUT_SESSIONS)
                        .membership())
                .contains("");
        assertThat(rewrite(withoutNode, OutputStream.nullOutputStream(), Rewriting.WITHOUT_SESSIONS)
                        .membership())
                .isEmpty();
    }

    @Test
    void keepsSessionsAndTheirEphemeralsWhereItIsAskedTo() throws IOException {
        byte[] snapshot = live().snapshot();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Rewritten rewritten = rewrite(snapshot, bytes, new Rewriting(Optional.empty(), true, Optional.empty()));

        assertThat(bytes.toByteArray()).isEqualTo(snapshot);
        assertThat(rewritten.examination()).usingRecursiveComparison().isEqualTo(examine(snapshot));
        assertThat(rewritten.examination().content().longestSessionTimeoutMs()).isEqualTo(40_000);
    }

    @Test
    void knowsBeforehandWhatStaysWhenSessionsEndAndZooKeeperRemovesWhatItRemovesByItself() throws IOException {
        LiveTree live = live().createContainer("/app/queue").createEphemeral("/app/queue/worker", null, SESSION);
        Rewritten kept = rewrite(
                live.snapshot(),
                OutputStream.nullOutputStream(),
                new Rewriting(Optional.empty(), true, Optional.empty()));
        Rewritten leftOut = rewrite(live.snapshot(), OutputStream.nullOutputStream(), Rewriting.WITHOUT_SESSIONS);

        live.closeSession(SESSION)
                .closeSession(SESSION + 1)
                .delete("/app/queue")
                .delete("/app/ttl");
        Held left = new SnapshotVerifier()
                .examineTree(new ByteArrayInputStream(live.snapshot()), Optional.of(new Zxid(live.zxid())));

        assertThat(left.lasting()).isEqualTo(kept.lasting()).isEqualTo(leftOut.lasting());
        assertThat(left.examination().treeDigest())
                .isNotEqualTo(leftOut.examination().treeDigest());
        // the container that still has a child
        assertThat(left.examination().content().nodes())
                .isEqualTo(left.lasting().nodes() + 1);
        live.setData("/app", "another".getBytes(UTF_8));
        assertThat(new SnapshotVerifier()
                        .examineTree(new ByteArrayInputStream(live.snapshot()), Optional.empty())
                        .lasting())
                .isNotEqualTo(left.lasting());
    }

    @Test
    void writesADigestOfWhatItWritesForASnapshotThatHasNone() throws IOException {
        byte[] withoutDigest = Sections.withDigest(live().snapshot(), 99);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Zxid end = new Zxid(live().zxid());

        rewrite(withoutDigest, bytes, new Rewriting(Optional.empty(), false, Optional.of(end)));

        assertThat(examine(bytes.toByteArray()).verdict()).isEqualTo(Verdict.CONSISTENT);
        assertThat(bytes.toByteArray()).isEqualTo(rewrite(live().snapshot()));
    }

    @Test
    void copiesASnapshotWithoutSessionsByteForByte() throws IOException {
        byte[] snapshot = new LiveTree()
                .create("/a", new byte[700_000])
                .create("/a/b", null, Ids.READ_ACL_UNSAFE)
                .create("/c", new byte[700_000])
                .snapshot();

        assertThat(rewrite(snapshot)).isEqualTo(snapshot);
        assertThat(rewrite(rewrite(live().snapshot()))).isEqualTo(rewrite(live().snapshot()));
    }

    @Test
    void leavesOutEphemeralsOfEverySize() throws IOException {
        LiveTree live = new LiveTree().openSession(SESSION, 4000);
        for (int size : new int[] {0, 100, 300_000, 5_000_000}) {
            live.create("/before" + size, new byte[size / 7])
                    .createEphemeral("/ephemeral" + size, new byte[size], SESSION)
                    .create("/after" + size, new byte[size / 3]);
        }

        Examination found = new SnapshotVerifier()
                .examine(new ByteArrayInputStream(rewrite(live.snapshot())), Optional.of(new Zxid(live.zxid())));

        assertThat(found.verdict()).as(found.reason()).isEqualTo(Verdict.CONSISTENT);
        assertThat(found.content().nodes()).isEqualTo(live.tree.getNodeCount() - 4);
    }

    @Test
    void keepsTheDigestsCharset() throws IOException {
        long root = Forge.digestOf(new byte[0], new byte[0], 0);
        long lock = Forge.digestOf("/gr??e".getBytes(UTF_8), new byte[3], SESSION);
        byte[] snapshot = Forge.rooted()
                .node("/größe", new byte[3], 1, SESSION)
                .end()
                .digest(7, 2, root + lock)
                .trailer(7)
                .bytes();

        assertThat(rewrite(snapshot))
                .isEqualTo(Forge.rooted().end().digest(7, 2, root).trailer(7).bytes());
    }

    @Test
    void carriesNoDigestThatItCannotComputeAndNoSectionThatWasNotThere() throws IOException {
        Forge before = Forge.rooted().node("/lock", new byte[3], 1, SESSION).end();
        byte[] withoutAny = before.bytes();
        byte[] ofAnotherVersion = before.digest(7, 3, 99).trailer(7).bytes();

        assertThat(rewrite(withoutAny)).isEqualTo(Forge.rooted().end().bytes());
        assertThat(rewrite(ofAnotherVersion))
                .isEqualTo(Forge.rooted().end().digest(0, 2, 0).trailer(7).bytes());
    }

    @Test
    void neverEndsNormallyNorWritesAWholeSnapshotFromADamagedOne() throws IOException {
        byte[] good = live().snapshot();
        List<byte[]> damaged = new ArrayList<>();
        for (int at = 0; at < good.length; at++) {
            byte[] flipped = good.clone();
            flipped[at] ^= 1;
            damaged.add(flipped);
        }
        damaged.add(Arrays.copyOf(good, good.length - 1));
        damaged.add(Arrays.copyOf(good, good.length + 1));

        for (byte[] snapshot : damaged) {
            ByteArrayOutputStream rewritten = new ByteArrayOutputStream();

            assertThatThrownBy(() -> new SnapshotStreamRewriter()
                            .rewrite(new ByteArrayInputStream(snapshot), rewritten, Rewriting.WITHOUT_SESSIONS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
            assertThat(new SnapshotVerifier()
                            .examine(new ByteArrayInputStream(rewritten.toByteArray()), Optional.empty())
                            .verdict())
                    .isNotEqualTo(Verdict.CONSISTENT);
        }
    }

    @Test
    void throwsWhatTheOutputThrows() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("no space left on device");
            }
        };

        assertThatThrownBy(() -> new SnapshotStreamRewriter()
                        .rewrite(new ByteArrayInputStream(live().snapshot()), full, Rewriting.WITHOUT_SESSIONS))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left on device");
    }

    private static LiveTree live() {
        List<ACL> secret = List.of(new ACL(Perms.ALL, new Id("digest", "user:hash")));
        return new LiveTree()
                .openSession(SESSION, 30_000)
                .openSession(SESSION + 1, 40_000)
                .create("/app", "hello".getBytes(UTF_8))
                .create("/app/secret", new byte[3], secret)
                .create("/app/null", null, Ids.READ_ACL_UNSAFE)
                .createEphemeral("/app/lock", new byte[4], SESSION)
                .createEphemeral("/app/leader", new byte[1], SESSION + 1)
                .createEphemeral("/größe", new byte[1], SESSION + 1)
                .createContainer("/app/container")
                .create("/app/container/東京", new byte[0])
                .createWithTtl("/app/ttl", 60_000);
    }

    private static byte[] rewrite(byte[] snapshot) throws IOException {
        ByteArrayOutputStream rewritten = new ByteArrayOutputStream();
        rewrite(snapshot, rewritten, Rewriting.WITHOUT_SESSIONS);
        return rewritten.toByteArray();
    }

    private static Rewritten rewrite(byte[] snapshot, OutputStream rewritten, Rewriting how) throws IOException {
        return new SnapshotStreamRewriter().rewrite(new ByteArrayInputStream(snapshot), rewritten, how);
    }
}
