package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.Inventory.Acl;
import io.zooark.zookeeper.format.Inventory.Deepest;
import io.zooark.zookeeper.format.Inventory.Kinds;
import io.zooark.zookeeper.format.Inventory.Leaf;
import io.zooark.zookeeper.format.Inventory.Owner;
import io.zooark.zookeeper.format.Inventory.Subtree;
import io.zooark.zookeeper.format.SnapshotInspector.Extent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.DataNode;
import org.apache.zookeeper.server.DataTree;
import org.junit.jupiter.api.Test;

/** Holds the inventory to ZooKeeper's own tree, by snapshots that its own classes write. */
class SnapshotInspectorTest {
    private static final long SESSION = 0x1000_0aaa_bbbb_0001L;
    private static final long OTHER_SESSION = 0x1000_0aaa_bbbb_0002L;
    /** The digest and the last transaction, each with its seal; without them it is whole, of an older ZooKeeper. */
    private static final int AFTER_ZNODES = 20 + 13 + 8 + 13;

    private static final int RECORD = 4 + 4 + 8 + 60;

    @Test
    void sumsWholeSubtreesTheLargestFirst() throws IOException {
        LiveTree live = new LiveTree()
                .create("/small", new byte[5])
                .create("/large", new byte[10])
                .create("/large/größe", new byte[300])
                .create("/large/größe/below", null)
                .openSession(SESSION, 10_000)
                .createEphemeral("/large/lock", new byte[2], SESSION);

        List<Subtree> rows = inspect(live, Extent.DEFAULT).subtrees().rows();

        assertThat(rows).extracting(Subtree::path).containsExactly("/", "/large", "/zookeeper", "/small");
        assertThat(rows.get(0).znodes()).isEqualTo(9);
        int paths = ("/large" + "/large/größe" + "/large/größe/below" + "/large/lock").getBytes(UTF_8).length;
        assertThat(rows.get(1)).isEqualTo(new Subtree("/large", 1, 4, 1, 312, 312 + paths + 4 * RECORD));
    }

    @Test
    void listsParentsBeforeChildrenDownToTheDepthThatIsAskedFor() throws IOException {
        LiveTree live = new LiveTree()
                .create("/a", new byte[1])
                .create("/a/x", new byte[1])
                .create("/a/x/deep", new byte[5000])
                .create("/b", new byte[1])
                .create("/b/y", new byte[1000])
                .create("/b/z", new byte[2000]);

        List<Subtree> rows = inspect(live, new Extent(2, 6, 10)).subtrees().rows();

        assertThat(rows).extracting(Subtree::path).containsExactly("/", "/a", "/a/x", "/b", "/b/z", "/b/y");
        assertThat(rows.get(2).dataBytes()).isEqualTo(5001);
    }

    @Test
    void agreesWithZooKeepersOwnTreeOnEverySubtree() throws IOException {
        LiveTree live = random(new Random(11), 400);

        List<Subtree> rows =
                inspect(live, new Extent(1000, 10_000, 0)).subtrees().rows();

        assertThat(rows).hasSize(live.tree.getNodeCount() - 1);
        assertThat(rows).allSatisfy(row -> {
            String path = row.path().equals("/") ? "" : row.path();
            assertThat(row.znodes()).isEqualTo(count(live.tree, path));
            assertThat(row.dataBytes()).isEqualTo(dataBytes(live.tree, path));
        });
    }

    @Test
    void namesTheLargestZnodesAndSaysHowManyMoreThereAre() throws IOException {
        LiveTree live = new LiveTree().create("/none", null);
        for (int i = 1; i <= 20; i++) {
            live.create("/n" + i, new byte[i]);
        }

        Listing<Leaf> largest = inspect(live, new Extent(1, 3, 2)).largest();

        assertThat(largest.rows())
                .containsExactly(
                        new Leaf("/n20", 20, ZnodeKind.PERSISTENT), new Leaf("/n19", 19, ZnodeKind.PERSISTENT));
        assertThat(largest.more()).isEqualTo(live.tree.getNodeCount() - 1 - 2);
        assertThat(inspect(live, new Extent(1, 3, 2)).subtrees().more()).isEqualTo(1 + 1 + 21 - 3);
    }

    @Test
    void countsEphemeralsByTheSessionThatOwnsThem() throws IOException {
        LiveTree live = new LiveTree()
                .openSession(SESSION, 40_000)
                .openSession(5, 6_000)
                .createEphemeral("/a", new byte[0], OTHER_SESSION)
                .createEphemeral("/b", new byte[0], SESSION)
                .createEphemeral("/c", new byte[0], SESSION);

        Inventory.Ephemerals ephemerals = inspect(live, Extent.DEFAULT).ephemerals();

        assertThat(ephemerals.owners().rows())
                .containsExactly(
                        new Owner("0x10000aaabbbb0001", OptionalInt.of(40_000), 2),
                        new Owner("0x10000aaabbbb0002", OptionalInt.empty(), 1));
        assertThat(ephemerals.sessionsWithout()).isOne();
        assertThat(ephemerals.ofClosedSessions()).isOne();
        assertThat(ephemerals.notCounted()).isZero();
    }

    @Test
    void countsTheKindsOfZnodes() throws IOException {
        LiveTree live = new LiveTree()
                .openSession(SESSION, 40_000)
                .createEphemeral("/e", new byte[0], SESSION)
                .createContainer("/c")
                .createContainer("/c2")
                .createWithTtl("/t", 1_000)
                .create("/p", new byte[0]);

        assertThat(inspect(live, Extent.DEFAULT).kinds()).isEqualTo(new Kinds(5, 1, 2, 1));
    }

