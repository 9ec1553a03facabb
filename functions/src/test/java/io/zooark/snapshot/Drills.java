package io.zooark.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zooark.invocation.Deadline;
import io.zooark.invocation.Invocation;
import io.zooark.invocation.Journal;
import io.zooark.snapshot.Manifest.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Drills on a disk of their own, with a scripted server and all else in memory. */
final class Drills {
    static final byte[] STORED = "the bytes of a snapshot".getBytes(UTF_8);
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String NEWEST = "hourly-20261122T110000Z";

    private final Path disk;
    private final MemoryVault vault = new MemoryVault();
    private final ScriptedServer server = new ScriptedServer(STORED);
    private final List<DrillResult> kept = new ArrayList<>();
    private final Journal journal = new Journal();

    Drills(Path disk) {
        this.disk = disk;
    }

    /** Returns the folder that a drill may fill. */
    Path disk() {
        return disk;
    }

    MemoryVault vault() {
        return vault;
    }

    ScriptedServer server() {
        return server;
    }

    /** Returns the results that were kept. */
    List<DrillResult> kept() {
        return kept;
    }

    Journal journal() {
        return journal;
    }

    /** Drills a backup, or the one that is chosen where none is named. */
    VerifySnapshot.Verified drill(@Nullable String id) {
        return drill(id, Deadline.never());
    }

    VerifySnapshot.Verified drill(@Nullable String id, Deadline deadline) {
        return drill(kept::add, id, deadline);
    }

    VerifySnapshot.Verified drill(DrillRecords records, @Nullable String id, Deadline deadline) {
        return new VerifySnapshot("orders", vault, records, server, disk, Clock.fixed(NOW, ZoneOffset.UTC))
                .verify(
                        new VerifySnapshot.Request(id == null ? null : SnapshotId.parse(id)),
                        new Invocation(journal, deadline));
    }

    /** Has the vault hold what these manifests speak of. */
    void holding(Manifest... manifests) throws IOException {
        for (Manifest manifest : manifests) {
            put(manifest, STORED);
            vault.holding(manifest);
        }
    }

    /** Stores these bytes under a manifest's id, in the place of what is there. */
    void put(Manifest manifest, byte[] bytes) throws IOException {
        try (Vault.Upload upload = vault.begin("orders", manifest.id(), bytes.length)) {
            upload.out().write(bytes);
            if (upload.complete().isEmpty()) {
                upload.replaceOrphan();
            }
        }
    }

    static Manifest stored(String id) {
        Manifest manifest = Manifests.taken(id);
        return with(
                manifest,
                new StoredObject(manifest.object().key(), Optional.empty(), "\"e\"", STORED.length, crc32(STORED)));
    }

    static Manifest with(Manifest manifest, StoredObject object) {
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

    static String crc32(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
