package io.zooark.local.bench;

import io.zooark.snapshot.Folder;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Vault;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** A vault that takes everything and keeps nothing: what is left is reading and verifying. */
final class DiscardingVault implements Vault {

    @Override
    public Optional<Manifest> manifest(String ensemble, SnapshotId id) {
        return Optional.empty();
    }

    @Override
    public List<SnapshotId> list(String ensemble, SnapshotClass snapshotClass) {
        return List.of();
    }

    @Override
    public List<Folder> folders(String ensemble, SnapshotClass snapshotClass) {
        return List.of();
    }

    @Override
    public Upload begin(String ensemble, SnapshotId id, long expectedSize) {
        return new Discarding(id.snapshotKey(ensemble), expectedSize);
    }

    @Override
    public boolean publish(Manifest manifest) {
        return true;
    }

    @Override
    public InputStream open(Manifest.StoredObject object) {
        throw new UnsupportedOperationException("nothing is kept");
    }

    private record Discarding(String key, long size) implements Upload {
        @Override
        public OutputStream out() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public Optional<Manifest.StoredObject> complete() {
            return Optional.of(new Manifest.StoredObject(key, Optional.empty(), "\"none\"", size, "00000000"));
        }

        @Override
        public Optional<Manifest.StoredObject> replaceOrphan() {
            return complete();
        }

        @Override
        public void close() {}
    }
}
