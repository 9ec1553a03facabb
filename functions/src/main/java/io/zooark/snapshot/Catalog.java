package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Parallel;
import io.zooark.error.StorageRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the vault holds of one ensemble, the newest first.
 *
 * <p>One manifest that cannot be read never hides the good ones behind it.
 */
public final class Catalog {
    /** Manifests that are read at the same time. */
    private static final int AT_ONCE = 16;

    private static final Comparator<SnapshotId> NEWEST_FIRST =
            Comparator.comparing(SnapshotId::scheduledTime).reversed().thenComparing(SnapshotId::snapshotClass);

    private final String ensemble;
    private final Vault vault;

    public Catalog(String ensemble, Vault vault) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.vault = requireNonNull(vault, "vault is null");
    }

    /**
     * Returns the folders of some classes, also those of unfinished snapshots; no manifest is read.
     *
     * @param before only what was due before this time
     */
    public List<Folder> folders(Collection<SnapshotClass> classes, Instant before) {
        return classes.stream()
                .flatMap(snapshotClass -> vault.folders(ensemble, snapshotClass).stream())
                .filter(folder -> folder.id().scheduledTime().isBefore(before))
                .sorted(Comparator.comparing(Folder::id, NEWEST_FIRST))
                .toList();
    }

    /**
     * Reads the manifests of folders, in their order, a few at a time and no further than the stream is read. Unfinished
     * snapshots are left out.
     */
    public Stream<Entry> entries(List<Folder> folders, Executor executor) {
        return entries(folders, AT_ONCE, executor);
    }

    private Stream<Entry> entries(List<Folder> folders, int atOnce, Executor executor) {
        List<Folder> finished = folders.stream().filter(Folder::finished).toList();
        return IntStream.iterate(0, first -> first < finished.size(), first -> first + atOnce)
                .mapToObj(first -> finished.subList(first, Math.min(finished.size(), first + atOnce)))
                .flatMap(few -> Parallel.ask(few, executor, this::entry).values().stream());
    }

    /**
     * Returns the newest snapshot of which something is true. One after the other is read, for mostly it is the first.
     *
     * @param before only what was due before this time
     */
    public Optional<Manifest> newest(Collection<SnapshotClass> classes, Instant before, Predicate<Manifest> condition) {
        return newest(folders(classes, before), condition);
    }

    /** Returns the first snapshot of these folders of which something is true; one after the other is read. */
    public Optional<Manifest> newest(List<Folder> folders, Predicate<Manifest> condition) {
        return entries(folders, 1, Runnable::run)
                .filter(entry -> entry.problem().isEmpty())
                .map(Entry::manifest)
                .flatMap(Optional::stream)
                .filter(condition)
                .findFirst();
    }

    /** Returns one snapshot; empty where there is none of this name, or an unfinished one. */
    public Optional<Entry> find(SnapshotId id) {
        return vault.folders(ensemble, id.snapshotClass()).stream()
                .filter(folder -> folder.id().equals(id))
                .filter(Folder::finished)
                .findFirst()
                .map(this::entry);
    }

    /** Returns the names of those finished snapshots that were due nearest to the time of a name, the nearest first. */
    public List<SnapshotId> near(SnapshotId id, int most) {
        return folders(List.of(SnapshotClass.values()), Instant.MAX).stream()
                .filter(Folder::finished)
                .map(Folder::id)
                .sorted(Comparator.comparing(
                        (SnapshotId other) -> Duration.between(other.scheduledTime(), id.scheduledTime())
                                .abs()))
                .limit(most)
                .toList();
    }

    private Entry entry(Folder folder) {
        try {
            return vault.manifest(ensemble, folder.id())
                    .map(manifest -> folder.holdsBytes()
                            ? new Entry(folder, Optional.of(manifest), Optional.empty())
                            : new Entry(folder, Optional.of(manifest), Optional.of("its bytes are gone")))
                    .orElseGet(() -> new Entry(folder, Optional.empty(), Optional.of("its manifest is gone")));
        } catch (StorageRefusedException e) {
            return new Entry(folder, Optional.empty(), Optional.of(firstLine(e)));
        }
    }

    private static String firstLine(StorageRefusedException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("its manifest cannot be read");
    }

    /**
     * One snapshot of the catalog.
     *
     * @param folder what lies there
     * @param manifest what is known of it; empty where the manifest cannot be read
     * @param problem why it cannot be used as it stands, in one line; empty for most
     */
    public record Entry(Folder folder, Optional<Manifest> manifest, Optional<String> problem) {
        public Entry {
            requireNonNull(folder, "folder is null");
            requireNonNull(manifest, "manifest is null");
            requireNonNull(problem, "problem is null");
        }

        public SnapshotId id() {
            return folder.id();
        }

        /** Returns when it was last proven by a drill; empty where it was never. */
        public Optional<Instant> provenAt() {
            return folder.drills().stream()
                    .filter(DrillName::passed)
                    .map(DrillName::at)
                    .findFirst();
        }
    }
}
