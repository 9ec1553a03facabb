package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
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
import org.junit.jupiter.api.Test;

/** Has ZooKeeper load what the rewriter writes. */
class SnapshotStreamRewriterTest {
    private static final long SESSION = 0x1000_0aaa_bbbb_0001L;

    @Test
    void tellsTheMembersThatNoDigestCovers() throws IOException {
        String members = "server.1=zk1:2888:3888:participant;0.0.0.0:2181\nversion=0";
        byte[] snapshot = new LiveTree()
                .create("/a", new byte[3])
                .setData("/zookeeper/config", members.getBytes(UTF_8))
                .snapshot();

        assertThat(new SnapshotStreamRewriter()
                        .rewrite(new ByteArrayInputStream(snapshot), OutputStream.nullOutputStream())
                        .membership())
                .contains(members);
        assertThat(new SnapshotStreamRewriter()
                        .rewrite(
                                new ByteArrayInputStream(
                                        new LiveTree().create("/a", new byte[3]).snapshot()),
                                OutputStream.nullOutputStream())
                        .membership())
                .isEmpty();
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

            assertThatThrownBy(
                            () -> new SnapshotStreamRewriter().rewrite(new ByteArrayInputStream(snapshot), rewritten))
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

        assertThatThrownBy(
                        () -> new SnapshotStreamRewriter().rewrite(new ByteArrayInputStream(live().snapshot()), full))
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
        new SnapshotStreamRewriter().rewrite(new ByteArrayInputStream(snapshot), rewritten);
        return rewritten.toByteArray();
    }
}
