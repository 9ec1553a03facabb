package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.zookeeper.format.Differences.Aspect;
import io.zooark.zookeeper.format.Differences.Change;
import io.zooark.zookeeper.format.SnapshotComparison.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.Test;

/** Compares snapshots that ZooKeeper's own classes write. */
class SnapshotComparisonTest {
    private static final Request EVERYTHING = new Request("/", false, true, 100);
    private static final long SESSION = 0x1000_0aaa_bbbb_0001L;
    private static final List<ACL> TEAM = List.of(new ACL(Perms.ALL, new Id("digest", "team:hash")));

    @Test
    void findsATreeEqualToItself() throws IOException {
        LiveTree live = new LiveTree().create("/größe", new byte[3]).create("/größe/none", null);

        Differences differences = compare(live, live, new Request("/", true, true, 100));

        assertThat(differences.counts().areEqual()).isTrue();
        assertThat(differences.counts().equal()).isEqualTo(3);
    }

    @Test
    void findsTreesEqualThatWereWrittenInAnotherOrderUnderOtherAclNumbers() throws IOException {
        // names of the same hash come in the order in which they were created
        LiveTree before =
                new LiveTree().create("/Aa", new byte[1], TEAM).create("/BB", new byte[2], Ids.READ_ACL_UNSAFE);
        LiveTree after =
                new LiveTree().create("/BB", new byte[2], Ids.READ_ACL_UNSAFE).create("/Aa", new byte[1], TEAM);
        assertThat(order(before)).isNotEqualTo(order(after));

        Differences differences = compare(before, after, EVERYTHING);

        assertThat(differences.counts().areEqual()).isTrue();
        assertThat(differences.counts().statAlone()).isEqualTo(2);
    }

    @Test
    void namesWhatWasAddedAndRemoved() throws IOException {
        LiveTree before = new LiveTree()
                .create("/both", new byte[1])
                .create("/gone", new byte[2])
                .create("/gone/too", null);
        LiveTree after = new LiveTree().create("/both", new byte[1]).create("/new", new byte[3]);

        Differences differences = compare(before, after, EVERYTHING);

        assertThat(differences.added().rows()).containsExactly(new Change("/new", ZnodeKind.PERSISTENT, 3, Set.of()));
        assertThat(differences.removed().rows())
                .containsExactly(
                        new Change("/gone", ZnodeKind.PERSISTENT, 2, Set.of()),
                        new Change("/gone/too", ZnodeKind.PERSISTENT, -1, Set.of()));
        assertThat(differences.counts().changed()).isZero();
        assertThat(differences.counts().compared()).isEqualTo(5);
    }

    @Test
    void saysWhatOfAZnodeHasChanged() throws IOException {
        LiveTree before = new LiveTree()
                .create("/acl", new byte[1])
                .create("/both", new byte[1])
                .create("/data", new byte[1])
                .create("/empty", null)
                .create("/kind", new byte[1]);
        LiveTree after = new LiveTree()
                .create("/acl", new byte[1], TEAM)
                .create("/both", new byte[2], TEAM)
                .create("/data", new byte[] {1})
                .create("/empty", new byte[0])
                .createContainer("/kind");

        Differences differences = compare(before, after, EVERYTHING);

        assertThat(aspects(differences))
                .containsExactly(
                        Map.entry("/acl", Set.of(Aspect.ACL)),
                        Map.entry("/both", Set.of(Aspect.DATA, Aspect.ACL)),
                        Map.entry("/data", Set.of(Aspect.DATA)),
                        Map.entry("/empty", Set.of(Aspect.DATA)),
                        Map.entry("/kind", Set.of(Aspect.KIND)));
        assertThat(differences.counts().changedData()).isEqualTo(3);
        assertThat(differences.counts().changedAcl()).isEqualTo(2);
        assertThat(differences.counts().changedKind()).isEqualTo(1);
    }

    @Test
    void countsAChangeOfTheStatAloneOnlyWhereItIsAskedTo() throws IOException {
        LiveTree before = new LiveTree().create("/same", new byte[1]);
        LiveTree after = new LiveTree().create("/same", new byte[1]).setData("/same", new byte[1]);

        assertThat(compare(before, after, EVERYTHING).counts().areEqual()).isTrue();
        assertThat(compare(before, after, EVERYTHING).counts().statAlone()).isEqualTo(1);

        Differences differences = compare(before, after, new Request("/", true, true, 100));

        assertThat(aspects(differences)).containsExactly(Map.entry("/same", Set.of(Aspect.STAT)));
        assertThat(differences.counts().statAlone()).isZero();
    }

    @Test
    void flagsEphemeralsAndLeavesThemOutWhereItIsAskedTo() throws IOException {
        LiveTree before = new LiveTree().openSession(SESSION, 4_000).createEphemeral("/lock", new byte[0], SESSION);
        LiveTree after = new LiveTree();

        assertThat(compare(before, after, EVERYTHING).removed().rows())
                .containsExactly(new Change("/lock", ZnodeKind.EPHEMERAL, 0, Set.of()));
        assertThat(compare(before, after, new Request("/", false, false, 100))
                        .counts()
                        .areEqual())
                .isTrue();
    }

