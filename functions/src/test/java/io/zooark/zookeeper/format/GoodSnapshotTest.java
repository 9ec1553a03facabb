package io.zooark.zookeeper.format;

import static io.zooark.zookeeper.format.Examining.examine;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.Examining.Watched;
import io.zooark.zookeeper.format.ZooKeeperLoad.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.DataNode;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.persistence.SnapStream.StreamMode;

/** Shows the verifier what ZooKeeper writes of whatever tree. */
class GoodSnapshotTest {
    private static final Map<StreamMode, Compression> COMPRESSIONS = Map.of(
            StreamMode.CHECKED, Compression.NONE,
            StreamMode.GZIP, Compression.GZIP,
            StreamMode.SNAPPY, Compression.SNAPPY);

    @Property(tries = 20)
    void everyFileThatZooKeeperSavesAndLoadsIsConsistentAndCountedAsTheServerCounts(
            @ForAll(supplier = Histories.Any.class) History history, @ForAll StreamMode mode) throws IOException {
        LiveTree live = history.play();
        byte[] file = live.file(mode);

        Examination found = examine(file, live.zxid());

        assertThat(found.verdict()).as(found.reason()).isEqualTo(Verdict.CONSISTENT);
        assertThat(found.compression()).isEqualTo(COMPRESSIONS.get(mode));
        assertThat(found.bytes()).isEqualTo(file.length);
        assertThat(found.endZxid()).contains(new Zxid(live.zxid()));
        assertThat(found.content()).isEqualTo(countedByTheServer(live));
        assertThat(ZooKeeperLoad.atStart(file, found.compression(), live.zxid()).outcome())
                .isEqualTo(Outcome.MATCH);
        assertThat(ZooKeeperLoad.byRestore(Packing.unpacked(file, found.compression()))
                        .outcome())
                .isEqualTo(Outcome.MATCH);
    }

    @Example
    void aHundredThousandAclsAreConsistentAndTakeLittleMemory() throws IOException {
        LiveTree live = new LiveTree();
        for (int i = 0; i < 100_000; i++) {
            live.create("/" + i, new byte[1], List.of(new ACL(Perms.ALL, new Id("digest", "user:" + i))));
        }

        Watched watched = Examining.watch(live.snapshot());

        assertThat(watched.found().verdict()).as(watched.found().reason()).isEqualTo(Verdict.CONSISTENT);
        assertThat(watched.found().treeDigest()).contains(live.digest());
        assertThat(watched.allocated()).isLessThan(16_000_000);
    }

    @Example
    void aVeryDeepPathIsConsistent() throws IOException {
        LiveTree live = new LiveTree();
        StringBuilder path = new StringBuilder();
        for (int depth = 0; depth < 700; depth++) {
            live.create(path.append("/größe").toString(), new byte[1]);
        }

        assertThat(examine(live.snapshot(), live.zxid()).verdict()).isEqualTo(Verdict.CONSISTENT);
    }

    @Example
    void aPathWithASurrogatePairIsTornAsZooKeeperCannotReadItBackAndLetsNobodyCreateIt() throws IOException {
        LiveTree live = new LiveTree().create("/𝕏", new byte[1]);

        assertThat(ZooKeeperLoad.atStart(live.snapshot(), Compression.NONE, live.zxid())
                        .outcome())
                .isEqualTo(Outcome.MISMATCH);
        assertThat(examine(live.snapshot(), live.zxid()).verdict()).isEqualTo(Verdict.TORN);
    }

    private static Examination.Content countedByTheServer(LiveTree live) {
        return new Examination.Content(
                live.tree.getNodeCount(),
                live.tree.getEphemeralsCount(),
                live.sessions.size(),
                live.sessions.values().stream()
                        .mapToInt(timeoutMs -> timeoutMs)
                        .max()
                        .orElse(0),
                dataBytes(live.tree, ""));
    }

    private static long dataBytes(DataTree tree, String path) {
        DataNode node = tree.getNode(path);
        long below = node.getChildren().stream()
                .mapToLong(child -> dataBytes(tree, path + "/" + child))
                .sum();
        return below + (node.getData() == null ? 0 : node.getData().length);
    }
}
