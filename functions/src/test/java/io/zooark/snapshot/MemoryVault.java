package io.zooark.snapshot;

import io.zooark.error.StorageRefusedException;
import io.zooark.snapshot.Manifest.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A vault in memory, which keeps the promises of {@link Vault} for one ensemble. */
final class MemoryVault implements Vault {
    private final Map<String, byte[]> objects = new TreeMap<>();
    private final Map<SnapshotId, Manifest> manifests = new TreeMap<>(Comparator.comparing(SnapshotId::toString));
    private final Set<SnapshotId> unreadable = new HashSet<>();
    private int open;

    /** What happens after a snapshot was stored and before its manifest is: nothing, unless a test says otherwise. */
    Consumer<SnapshotId> beforeManifest = id -> {};

    MemoryVault holding(Manifest... some) {
        for (Manifest manifest : some) {
            manifests.put(manifest.id(), manifest);
        }
        return this;
    }

    MemoryVault withUnreadable(SnapshotId id) {
        unreadable.add(id);
        return this;
    }

    /** Returns the keys of all objects. */
    Set<String> keys() {
        return objects.keySet();
    }

    Set<SnapshotId> published() {
        return manifests.keySet();
    }

    /** Returns how many uploads were begun and neither completed nor closed. */
    int open() {
        return open;
    }

    void orphan(String ensemble, SnapshotId id) {
        objects.put(id.snapshotKey(ensemble), new byte[] {1});
    }

    @Override
    public Optional<Manifest> manifest(String ensemble, SnapshotId id) {
        if (unreadable.contains(id)) {
            throw new StorageRefusedException(id + " is not a manifest", "look at it");
        }
        return Optional.ofNullable(manifests.get(id));
    }

    @Override
    public List<SnapshotId> list(String ensemble, SnapshotClass snapshotClass) {
        return Stream.concat(manifests.keySet().stream(), unreadable.stream())
                .filter(id -> id.snapshotClass() == snapshotClass)
                .sorted(Comparator.comparing(SnapshotId::scheduledTime).reversed())
                .toList();
    }

    @Override
    public Upload begin(String ensemble, SnapshotId id, long expectedSize) {
        open++;
        return new MemoryUpload(id, id.snapshotKey(ensemble));
    }

    @Override
    public boolean publish(Manifest manifest) {
        beforeManifest.accept(manifest.id());
        return manifests.putIfAbsent(manifest.id(), manifest) == null;
    }

    @Override
    public InputStream open(StoredObject object) {
        return new ByteArrayInputStream(objects.get(object.key()));
    }

    private final class MemoryUpload implements Upload {
        private final SnapshotId id;
        private final String key;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean closed;

        MemoryUpload(SnapshotId id, String key) {
            this.id = id;
            this.key = key;
        }

        @Override
        public OutputStream out() {
            return bytes;
        }

        @Override
        public Optional<StoredObject> complete() {
            return objects.putIfAbsent(key, bytes.toByteArray()) == null ? Optional.of(stored()) : Optional.empty();
        }

        @Override
        public Optional<StoredObject> replaceOrphan() {
            objects.put(key, bytes.toByteArray());
            return Optional.of(stored());
        }

        private StoredObject stored() {
            return new StoredObject(key, Optional.empty(), "\"" + id + "\"", bytes.size(), "00000000");
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open--;
            }
        }
    }
}
