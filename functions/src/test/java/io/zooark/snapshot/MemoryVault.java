package io.zooark.snapshot;

import io.zooark.error.StorageRefusedException;
import io.zooark.snapshot.Manifest.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A vault in memory, which keeps the promises of {@link Vault} for one ensemble. */
public final class MemoryVault implements Vault {
    private final Map<String, byte[]> objects = new TreeMap<>();
    private final Map<SnapshotId, Manifest> manifests = new TreeMap<>(Comparator.comparing(SnapshotId::toString));
    private final Set<SnapshotId> unreadable = new HashSet<>();
    private final Map<SnapshotId, Set<DrillName>> drills = new HashMap<>();
    private final Set<SnapshotId> stored = new HashSet<>();
    private int open;
    private int mostOpen;
    private int begun;

    /** What happens before an upload is begun, by its number from 1: nothing, unless a test says otherwise. */
    IntConsumer beforeUpload = number -> {};

    /** What happens before anything is listed: nothing, unless a test says otherwise. */
    Runnable listing = () -> {};

    /** What happens before a snapshot is stored: nothing, unless a test says otherwise. */
    Consumer<SnapshotId> beforeObject = id -> {};

    /** What happens after a snapshot was stored and before its manifest is: nothing, unless a test says otherwise. */
    Consumer<SnapshotId> beforeManifest = id -> {};

    /** What the bytes of a stored snapshot are read through: nothing, unless a test says otherwise. */
    UnaryOperator<InputStream> reading = in -> in;

    public MemoryVault holding(Manifest... some) {
        for (Manifest manifest : some) {
            manifests.put(manifest.id(), manifest);
        }
        return this;
    }

    /** Keeps some bytes under this id. */
    public MemoryVault storing(String id) {
        orphan("orders", SnapshotId.parse(id));
        return this;
    }

    /** Does this before anything is listed. */
    public MemoryVault refusing(Runnable refusal) {
        listing = refusal;
        return this;
    }

    MemoryVault withUnreadable(SnapshotId id) {
        unreadable.add(id);
        return this;
    }

    public MemoryVault withDrill(SnapshotId id, DrillName drill) {
        drills.computeIfAbsent(id, any -> new HashSet<>()).add(drill);
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

    /** Returns how many uploads were open at once, at most. */
    int mostOpen() {
        return mostOpen;
    }

    void orphan(String ensemble, SnapshotId id) {
        objects.put(id.snapshotKey(ensemble), new byte[] {1});
        stored.add(id);
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
        listing.run();
        return Stream.of(manifests.keySet().stream(), unreadable.stream(), stored.stream())
                .flatMap(ids -> ids)
                .distinct()
                .filter(id -> id.snapshotClass() == snapshotClass)
                .sorted(Comparator.comparing(SnapshotId::scheduledTime).reversed())
                .toList();
    }

    @Override
    public List<Folder> folders(String ensemble, SnapshotClass snapshotClass) {
        listing.run();
        Map<SnapshotId, Set<String>> names = new HashMap<>();
        manifests.keySet().forEach(id -> add(names, id, "manifest.json", "snapshot"));
        unreadable.forEach(id -> add(names, id, "manifest.json", "snapshot"));
        stored.forEach(id -> add(names, id, "snapshot"));
        drills.forEach((id, made) -> made.forEach(drill -> add(names, id, drill.toString())));
        return names.entrySet().stream()
                .filter(entry -> entry.getKey().snapshotClass() == snapshotClass)
                .map(entry -> new Folder(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing((Folder folder) -> folder.id().scheduledTime())
                        .reversed())
                .toList();
    }

    private static void add(Map<SnapshotId, Set<String>> names, SnapshotId id, String... more) {
        names.computeIfAbsent(id, any -> new HashSet<>()).addAll(List.of(more));
    }

    @Override
    public Upload begin(String ensemble, SnapshotId id, long expectedSize) {
        beforeUpload.accept(++begun);
        open++;
        mostOpen = Math.max(mostOpen, open);
        return new MemoryUpload(id, id.snapshotKey(ensemble));
    }

    @Override
    public boolean publish(Manifest manifest) {
        beforeManifest.accept(manifest.id());
        return manifests.putIfAbsent(manifest.id(), manifest) == null;
    }

    @Override
    public InputStream open(StoredObject object) {
        return reading.apply(new ByteArrayInputStream(objects.get(object.key())));
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
            beforeObject.accept(id);
            if (objects.putIfAbsent(key, bytes.toByteArray()) != null) {
                return Optional.empty();
            }
            stored.add(id);
            return Optional.of(stored());
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
