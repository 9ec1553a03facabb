package io.zooark.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.zooark.local.zookeeper.Client;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.Tree;
import io.zooark.local.zookeeper.TreeComparison;
import io.zooark.local.zookeeper.Trees;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.Stat;

/** Looks at an ensemble from outside, as a client, and says whether it is what it must be. */
final class Proof {
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    private final LocalEnsemble ensemble;
    private final String superPassword;

    Proof(LocalEnsemble ensemble, String superPassword) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.superPassword = requireNonNull(superPassword, "superPassword is null");
    }

    /** Reads the whole tree through any server. */
    Tree tree() throws IOException {
        return Trees.read(ensemble.directConnectString(), superPassword);
    }

    private Tree tree(LocalHost host) throws IOException {
        return Trees.read(host.server().directConnectString(), superPassword);
    }

    /**
     * Requires that every server holds every znode below {@code /orders} as it was, with its data, its ACL and its stat, but
     * for the ephemerals, which a restore leaves out.
     *
     * @return how many znodes were compared on each server
     */
    int sameAsBackup(Tree atBackup) throws IOException {
        Tree wanted = withoutEphemerals(orders(atBackup));
        for (LocalHost host : ensemble.hosts()) {
            Tree held = orders(tree(host));
            List<String> differences = TreeComparison.ofEverything().differences(wanted, held);
            Demo.require(
                    differences.isEmpty(),
                    "server " + host.server().id() + " holds the backup; " + differences.size() + " differences: "
                            + differences.stream().limit(5).toList());
        }
        return wanted.size();
    }

    /**
     * Returns the tree as it is once the sessions have ended. ZooKeeper keeps the number of creations in a znode, and shows as
     * {@code cversion} twice that less the children that are left ({@code DataNode.copyStat}).
     */
    private static Tree withoutEphemerals(Tree tree) {
        TreeMap<String, Tree.Node> left = new TreeMap<>(tree.nodes());
        left.values().removeIf(Tree.Node::ephemeral);
        tree.nodes().forEach((path, node) -> {
            if (node.ephemeral()) {
                String parent = path.substring(0, path.lastIndexOf('/'));
                left.computeIfPresent(parent, (ignored, before) -> withOneMoreChange(before));
            }
        });
        return new Tree(left);
    }

    private static Tree.Node withOneMoreChange(Tree.Node node) {
        Stat stat = new Stat(
                node.stat().getCzxid(),
                node.stat().getMzxid(),
                node.stat().getCtime(),
                node.stat().getMtime(),
                node.stat().getVersion(),
                node.stat().getCversion() + 1,
                node.stat().getAversion(),
                node.stat().getEphemeralOwner(),
                node.stat().getDataLength(),
                node.stat().getNumChildren() - 1,
                node.stat().getPzxid());
        return new Tree.Node(node.data(), node.acl(), stat);
    }

    private static Tree orders(Tree tree) {
        TreeMap<String, Tree.Node> below = new TreeMap<>();
        tree.nodes().forEach((path, node) -> {
            if (path.equals("/orders") || path.startsWith("/orders/")) {
                below.put(path, node);
            }
        });
        return new Tree(below);
    }

    /** Writes a znode as a client, through the gates. */
    void write(String path, String data) throws IOException {
        try (Client client = Client.connect(ensemble.connectString(), SESSION_TIMEOUT)) {
            client.zooKeeper().create(path, data.getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (KeeperException e) {
            throw new IOException("a client cannot write " + path + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing " + path, e);
        }
    }

    /** Requires that every server holds these data at these paths. */
    void holds(Map<String, String> dataByPath) throws IOException {
        for (LocalHost host : ensemble.hosts()) {
            Tree tree = tree(host);
            for (Map.Entry<String, String> wanted : dataByPath.entrySet()) {
                Tree.Node node = tree.at(wanted.getKey());
                ByteBuffer held = node == null ? null : node.data();
                Demo.require(
                        ByteBuffer.wrap(wanted.getValue().getBytes(UTF_8)).equals(held),
                        "server " + host.server().id() + " holds '" + wanted.getValue() + "' at " + wanted.getKey());
            }
        }
    }

    /** Returns each server's last transaction by its id. */
    Map<Integer, String> zxids() throws IOException {
        Map<Integer, String> zxids = new TreeMap<>();
        for (LocalHost host : ensemble.hosts()) {
            zxids.put(host.server().id(), host.server().admin().lastZxid().toString());
        }
        return zxids;
    }

    /** Returns each server's number of znodes by its id. */
    Map<Integer, Long> nodeCounts() throws IOException {
        Map<Integer, Long> counts = new TreeMap<>();
        for (LocalHost host : ensemble.hosts()) {
            counts.put(host.server().id(), host.server().admin().nodeCount());
        }
        return counts;
    }
}
