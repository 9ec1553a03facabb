package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.DataTree;
import org.junit.jupiter.api.Test;

/** Digests of what ZooKeeper's own tree gives its clients, against those that the tree keeps itself. */
class ReadTreeTest {
    private final LiveTree live = new LiveTree();

    @Test
    void hasTheDigestOfTheTreeThatWasRead() throws KeeperException, IOException {
        live.create("/orders", null)
                .create("/orders/empty", new byte[0])
                .create("/orders/größe", "1,80 m".getBytes(UTF_8))
                .create("/zookeeper/quota/orders", new byte[9])
                .createEphemeral("/orders/lock", new byte[3], 0x7L)
                .setData("/orders", new byte[2000]);

        ReadTree read = read(path -> 0);

        assertThat(read.is(live.tree.getTreeDigest())).isTrue();
        assertThat(read.digest()).isEqualTo(verifiedDigest());
        assertThat(read.znodes()).isEqualTo(live.tree.getNodeCount() - 1);
    }

    @Test
    void findsTheNumberOfCreationsBehindWhatAClientIsShown() throws KeeperException {
        live.create("/a", null);
        for (int i = 0; i < 9; i++) {
            live.create("/a/" + i, null);
        }
        live.delete("/a/3").delete("/a/5").create("/a/3", null);

        assertThat(read(path -> 0).is(live.tree.getTreeDigest())).isTrue();
    }

    @Test
    void needsToBeToldTheOwnerOfContainersAndTtlZnodes() throws KeeperException {
        live.create("/a", null).createContainer("/a/container").createWithTtl("/a/passing", 60_000);

        assertThat(read(path -> 0).is(live.tree.getTreeDigest())).isFalse();
        assertThat(read(path -> live.tree.getNode(path).stat.getEphemeralOwner())
                        .is(live.tree.getTreeDigest()))
                .isTrue();
    }

    @Test
    void isOfAnotherTreeWhereOneByteDiffers() throws KeeperException {
        live.create("/a", new byte[] {1});
        long before = live.tree.getTreeDigest();
        live.setData("/a", new byte[] {2});

        assertThat(read(path -> 0).is(before)).isFalse();
    }

    private String verifiedDigest() throws IOException {
        return new SnapshotVerifier()
                .examine(new ByteArrayInputStream(live.snapshot()), Optional.empty())
                .treeDigest()
                .orElseThrow();
    }

    private ReadTree read(ToLongFunction<String> hiddenOwner) throws KeeperException {
        DataTree tree = live.tree;
        ReadTree read = new ReadTree();
        Deque<String> paths = new ArrayDeque<>();
        paths.add("/");
        while (!paths.isEmpty()) {
            String path = paths.remove();
            Stat stat = new Stat();
            byte[] data = tree.getData(path, stat, null);
            read.add(
                    path,
                    data,
                    stat,
                    stat.getEphemeralOwner() == 0 ? hiddenOwner.applyAsLong(path) : stat.getEphemeralOwner());
            for (String child : tree.getChildren(path, null, null)) {
                paths.add((path.equals("/") ? "" : path) + "/" + child);
            }
        }
        return read;
    }
}
