package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.invocation.Deadline;
import io.zooark.snapshot.Manifest.StoredObject;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A folder on the local disk that one drill has for itself, and that goes with it.
 *
 * <p>A lock beside it tells that its drill lives. Where one was killed, by a lack of memory say, the next drill on the same
 * disk removes what it left: the disk of a function outlives its process.
 */
final class DrillFolder implements Closeable {
    private static final String PREFIX = "zooark-drill-";
    private static final String LOCK = ".lock";
    private static final int BUFFER = 1 << 16;

    /** What is left free besides the snapshot: the server writes nothing, the JVM little. */
    private static final long MARGIN = 16L << 20;

    private final Path folder;
    private final Path lockFile;
    private final FileChannel lock;

    private DrillFolder(Path folder, Path lockFile, FileChannel lock) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** Makes the folder under another, and removes those of drills that are dead. */
    static DrillFolder under(Path parent) throws IOException {
        requireNonNull(parent, "parent is null");
        removeDead(parent);
        String name = PREFIX + UUID.randomUUID();
        Path lockFile = parent.resolve(name + LOCK);
        FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        // locked before the folder is there: whoever finds the folder finds it held
        lock.lock();
        return new DrillFolder(Files.createDirectory(parent.resolve(name)), lockFile, lock);
    }

    /**
     * Fetches a stored snapshot, checked on its way: that the disk takes it, its size, its checksum.
     *
     * @return the file
     * @throws SnapshotUnusableException if it is not what its manifest says, does not fit, or time runs out
     * @throws IOException if it cannot be read or written
     */
    Path fetch(Vault vault, StoredObject object, Deadline deadline) throws IOException {
        requireSpace(object);
        Path file = folder.resolve("stored");
        CRC32 crc = new CRC32();
        long size = 0;
        try (InputStream in = vault.open(object);
                OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                crc.update(buffer, 0, count);
                size += count;
                requireTime(deadline, size, object);
            }
        }
        requireSame(object, size, HexFormat.of().toHexDigits((int) crc.getValue()));
        return file;
    }

    private void requireSpace(StoredObject object) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        long needed = object.size() + MARGIN;
        if (free < needed) {
            throw new SnapshotUnusableException(
                    "%s has %d MiB free, and the snapshot of %d bytes needs %d MiB"
                            .formatted(folder.getParent(), free >> 20, object.size(), mebibytes(needed)),
                    "give the function at least %d MiB of ephemeral storage".formatted(mebibytes(needed)));
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    private static void requireTime(Deadline deadline, long size, StoredObject object) {
        if (deadline.remaining().isZero()) {
            throw new SnapshotUnusableException(
                    "time ran out after %d of %d bytes were downloaded".formatted(size, object.size()),
                    "give the function more time, or look at its network");
        }
    }

    private static void requireSame(StoredObject object, long size, String crc32) {
        if (size != object.size()) {
            throw new SnapshotUnusableException(
                    "the stored snapshot has %d bytes, its manifest says %d".formatted(size, object.size()),
                    "do not restore it: look who wrote " + object.key());
        }
        if (!crc32.equals(object.crc32())) {
            throw new SnapshotUnusableException(
                    "the stored snapshot has the CRC32 " + crc32 + ", its manifest says " + object.crc32(),
                    "do not restore it: look who wrote " + object.key());
        }
    }

    /** Removes the folder and all that is in it. */
    @Override
    public void close() throws IOException {
        try {
            remove(folder);
        } finally {
            lock.close();
            Files.deleteIfExists(lockFile);
        }
    }

    private static void removeDead(Path parent) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : found) {
                if (Files.isDirectory(folder)) {
                    removeIfDead(folder);
                }
            }
        }
    }

    private static void removeIfDead(Path folder) throws IOException {
        Path lockFile = folder.resolveSibling(folder.getFileName() + LOCK);
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            if (lock != null) {
                remove(folder);
                Files.deleteIfExists(lockFile);
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // of a drill in this very process
            return null;
        }
    }

    private static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
