package io.zooark.local.zookeeper;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.EphemeralType;
import org.jspecify.annotations.Nullable;

/**
 * A whole tree of znodes, as one server answered; {@link Trees} reads and compares them.
 *
 * @param nodes by path, the root as {@code /}
 */
public record Tree(SortedMap<String, Node> nodes) {
    public Tree {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }

    /** Returns the node at a path, null if there is none. */
    public @Nullable Node at(String path) {
        return nodes.get(path);
    }

    /** Returns how many znodes there are, those of ZooKeeper itself among them. */
    public int size() {
        return nodes.size();
    }

    /**
     * One znode.
     *
     * @param data null where the znode has none, which is not the same as being empty
     */
    public record Node(@Nullable ByteBuffer data, List<ACL> acl, Stat stat) {
        public Node {
            acl = List.copyOf(acl);
        }

        /** Returns whether the znode belongs to a session and goes with it. */
        public boolean ephemeral() {
            return EphemeralType.get(stat.getEphemeralOwner()) == EphemeralType.NORMAL;
        }

        /** Returns how many bytes the znode's data has. */
        public int size() {
            return data == null ? 0 : data.remaining();
        }
    }
}
