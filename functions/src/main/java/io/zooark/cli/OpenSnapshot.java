package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Manifest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A snapshot that was named on the command line, open for reading, with what is known of it beforehand.
 *
 * @param name as it was named
 * @param bytes the snapshot as it is stored or sent, compressed if it is
 * @param size how many bytes will come, where that is known
 * @param startZxid the transaction at which writing began, where that is known: by the manifest, the server, or the name
 *     of the file
 * @param manifest what the vault knows of it, where it comes from there
 */
record OpenSnapshot(
        String name, InputStream bytes, OptionalLong size, Optional<Zxid> startZxid, Optional<Manifest> manifest)
        implements Closeable {

    OpenSnapshot {
        requireNonNull(name, "name is null");
        requireNonNull(bytes, "bytes is null");
        requireNonNull(size, "size is null");
        requireNonNull(startZxid, "startZxid is null");
        requireNonNull(manifest, "manifest is null");
    }

    OpenSnapshot withBytes(InputStream others) {
        return new OpenSnapshot(name, others, size, startZxid, manifest);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
