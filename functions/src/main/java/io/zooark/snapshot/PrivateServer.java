package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.invocation.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A real ZooKeeper server for one drill alone: it takes a snapshot up, is read through a client, and is gone again. */
public interface PrivateServer {

    /** Returns the version of ZooKeeper that it is. */
    String version();

    /**
     * Refuses a backup that there is not enough memory for, before anything is done for it.
     *
     * @throws io.zooark.error.SnapshotUnusableException with how much is there and how much is needed
     */
    void requireRoomFor(Manifest manifest);

    /**
     * Starts the server with a snapshot, reads every znode through a client, and stops it. Threads and port are gone when
     * this returns or throws.
     *
     * @param snapshot the file with the bytes as they are stored, in a folder that is this drill's alone; the server may
     *     move it within that folder
     * @throws io.zooark.error.SnapshotUnusableException if the server does not take the snapshot up, if what it gives its
     *     client is not what it holds itself, or if time runs out
     * @throws IOException if it cannot be started or read
     */
    Contents read(Path snapshot, Manifest manifest, Deadline deadline) throws IOException;

    /**
     * What a client was given.
     *
     * @param znodes all znodes, as {@code srvr} counts them: the root twice
     * @param treeDigest the digest over all znodes outside {@code /zookeeper/}, recomputed from what the client read, in the
     *     form of {@link Examination#treeDigest}
     * @param start how long the server took to come up
     * @param reading how long the client took to read
     */
    record Contents(long znodes, String treeDigest, Duration start, Duration reading) {
        public Contents {
            requireNonNull(treeDigest, "treeDigest is null");
            requireNonNull(start, "start is null");
            requireNonNull(reading, "reading is null");
        }
    }
}
