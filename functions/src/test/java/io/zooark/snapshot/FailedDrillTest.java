package io.zooark.snapshot;

import static io.zooark.snapshot.Drills.NEWEST;
import static io.zooark.snapshot.Drills.STORED;
import static io.zooark.snapshot.Drills.crc32;
import static io.zooark.snapshot.Drills.stored;
import static io.zooark.snapshot.Drills.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.error.StorageRefusedException;
import io.zooark.invocation.Deadline;
import io.zooark.invocation.Metric;
import io.zooark.snapshot.Manifest.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a drill says, and what it keeps, where a backup does not pass. */
class FailedDrillTest {
    private final Drills drills;

    FailedDrillTest(@TempDir Path disk) {
        drills = new Drills(disk);
    }

    @AfterEach
    void nothingIsLeftOnTheDisk() {
        assertThat(drills.disk()).isEmptyDirectory();
    }

    @Test
    void failsWhereTheServerHasAnotherNumberOfZnodes() throws IOException {
        drills.holding(stored(NEWEST));
        drills.server().giving(11, "0x1");

        failsWith("the server gave its client 11 znodes, the manifest of " + NEWEST + " says 10");
        assertThat(drills.kept().get(0).znodes()).isEqualTo(11);
    }

    @Test
    void failsWhereTheServerHasAnotherTree() throws IOException {
        drills.holding(stored(NEWEST));
        drills.server().giving(10, "0x2");

        failsWith("the digest of what the client read is 0x2, the manifest of " + NEWEST + " says 0x1");
        assertThat(drills.kept().get(0).treeDigest()).contains("0x2");
    }

    @Test
    void failsBeforeTheServerIsStartedWhereAByteWasChanged() throws IOException {
        byte[] changed = STORED.clone();
        changed[3] ^= 1;
        Manifest manifest = stored(NEWEST);
        drills.holding(manifest);
        drills.put(manifest, changed);

        failsWith("the stored snapshot has the CRC32 " + crc32(changed) + ", its manifest says " + crc32(STORED));
        assertThat(drills.server().reads()).isZero();
    }

    @Test
    void failsWhereTheStoredSnapshotIsShorterThanItsManifestSays() throws IOException {
        Manifest manifest = stored(NEWEST);
        drills.holding(manifest);
        drills.put(manifest, new byte[3]);

        failsWith("the stored snapshot has 3 bytes, its manifest says " + STORED.length);
    }

    @Test
    void failsWhereTheDownloadBreaksOff() throws IOException {
        drills.holding(stored(NEWEST));
        drills.vault().reading = in -> new FilterInputStream(in) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int count = super.read(bytes, from, Math.min(length, 5));
                if (count < 5) {
                    throw new IOException("connection reset");
                }
                return count;
            }
        };

        failsWith("the drill of " + NEWEST + " broke off: connection reset");
    }

    @Test
    void failsBeforeItFetchesAnythingWhereThereIsTooLittleMemory() throws IOException {
        drills.holding(stored(NEWEST));
        drills.server().withoutRoom();
        drills.vault().reading = in -> {
            throw new AssertionError("it has fetched");
        };

        failsWith("there is too little memory");
    }

    @Test
    void failsBeforeItFetchesAnythingWhereTheDiskIsTooSmall() throws IOException {
        Manifest manifest = stored(NEWEST);
        long size = 1L << 50;
        drills.vault()
                .holding(with(
                        manifest,
                        new StoredObject(manifest.object().key(), Optional.empty(), "\"e\"", size, "00000000")));
        drills.vault().reading = in -> {
            throw new AssertionError("it has fetched");
        };

        failsWith("free, and the snapshot of " + size + " bytes needs " + ((size >> 20) + 16) + " MiB");
    }

    @Test
    void stopsBeforeItIsKilled() throws IOException {
        drills.holding(stored(NEWEST));

        assertThatThrownBy(() -> drills.drill(null, Deadline.in(Duration.ofSeconds(20))))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining("time ran out after " + STORED.length + " of " + STORED.length + " bytes");
        assertThat(drills.kept()).extracting(DrillResult::passed).containsExactly(false);
    }

    @Test
    void saysWhatMadeTheDrillFailAlsoWhereThatCannotBeKept() throws IOException {
        drills.holding(stored(NEWEST));
        drills.server().giving(10, "0x2");
        StorageRefusedException refused = new StorageRefusedException("S3 refuses", "wait");

        assertThatThrownBy(() -> drills.drill(
                        result -> {
                            throw refused;
                        },
                        null,
                        Deadline.never()))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining("the digest of what the client read is 0x2")
                .hasSuppressedException(refused);
    }

    private void failsWith(String reason) {
        assertThatThrownBy(() -> drills.drill(null))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining(reason);
        assertThat(drills.kept()).singleElement().satisfies(result -> {
            assertThat(result.passed()).isFalse();
            assertThat(result.reason()).contains(reason);
            assertThat(result.key()).endsWith("/drill-20261122T120000Z-failed.json");
        });
        assertThat(drills.journal().measures()).containsEntry(Metric.DRILL_SUCCEEDED, 0.0);
        assertThat(drills.journal().notes()).containsEntry("passed", false).containsKey("reason");
    }
}
