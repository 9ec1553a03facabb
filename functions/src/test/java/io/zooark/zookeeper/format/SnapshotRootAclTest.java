package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.snapshot.RootAcl.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.Test;

class SnapshotRootAclTest {
    private static final List<ACL> OURS = List.of(
            new ACL(Perms.ALL, new Id("digest", "zooark:hash")), new ACL(Perms.READ, new Id("world", "anyone")));

    @Test
    void findsTheEntriesOfTheRoot() throws IOException {
        byte[] snapshot = new LiveTree()
                .create("/a", new byte[3], List.of(new ACL(Perms.ALL, new Id("digest", "other:hash"))))
                .setAcl("/", OURS)
                .create("/b", new byte[700_000])
                .snapshot();
        List<Entry> entries =
                List.of(new Entry("digest", "zooark:hash", Perms.ALL), new Entry("world", "anyone", Perms.READ));

        assertThat(new SnapshotRootAcl().of(new ByteArrayInputStream(snapshot))).contains(entries);
        assertThat(new SnapshotRootAcl().of(new ByteArrayInputStream(Arrays.copyOf(snapshot, snapshot.length / 2))))
                .as("the rest is not read")
                .contains(entries);
    }

    @Test
    void findsTheOpenOneWhereNoneWasEverSet() throws IOException {
        assertThat(new SnapshotRootAcl().of(new ByteArrayInputStream(new LiveTree().snapshot())))
                .contains(List.of(new Entry("world", "anyone", Perms.ALL)));
    }

    @Test
    void findsNothingInWhatIsNoSnapshot() throws IOException {
        assertThat(new SnapshotRootAcl().of(new ByteArrayInputStream(new byte[100])))
                .isEmpty();
    }
}
