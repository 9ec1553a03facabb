package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the verifier to what ZooKeeper's own classes write. */
class SnapshotVerifierTest {
    private static final long SESSION = 0x1000_0aaa_bbbb_0001L;

    @Test
    void provesATreeOfEveryKindOfZnode() throws IOException {
        LiveTree live = everyKind();

        Examination found = examine(live);

        assertThat(found.verdict()).as(found.reason()).isEqualTo(Verdict.CONSISTENT);
        assertThat(found.treeDigest()).contains(live.digest());
        assertThat(found.startZxid()).contains(new Zxid(live.zxid()));
        assertThat(found.endZxid()).contains(new Zxid(live.zxid()));
        assertThat(found.databaseId()).isEqualTo(-1);
        assertThat(found.compression()).isEqualTo(Compression.NONE);
    }

    @Test
    void provesManyZnodesThatFillItsWindowManyTimes() throws IOException {
        LiveTree live = new LiveTree().create("/many", new byte[0]);
        for (int i = 0; i < 9_000; i++) {
            live.create("/many/child-" + i, new byte[i % 251]);
        }

        assertThat(examine(live).verdict()).isEqualTo(Verdict.CONSISTENT);
        assertThat(examine(live).treeDigest()).contains(live.digest());
    }

    @Test
    void provesDataLongerThanItsWindow() throws IOException {
        byte[] data = new byte[1024 * 1024 + 17];
        data[data.length - 1] = 1;
        LiveTree live = new LiveTree()
                .create("/large", data)
                .create("/small", new byte[1])
                .create("/large2", data);

        assertThat(examine(live).verdict()).isEqualTo(Verdict.CONSISTENT);
        assertThat(examine(live).content().dataBytes()).isEqualTo(2L * data.length + 1);
    }

    @Test
    void provesDeepPathsAndPathsLongerThanItsWindow() throws IOException {
        LiveTree live = new LiveTree();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            live.create(path.append("/level").append(i).toString(), new byte[1]);
        }
        live.create("/" + "x".repeat(400_000), new byte[1]);

        assertThat(examine(live).verdict()).isEqualTo(Verdict.CONSISTENT);
        assertThat(examine(live).treeDigest()).contains(live.digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "US-ASCII", "ISO-8859-1"})
    void recomputesTheDigestOfAServerWithAnotherDefaultCharset(String name) throws IOException {
        Charset charset = Charset.forName(name);
        byte[] data = new byte[300_000];
        long recorded = Forge.digestOf(new byte[0], new byte[0], 0)
                + Forge.digestOf("/größe".getBytes(charset), data, 0)
                + Forge.digestOf("/größe/東京".getBytes(charset), new byte[5], 0);
        byte[] snapshot = Forge.rooted()
                .node("/größe", data, 1, 0)
                .node("/größe/東京", new byte[5], 1, 0)
                .end()
                .digest(7, 2, recorded)
                .trailer(7)
                .bytes();

        Examination found = examine(snapshot, 7);

        assertThat(found.verdict()).as(found.reason()).isEqualTo(Verdict.CONSISTENT);
        assertThat(found.reason().contains(name)).isEqualTo(!charset.equals(UTF_8));
        assertThat(List.of(UTF_8, US_ASCII, ISO_8859_1)).containsExactly(NodeDigest.CHARSETS);
    }

    @Test
    void saysThatTheStartIsUnknown() throws IOException {
        Examination found = new SnapshotVerifier()
                .examine(new ByteArrayInputStream(everyKind().snapshot()), Optional.empty());

        assertThat(found.verdict()).isEqualTo(Verdict.CONSISTENT);
        assertThat(found.startZxid()).isEmpty();
        assertThat(found.reason()).contains("began is not known");
    }

    @Test
    void acceptsTheDigestOfTheLastEpochUntilTheNewOnesFirstWrite() throws IOException {
        LiveTree live = everyKind();
        live.tree.lastProcessedZxid = 0x4_0000_0000L;

        assertThat(examine(live).verdict()).isEqualTo(Verdict.CONSISTENT);
    }

    @Test
    void takesATtlForAnEphemeralOnlyIfSuchASessionIsOpen() throws IOException {
        long session = 0xff00_0000_0000_1234L;
        Forge before = new Forge().header().ints(1).longs(session).ints(4000);

        byte[] snapshot = before.ints(0)
                .node("")
                .node("/lock", new byte[0], Forge.OPEN_ACL, session)
                .node("/ttl", new byte[0], Forge.OPEN_ACL, 0xff00_0000_0000_1235L)
                .node("/ttl/child")
                .node("/old-ttl", new byte[0], Forge.OPEN_ACL, 0x8000_0000_0000_1235L)
                .node("/container", new byte[0], Forge.OPEN_ACL, Long.MIN_VALUE)
                .node("/lock-of-server-200", new byte[0], Forge.OPEN_ACL, 0xc800_0aaa_bbbb_0001L)
                .end()
                .bytes();

        assertThat(examine(snapshot, 7).content().ephemerals()).isEqualTo(2);
    }

    @Test
    void knowsTheRightDigestOfItsOwnForgeries() throws IOException {
        byte[] data = "value".getBytes(UTF_8);
        long digest = Forge.digestOf(new byte[0], new byte[0], 0) + Forge.digestOf("/a".getBytes(UTF_8), data, SESSION);
        byte[] snapshot = Forge.rooted()
                .node("/a", data, 1, SESSION)
                .node("/zookeeper", new byte[0], 1, 0)
                .node("/zookeeper/quota", data, 1, 0)
                .end()
                .digest(7, 2, digest + Forge.digestOf("/zookeeper".getBytes(UTF_8), new byte[0], 0))
                .trailer(7)
                .bytes();

        assertThat(examine(snapshot, 7).verdict()).isEqualTo(Verdict.CONSISTENT);
    }

    private static LiveTree everyKind() {
        List<ACL> secret = List.of(new ACL(Perms.ALL, new Id("digest", "user:hash")));
        return new LiveTree()
                .openSession(SESSION, 30_000)
                .openSession(SESSION + 1, 40_000)
                .create("/app", "hello".getBytes(UTF_8))
                .create("/app/secret", new byte[3], secret)
                .create("/app/null", null, Ids.READ_ACL_UNSAFE)
                .create("/app/empty", new byte[0])
                .createEphemeral("/app/lock", new byte[4], SESSION)
                .createEphemeral("/app/leader", new byte[1], SESSION + 1)
                .createContainer("/app/container")
                .create("/app/container/child", new byte[0])
                .createWithTtl("/app/ttl", 60_000);
    }

    private static Examination examine(LiveTree live) throws IOException {
        return examine(live.snapshot(), live.zxid());
    }

    private static Examination examine(byte[] snapshot, long start) throws IOException {
        return new SnapshotVerifier().examine(new ByteArrayInputStream(snapshot), Optional.of(new Zxid(start)));
    }
}