    @Test
    void leavesOutWhatServersKeepForThemselvesUnlessItIsNamed() throws IOException {
        LiveTree before = new LiveTree().create("/zookeeperlike", new byte[1]);
        LiveTree after = new LiveTree()
                .create("/zookeeperlike", new byte[2])
                .setData("/zookeeper/config", "server.1=there".getBytes(UTF_8));

        assertThat(aspects(compare(before, after, EVERYTHING)).keySet()).containsExactly("/zookeeperlike");
        assertThat(aspects(compare(before, after, new Request("/zookeeper", false, true, 100)))
                        .keySet())
                .containsExactly("/zookeeper/config");
    }

    @Test
    void comparesWhatIsAtAndUnderAPath() throws IOException {
        LiveTree before =
                new LiveTree().create("/a", new byte[1]).create("/a/b", null).create("/ab", null);
        LiveTree after = new LiveTree().create("/a", new byte[2]).create("/c", null);

        Differences differences = compare(before, after, new Request("/a", false, true, 100));

        assertThat(differences.counts().compared()).isEqualTo(2);
        assertThat(differences.changed().rows()).extracting(Change::path).containsExactly("/a");
        assertThat(differences.removed().rows()).extracting(Change::path).containsExactly("/a/b");
    }

    @Test
    void listsTheFirstInTheOrderOfPathsAndCountsAll() throws IOException {
        LiveTree after = new LiveTree();
        for (String path : List.of("/b", "/a-b", "/a", "/a/z", "/a/b", "/c")) {
            after.create(path, new byte[1]);
        }

        Differences differences = compare(new LiveTree(), after, new Request("/", false, true, 4));

        assertThat(differences.added().rows()).extracting(Change::path).containsExactly("/a", "/a/b", "/a/z", "/a-b");
        assertThat(differences.added().more()).isEqualTo(2);
        assertThat(differences.counts().added()).isEqualTo(6);
    }

    @Test
    void agreesWithAComparisonOfMapsOnTreesOfAnyShape() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Map<String, byte[]> before = tree(new Random(seed / 2));
            Map<String, byte[]> after = tree(new Random(seed));
            after.replaceAll((path, data) -> path.hashCode() % 7 == 0 ? new byte[data.length + 1] : data);

            Differences differences = compare(live(before), live(after), new Request("/", false, true, 10_000));

            assertThat(differences.added().rows())
                    .extracting(Change::path)
                    .containsExactlyInAnyOrderElementsOf(after.keySet().stream()
                            .filter(path -> !before.containsKey(path))
                            .toList());
            assertThat(differences.removed().rows())
                    .extracting(Change::path)
                    .containsExactlyInAnyOrderElementsOf(before.keySet().stream()
                            .filter(path -> !after.containsKey(path))
                            .toList());
            assertThat(differences.changed().rows())
                    .extracting(Change::path)
                    .containsExactlyInAnyOrderElementsOf(before.entrySet().stream()
                            .filter(entry -> after.containsKey(entry.getKey())
                                    && !Arrays.equals(entry.getValue(), after.get(entry.getKey())))
                            .map(Map.Entry::getKey)
                            .toList());
        }
    }

    @Test
    void refusesWhatIsNoPath() {
        assertThatThrownBy(() -> new Request("/a/", false, true, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not the path of a znode: '/a/'");
    }

    private static Differences compare(LiveTree before, LiveTree after, Request request) throws IOException {
        return new SnapshotComparison()
                .compare(new GivenSnapshot(before.snapshot()), new GivenSnapshot(after.snapshot()), request);
    }

    private static Map<String, Set<Aspect>> aspects(Differences differences) {
        TreeMap<String, Set<Aspect>> aspects = new TreeMap<>();
        differences.changed().rows().forEach(change -> aspects.put(change.path(), change.aspects()));
        return aspects;
    }

    /** Tells which of the two names stands first in the snapshot. */
    private static boolean order(LiveTree live) {
        String bytes = new String(live.snapshot(), UTF_8);
        return bytes.indexOf("/Aa") < bytes.indexOf("/BB");
    }

    private static Map<String, byte[]> tree(Random random) {
        TreeMap<String, byte[]> tree = new TreeMap<>();
        List<String> paths = new ArrayList<>(List.of(""));
        for (int i = 0; i < 120; i++) {
            String path = paths.get(random.nextInt(paths.size())) + "/n" + random.nextInt(12);
            if (tree.putIfAbsent(path, new byte[random.nextInt(4)]) == null) {
                paths.add(path);
            }
        }
        return tree;
    }

    private static LiveTree live(Map<String, byte[]> tree) {
        LiveTree live = new LiveTree();
        tree.forEach(live::create);
        return live;
    }
}
