package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.Manifest.StoredObject;
import java.util.Optional;
import java.util.OptionalLong;

/** A snapshot in the vault, by its manifest. */
final class StoredSource implements SnapshotSource {
    private final String name;
    private final StoredSnapshot snapshot;

    StoredSource(String name, StoredSnapshot snapshot) {
        this.name = requireNonNull(name, "name is null");
        this.snapshot = requireNonNull(snapshot, "snapshot is null");
    }

    @Override
    public OpenSnapshot open() throws CommandFailedException {
        Manifest manifest = snapshot.manifest();
        return open(manifest, manifest.object());
    }

    /** Opens what lies there now, though it may not be what the manifest speaks of. */
    @Override
    public OpenSnapshot openAsItIs() throws CommandFailedException {
        Manifest manifest = snapshot.manifest();
        StoredObject described = manifest.object();
        Optional<StoredObject> found = snapshot.vault().find(described.key(), described.versionId());
        if (found.isEmpty()) {
            throw new CommandFailedException(
                    ExitStatus.DIFFERS,
                    name + " differs from its manifest: s3://" + snapshot.bucket() + "/" + described.key()
                            + " is gone\nHINT: see who deletes there; a restore needs another snapshot");
        }
        return open(manifest, found.get());
    }

    private OpenSnapshot open(Manifest manifest, StoredObject object) {
        return new OpenSnapshot(
                name,
                snapshot.vault().open(object),
                OptionalLong.of(object.size()),
                manifest.examination().startZxid(),
                Optional.of(manifest));
    }
}