    @Test
    void countsZnodesByAclTheOpenOneOnceAndShowsNoWholeHash() throws IOException {
        List<ACL> team = List.of(
                new ACL(Perms.ALL, new Id("digest", "team:pjAHwGIlSqNvAQUNe6eb9sL2Jvs=")),
                new ACL(Perms.READ | Perms.ADMIN, new Id("ip", "10.0.0.0/8")));
        LiveTree live = new LiveTree().create("/open", new byte[0]);
        for (int i = 0; i < 9; i++) {
            live.create("/ours" + i, new byte[0], team);
        }
        live.create("/read", new byte[0], Ids.READ_ACL_UNSAFE).setAcl("/read", team);

        Inventory.Acls acls = inspect(live, Extent.DEFAULT).acls();

        assertThat(acls.used().rows())
                .containsExactly(
                        new Acl(List.of("digest:team:pjAH…:cdrwa", "ip:10.0.0.0/8:ra"), 10),
                        new Acl(List.of("world:anyone:cdrwa"), 4),
                        // that of /zookeeper/config
                        new Acl(List.of("world:anyone:r"), 1));
        assertThat(acls.unused()).isZero();
    }

    @Test
    void tellsOfAnAclThatNoZnodeHasAndOfOneThatIsMissing() throws IOException {
        byte[] snapshot = Forge.rooted().node("/a", new byte[0], 9, 0).end().bytes();

        Inventory.Acls acls = inspect(snapshot, Extent.DEFAULT).acls();

        assertThat(acls.used().rows())
                .extracting(Acl::entries)
                .anySatisfy(entries -> assertThat(entries).containsExactly("ACL 9, which is not in the snapshot"));
    }

    @Test
    void namesTheDeepestPath() throws IOException {
        LiveTree live = new LiveTree().create("/a", null).create("/a/b", null).create("/a/b/c", null);

        assertThat(inspect(live, Extent.DEFAULT).deepest()).isEqualTo(new Deepest("/a/b/c", 3));
    }

    @Test
    void cutsAPathThatNoListCouldHold() throws IOException {
        LiveTree live = new LiveTree().create("/" + "ö".repeat(100_000), new byte[9]);

        String path = inspect(live, Extent.DEFAULT).largest().rows().get(0).path();

        assertThat(path).startsWith("/öö").endsWith("öö… (200001 bytes)").hasSizeLessThan(2_100);
    }

    @Test
    void givesTheVerdictThatTheVerifierGives() throws IOException {
        LiveTree live = random(new Random(3), 100);

        Inventory inventory = inspect(live, Extent.DEFAULT);

        assertThat(inventory.examination())
                .isEqualTo(new SnapshotVerifier()
                        .examine(new ByteArrayInputStream(live.snapshot()), Optional.of(new Zxid(live.zxid()))));
        assertThat(inventory.examination().verdict()).isEqualTo(Verdict.CONSISTENT);
    }

    @Test
    void tellsOfADamagedOneWhatCouldBeRead() throws IOException {
        byte[] whole = random(new Random(5), 300).snapshot();
        long all = inspect(whole, Extent.DEFAULT).subtrees().rows().get(0).znodes();

        for (int length = 0; length < whole.length - AFTER_ZNODES; length += 97) {
            Inventory inventory = inspect(Arrays.copyOf(whole, length), Extent.DEFAULT);

            assertThat(inventory.examination().verdict()).isEqualTo(Verdict.DAMAGED);
            long read = inventory.subtrees().rows().stream()
                    .limit(1)
                    .mapToLong(Subtree::znodes)
                    .sum();
            assertThat(read).isLessThanOrEqualTo(all).isLessThanOrEqualTo(length / RECORD);
        }
        assertThat(inspect(Arrays.copyOf(whole, whole.length - AFTER_ZNODES - 10), Extent.DEFAULT)
                        .subtrees()
                        .rows()
                        .get(0)
                        .znodes())
                .isEqualTo(all);
    }

    @Test
    void refusesAnExtentBeyondItsBounds() {
        assertThatThrownBy(() -> new Extent(1, 1, 10_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("top must be 0 to 10000, got 10001");
    }

    private static Inventory inspect(LiveTree live, Extent extent) throws IOException {
        return new SnapshotInspector()
                .inspect(new ByteArrayInputStream(live.snapshot()), Optional.of(new Zxid(live.zxid())), extent);
    }

    private static Inventory inspect(byte[] snapshot, Extent extent) throws IOException {
        return new SnapshotInspector().inspect(new ByteArrayInputStream(snapshot), Optional.empty(), extent);
    }

    /** Returns a tree of any shape. */
    private static LiveTree random(Random random, int znodes) {
        LiveTree live = new LiveTree();
        String[] paths = new String[znodes];
        for (int i = 0; i < znodes; i++) {
            String parent = i == 0 || random.nextInt(10) == 0 ? "" : paths[random.nextInt(i)];
            paths[i] = parent + "/" + "n".repeat(1 + random.nextInt(3)) + i;
            live.create(paths[i], random.nextInt(5) == 0 ? null : new byte[random.nextInt(300)]);
        }
        return live;
    }

    private static long count(DataTree tree, String path) {
        return 1
                + children(tree, path).stream()
                        .mapToLong(child -> count(tree, child))
                        .sum();
    }

    private static long dataBytes(DataTree tree, String path) {
        byte[] data = tree.getNode(path).getData();
        return (data == null ? 0 : data.length)
                + children(tree, path).stream()
                        .mapToLong(child -> dataBytes(tree, child))
                        .sum();
    }

    private static List<String> children(DataTree tree, String path) {
        DataNode node = tree.getNode(path);
        synchronized (node) {
            return node.getChildren().stream().map(name -> path + "/" + name).toList();
        }
    }
}
