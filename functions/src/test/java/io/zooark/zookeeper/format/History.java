package io.zooark.zookeeper.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What clients did to a tree since it was empty; ZooKeeper's own transactions do it again each time. */
record History(List<Deed> deeds) {
    History {
        deeds = List.copyOf(deeds);
    }

    /** Returns a server's tree after all of it; that server allows TTL znodes. */
    LiveTree play() {
        Play play = new Play();
        System.setProperty(LiveTree.EXTENDED_TYPES, "true");
        try {
            // a tree to which nothing was applied has no digest: UnprovenSnapshotTest
            play.live.setData("/", null);
            deeds.forEach(deed -> deed.kind().apply(deed, play));
            return play.live;
        } finally {
            System.clearProperty(LiveTree.EXTENDED_TYPES);
        }
    }

    /** A tree while it grows. */
    static final class Play {
        private static final long FIRST_SESSION = 0x1000_0aaa_bbbb_0001L;
        private static final int SESSIONS = 3;

        final LiveTree live = new LiveTree();
        /** The znodes that may have children. */
        private final List<String> parents = new ArrayList<>(List.of(""));

        String parent(int choice) {
            return parents.get(choice % parents.size());
        }

        /** Returns the path of a znode that is created if it is not there. */
        String grow(String parent, String name, Consumer<String> creation) {
            String path = parent + "/" + name;
            if (live.tree.getNode(path) == null) {
                creation.accept(path);
                parents.add(path);
            }
            return path;
        }

        void takesNoChildren(String path) {
            if (live.tree.getNode(path).stat.getEphemeralOwner() != 0) {
                parents.remove(path);
            }
        }

        void deleteIfChildless(String path) {
            if (!path.isEmpty() && live.tree.getNode(path).getChildren().isEmpty()) {
                live.delete(path);
                parents.remove(path);
            }
        }

        /** Returns a session, which is open from now on. */
        long session(int choice) {
            long id = FIRST_SESSION + choice % SESSIONS;
            live.openSession(id, 4000 + choice % 1000);
            return id;
        }
    }
}
