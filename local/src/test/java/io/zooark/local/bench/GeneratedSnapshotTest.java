package io.zooark.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.SnapshotVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.persistence.FileSnap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedSnapshotTest {
    private final GeneratedSnapshot snapshot = new GeneratedSnapshot(12, 300, 700);
    private final Path folder;
    private final Path file;

    GeneratedSnapshotTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("snapshot." + Long.toHexString(GeneratedSnapshot.ZXID));
        try (OutputStream out = Files.newOutputStream(file)) {
            snapshot.writeTo(out);
        }
    }

    @Test
    void isAsLongAsItSays() throws IOException {
        assertThat(Files.size(file)).isEqualTo(snapshot.size());
    }

    @Test
    void isAboutAsLongAsAskedFor() {
        assertThat(GeneratedSnapshot.ofAbout(2_000_000_000).size()).isBetween(1_990_000_000L, 2_010_000_000L);
    }

    @Test
    void isConsistentForTheVerifier() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Examination found = new SnapshotVerifier().examine(in, Optional.of(new Zxid(GeneratedSnapshot.ZXID)));

            assertThat(found.verdict()).as(found.reason()).isEqualTo(Verdict.CONSISTENT);
            assertThat(found.content().dataBytes()).isEqualTo(12L * 300 * 700);
        }
    }

    @Test
    void isLoadedByZooKeeperItself() throws IOException {
        DataTree tree = new DataTree();

        long zxid = new FileSnap(folder.toFile()).deserialize(tree, new ConcurrentHashMap<>());

        assertThat(zxid).isEqualTo(GeneratedSnapshot.ZXID);
        assertThat(tree.getNode("/bench/g00011/n000299").getData()).hasSize(700);
        // it keeps the recorded digest only where that is not the one that it has computed
        assertThat(tree.getDigestFromLoadedSnapshot()).isNull();
    }
}
