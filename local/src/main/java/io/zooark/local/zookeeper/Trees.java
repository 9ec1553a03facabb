package io.zooark.local.zookeeper;

import io.zooark.local.zookeeper.Tree.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Reads whole trees with a real ZooKeeper client. */
public final class Trees {
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(20);
    private static final int AT_ONCE = 2000;

    private Trees() {}

    /**
     * Reads every znode of the tree, its data, ACL and stat, as one server has them after it caught up with its leader.
     *
     * @param connectString of one server, where it matters which one answers
     * @param superPassword of the ensemble's super user, who may read everything
     */
    public static Tree read(String connectString, String superPassword) throws IOException {
        try (Client client = Client.connect(connectString, SESSION_TIMEOUT).as("super", superPassword)) {
            return read(client.zooKeeper());
        }
    }

    /**
     * Reads every znode of the tree through a session, whose credentials must be good for reading all of it.
     *
     * <p>A znode that goes away meanwhile is left out: it is for whoever compares to see that nothing is written.
     */
    public static Tree read(ZooKeeper zooKeeper) throws IOException {
        try {
            return new Reading(zooKeeper).tree();
        } catch (CompletionException e) {
            throw new IOException("the tree cannot be read: " + e.getCause(), e);
        }
    }

    private static final class Reading {
        private final ZooKeeper zooKeeper;
        private final TreeMap<String, Node> nodes = new TreeMap<>();

        Reading(ZooKeeper zooKeeper) {
            this.zooKeeper = zooKeeper;
        }

        Tree tree() {
            CompletableFuture<String> synced = new CompletableFuture<>();
            zooKeeper.sync("/", (code, path, context) -> Client.complete(synced, code, path, path), null);
            synced.join();
            List<String> level = List.of("/");
            while (!level.isEmpty()) {
                List<String> next = new ArrayList<>();
                for (int from = 0; from < level.size(); from += AT_ONCE) {
                    next.addAll(children(level.subList(from, Math.min(level.size(), from + AT_ONCE))));
                }
                level = next;
            }
            return new Tree(nodes);
        }

        /** Reads these nodes, all asked for before the first is awaited, and returns the paths of their children. */
        private List<String> children(List<String> paths) {
            List<CompletableFuture<Optional<Node>>> reads =
                    paths.stream().map(this::node).toList();
            List<CompletableFuture<List<String>>> listings = new ArrayList<>();
            for (int i = 0; i < paths.size(); i++) {
                String path = paths.get(i);
                reads.get(i).join().ifPresent(node -> {
                    nodes.put(path, node);
                    if (node.stat().getNumChildren() > 0) {
                        listings.add(list(path));
                    }
                });
            }
            return listings.stream().flatMap(listing -> listing.join().stream()).toList();
        }

        private CompletableFuture<Optional<Node>> node(String path) {
            CompletableFuture<Content> content = new CompletableFuture<>();
            zooKeeper.getData(
                    path,
                    false,
                    (int code, String asked, Object context, byte[] data, Stat stat) ->
                            Client.complete(content, code, asked, new Content(data, stat)),
                    null);
            CompletableFuture<List<ACL>> acl = new CompletableFuture<>();
            zooKeeper.getACL(
                    path, null, (code, asked, context, list, stat) -> Client.complete(acl, code, asked, list), null);
            return unlessGone(content.thenCombine(acl, Content::with));
        }

        private CompletableFuture<List<String>> list(String path) {
            CompletableFuture<List<String>> names = new CompletableFuture<>();
            zooKeeper.getChildren(
                    path, false, (code, asked, context, list) -> Client.complete(names, code, asked, list), null);
            String prefix = path.equals("/") ? "/" : path + "/";
            return unlessGone(names)
                    .thenApply(list -> list.orElse(List.of()).stream()
                            .map(name -> prefix + name)
                            .toList());
        }

        private static <T> CompletableFuture<Optional<T>> unlessGone(CompletableFuture<T> read) {
            return read.thenApply(Optional::of).exceptionally(failure -> {
                if (failure.getCause() instanceof KeeperException.NoNodeException) {
                    return Optional.empty();
                }
                throw new CompletionException(failure.getCause());
            });
        }
    }

    // a class and not a record: it only carries the bytes from the answer to the node
    private static final class Content {
        private final byte @Nullable [] data;
        private final Stat stat;

        Content(byte @Nullable [] data, Stat stat) {
            this.data = data;
            this.stat = stat;
        }

        Node with(List<ACL> acl) {
            return new Node(data == null ? null : ByteBuffer.wrap(data).asReadOnlyBuffer(), acl, stat);
        }
    }
}
