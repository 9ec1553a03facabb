package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.Tree;
import io.zooark.local.zookeeper.TreeComparison;
import io.zooark.local.zookeeper.Trees;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** The trees that the servers of an ensemble serve, each read through the server itself. */
record ServedTrees(LocalEnsemble ensemble) {

    static Tree of(LocalHost host) throws IOException {
        return Trees.read(host.server().directConnectString(), Trial.SUPER_PASSWORD);
    }

    /** Asserts that every server serves the orders as they were then, but for what comes and goes with the shop's session. */
    void assertAre(Tree then) throws IOException {
        TreeComparison comparison =
                TreeComparison.ofEverything().without("/orders/workers").without("/zookeeper");
        Tree wanted = orders(then);
        for (LocalHost host : ensemble.hosts()) {
            assertThat(comparison.differences(wanted, orders(of(host))))
                    .as("server %d", host.server().id())
                    .isEmpty();
        }
    }

    private static Tree orders(Tree tree) {
        SortedMap<String, Tree.Node> orders = new TreeMap<>(tree.nodes());
        orders.keySet().removeIf(path -> !path.startsWith("/orders/"));
        return new Tree(orders);
    }

    /** Asserts that no server serves anything that another does not. */
    void assertSame() throws IOException {
        Tree first = of(ensemble.host(1));
        for (LocalHost host : ensemble.hosts()) {
            assertThat(TreeComparison.ofEverything().without("/zookeeper").differences(first, of(host)))
                    .as("server %d compared with server 1", host.server().id())
                    .isEmpty();
        }
    }
}
