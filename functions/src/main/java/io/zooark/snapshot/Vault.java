package io.zooark.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Where snapshots are kept: one bucket, laid out as {@link SnapshotId} names it.
 *
 * <p>Every method throws {@link io.zooark.error.StorageRefusedException} where the storage refuses or fails.
 */
public interface Vault {

    /** Returns the manifest of a snapshot; empty where there is none, and so no snapshot. */
    Optional<Manifest> manifest(String ensemble, SnapshotId id);

    /** Returns the names of all snapshots of a class, the newest first; some may lack a manifest. */
    List<SnapshotId> list(String ensemble, SnapshotClass snapshotClass);

    /** Returns what lies under the names of all snapshots of a class, the newest first; one listing, nothing is read. */
    List<Folder> folders(String ensemble, SnapshotClass snapshotClass);

    /**
     * Begins to store a snapshot.
     *
     * @param expectedSize bytes to come; decides the size of the parts
     */
    Upload begin(String ensemble, SnapshotId id, long expectedSize);

    /**
     * Writes a manifest unless there is one.
     *
     * @return whether it was written; false if another invocation has written its own first
     */
    boolean publish(Manifest manifest);

    /** Opens the bytes of a snapshot: exactly those that its manifest speaks of, resumed where a connection breaks. */
    InputStream open(Manifest.StoredObject object) throws IOException;

    /**
     * A snapshot on its way into the vault. It does not exist before it is completed; closing it before aborts it.
     *
     * <p>One thread writes and completes it. Any other may close it, at any time and more than once: a write or a completion
     * that waits for the storage then ends soon with an {@link IOException}.
     */
    interface Upload extends Closeable {

        /** Returns where the bytes go. Writing throws an {@link IOException} when storing has failed. */
        OutputStream out();

        /**
         * Waits until all bytes are stored and gives back the memory they took, for an upload that stands open for long.
         * Then it can be completed or closed, and not be written to.
         */
        default void hold() throws IOException {
            // whoever needs no memory has none to give back
        }

        /**
         * Makes the object exist, if none of its name exists yet.
         *
         * @return what was stored, or empty where another invocation's object is there already; then nothing was changed
         */
        Optional<Manifest.StoredObject> complete() throws IOException;

        /**
         * After {@link #complete} found another object: puts this one in its place, if it is still the same. For the
         * object of an invocation that died before its manifest was written.
         *
         * @return what was stored, or empty where the other object has changed since
         */
        Optional<Manifest.StoredObject> replaceOrphan() throws IOException;

        /** Aborts the upload unless it was completed; nothing of it stays behind. May be called from another thread. */
        @Override
        void close();
    }
}
