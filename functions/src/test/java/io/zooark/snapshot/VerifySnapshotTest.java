package io.zooark.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.error.StorageRefusedException;
import io.zooark.invocation.Deadline;
import io.zooark.invocation.Invocation;
import io.zooark.invocation.Journal;
import io.zooark.invocation.Metric;
import io.zooark.snapshot.Manifest.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifySnapshotTest {
    private static final byte[] STORED = "the bytes of a snapshot".getBytes(UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String NEWEST = "hourly-20261122T110000Z";

    private final Path disk;
    private final MemoryVault vault = new MemoryVault();
    private final ScriptedServer server = new ScriptedServer(STORED);
    private final List<DrillResult> kept = new ArrayList<>();
    private final Journal journal = new Journal();

    VerifySnapshotTest(@TempDir Path disk) {
        this.disk = disk;
    }

    @AfterEach
    void nothingIsLeftOnTheDisk() {
        assertThat(disk).isEmptyDirectory();
    }

    @Test
    void drillsTheNewestConsistentBackupOfTheScheduleOrOfAPerson() throws IOException {
        holding(stored("daily-20261120T000000Z"), stored("manual-20261121T000000Z"));
        vault.holding(
                Manifests.taken("hourly-20261122T100000Z", Verdict.TORN),
                Manifests.taken("hourly-20261122T090000Z", Verdict.UNPROVEN),
                Manifests.taken("safety-20261122T113000Z"));

        VerifySnapshot.Verified verified = drill(null);

        assertThat(verified.id()).hasToString("manual-20261121T000000Z");
        assertThat(verified.passed()).isTrue();
        assertThat(verified.provenAt()).isEqualTo(NOW);
        assertThat(verified.znodes()).isEqualTo(10);
        assertThat(verified.treeDigest()).isEqualTo("0x1");
    }

    @Test
    void drillsTheBackupThatIsAskedFor() throws IOException {
        holding(stored("safety-20261120T000000Z"), stored(NEWEST));

        assertThat(drill("safety-20261120T000000Z").id()).hasToString("safety-20261120T000000Z");
    }

    @Test
    void keepsWhatItHasProvenBesideTheManifest() throws IOException {
        holding(stored(NEWEST));

        drill(null);

        assertThat(kept).singleElement().satisfies(result -> {
            assertThat(result.key()).isEqualTo("hourly/orders/20261122T110000Z/drill-20261122T120000Z-passed.json");
            assertThat(result.passed()).isTrue();
            assertThat(result.znodes()).isEqualTo(10);
            assertThat(result.treeDigest()).contains("0x1");
            assertThat(result.zooKeeperVersion()).isEqualTo("3.9.5");
        });
    }

    @Test
    void drillsAgainWhatPassedBefore() throws IOException {
        holding(stored(NEWEST));
        vault.withDrill(SnapshotId.parse(NEWEST), new DrillName(NOW.minusSeconds(60), true));

        drill(null);

        assertThat(server.reads()).isEqualTo(1);
        assertThat(kept).hasSize(1);
    }

    @Test
    void tellsTheAgeOfTheNewestProvenBackupAndNotOfItsDrill() throws IOException {
        holding(stored(NEWEST), stored("daily-20261120T120000Z"));
        vault.withDrill(SnapshotId.parse("daily-20261120T120000Z"), new DrillName(NOW.minusSeconds(60), true));

        VerifySnapshot.Verified verified = drill(null);

        assertThat(verified.newestProven())
                .as("the vault of this test does not know of the drill that has just passed")
                .contains(new VerifySnapshot.NewestProven(
                        SnapshotId.parse("daily-20261120T120000Z"),
                        NOW.minusSeconds(60),
                        Instant.parse("2026-11-20T12:00:00Z"),
                        Duration.ofDays(2).toSeconds()));
        assertThat(journal.measures())
                .containsEntry(Metric.DRILL_SUCCEEDED, 1.0)
                .containsEntry(Metric.PROVEN_AGE, (double) Duration.ofDays(2).toSeconds())
                .as("size and duration of backups are measured under the same dimension")
                .hasSize(2);
        assertThat(journal.notes())
                .containsEntry("bytes", (long) STORED.length)
                .containsEntry("znodes", 10L)
                .containsKey("durationMs");
    }

    @Test
    void failsWhereTheServerHasAnotherNumberOfZnodes() throws IOException {
        holding(stored(NEWEST));
        server.giving(11, "0x1");

        failsWith("the server gave its client 11 znodes, the manifest of " + NEWEST + " says 10");
        assertThat(kept.get(0).znodes()).isEqualTo(11);
    }

    @Test
    void failsWhereTheServerHasAnotherTree() throws IOException {
        holding(stored(NEWEST));
        server.giving(10, "0x2");

        failsWith("the digest of what the client read is 0x2, the manifest of " + NEWEST + " says 0x1");
        assertThat(kept.get(0).treeDigest()).contains("0x2");
    }

    @Test
    void failsBeforeTheServerIsStartedWhereAByteWasChanged() throws IOException {
        byte[] changed = STORED.clone();
        changed[3] ^= 1;
        Manifest manifest = stored(NEWEST);
        holding(manifest);
        put(manifest, changed);

        failsWith("the stored snapshot has the CRC32 " + crc32(changed) + ", its manifest says " + crc32(STORED));
        assertThat(server.reads()).isZero();
    }

    @Test
    void failsWhereTheStoredSnapshotIsShorterThanItsManifestSays() throws IOException {
        Manifest manifest = stored(NEWEST);
        holding(manifest);
        put(manifest, new byte[3]);

        failsWith("the stored snapshot has 3 bytes, its manifest says " + STORED.length);
    }

    @Test
    void failsWhereTheDownloadBreaksOff() throws IOException {
        holding(stored(NEWEST));
        vault.reading = in -> new FilterInputStream(in) {
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
        holding(stored(NEWEST));
        server.withoutRoom();
        vault.reading = in -> {
            throw new AssertionError("it has fetched");
        };

        failsWith("there is too little memory");
    }

    @Test
    void failsBeforeItFetchesAnythingWhereTheDiskIsTooSmall() throws IOException {
        Manifest manifest = stored(NEWEST);
        long size = 1L << 50;
        vault.holding(
                with(manifest, new StoredObject(manifest.object().key(), Optional.empty(), "\"e\"", size, "00000000")));
        vault.reading = in -> {
            throw new AssertionError("it has fetched");
        };

        failsWith("free, and the snapshot of " + size + " bytes needs " + ((size >> 20) + 16) + " MiB");
    }

    @Test
    void stopsBeforeItIsKilled() throws IOException {
        holding(stored(NEWEST));

        assertThatThrownBy(() -> drill(null, Deadline.in(Duration.ofSeconds(20))))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining("time ran out after " + STORED.length + " of " + STORED.length + " bytes");
        assertThat(kept).extracting(DrillResult::passed).containsExactly(false);
    }

    @Test
    void refusesWhatNoRestoreWouldTake() {
        vault.holding(Manifests.taken(NEWEST, Verdict.TORN));

        assertThatThrownBy(() -> drill(NEWEST))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageStartingWith("snapshot " + NEWEST + " is TORN: as the test says");
        assertThat(kept).isEmpty();
    }

    @Test
    void refusesABackupThatDoesNotExist() {
        assertThatThrownBy(() -> drill(NEWEST)).hasMessageStartingWith("'orders' has no snapshot " + NEWEST);
    }

    @Test
    void saysThatThereIsNothingToDrill() {
        vault.holding(Manifests.taken(NEWEST, Verdict.TORN));

        assertThatThrownBy(() -> drill(null))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageStartingWith("'orders' has no CONSISTENT backup to drill (1 others were looked at)");
        assertThat(journal.measures()).containsEntry(Metric.DRILL_SUCCEEDED, 0.0);
    }

    @Test
    void saysWhatMadeTheDrillFailAlsoWhereThatCannotBeKept() throws IOException {
        holding(stored(NEWEST));
        server.giving(10, "0x2");
        StorageRefusedException refused = new StorageRefusedException("S3 refuses", "wait");

        assertThatThrownBy(() -> drill(
                        result -> {
                            throw refused;
                        },
                        null,
                        Deadline.never()))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining("the digest of what the client read is 0x2")
                .hasSuppressedException(refused);
    }

    @Test
    void doesNotCallABackupProvenOfWhichNoRecordCouldBeKept() throws IOException {
        holding(stored(NEWEST));

        assertThatThrownBy(() -> drill(
                        result -> {
                            throw new StorageRefusedException("S3 refuses", "wait");
                        },
                        null,
                        Deadline.never()))
                .isInstanceOf(StorageRefusedException.class);
        assertThat(journal.measures()).containsEntry(Metric.DRILL_SUCCEEDED, 0.0);
    }

    private void failsWith(String reason) {
        assertThatThrownBy(() -> drill(null))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining(reason);
        assertThat(kept).singleElement().satisfies(result -> {
            assertThat(result.passed()).isFalse();
            assertThat(result.reason()).contains(reason);
            assertThat(result.key()).endsWith("/drill-20261122T120000Z-failed.json");
        });
        assertThat(journal.measures()).containsEntry(Metric.DRILL_SUCCEEDED, 0.0);
        assertThat(journal.notes()).containsEntry("passed", false).containsKey("reason");
    }

    private VerifySnapshot.Verified drill(@Nullable String id) {
        return drill(id, Deadline.never());
    }

    private VerifySnapshot.Verified drill(@Nullable String id, Deadline deadline) {
        return drill(kept::add, id, deadline);
    }

    private VerifySnapshot.Verified drill(DrillRecords records, @Nullable String id, Deadline deadline) {
        return new VerifySnapshot("orders", vault, records, server, disk, Clock.fixed(NOW, ZoneOffset.UTC))
                .verify(
                        new VerifySnapshot.Request(id == null ? null : SnapshotId.parse(id)),
                        new Invocation(journal, deadline));
    }

    private void holding(Manifest... manifests) throws IOException {
        for (Manifest manifest : manifests) {
            put(manifest, STORED);
            vault.holding(manifest);
        }
    }

    private void put(Manifest manifest, byte[] bytes) throws IOException {
        try (Vault.Upload upload = vault.begin("orders", manifest.id(), bytes.length)) {
            upload.out().write(bytes);
            if (upload.complete().isEmpty()) {
                upload.replaceOrphan();
            }
        }
    }

    private static Manifest stored(String id) {
        Manifest manifest = Manifests.taken(id);
        return with(
                manifest,
                new StoredObject(manifest.object().key(), Optional.empty(), "\"e\"", STORED.length, crc32(STORED)));
    }

    private static Manifest with(Manifest manifest, StoredObject object) {
        return new Manifest(
                manifest.formatVersion(),
                manifest.ensemble(),
                manifest.id(),
                manifest.label(),
                manifest.startedAt(),
                manifest.duration(),
                manifest.source(),
                manifest.whyThisServer(),
                manifest.passedOver(),
                manifest.examination(),
                object,
                manifest.unknown());
    }

    private static String crc32(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
