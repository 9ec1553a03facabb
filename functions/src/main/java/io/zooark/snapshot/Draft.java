package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.ServerStatus;
import java.io.Closeable;
import java.time.Instant;

/**
 * A snapshot whose bytes have all been handed to the vault, and which does not exist yet: it is published, or closed and
 * then gone without a trace.
 *
 * @param id its name
 * @param startedAt when the taking began
 * @param source the server it was taken from, as it was just before
 * @param why one sentence for a person: why this server
 * @param examination what its bytes have shown
 * @param upload that of its bytes, not completed
 */
record Draft(
        SnapshotId id, Instant startedAt, ServerStatus source, String why, Examination examination, Vault.Upload upload)
        implements Closeable {
    Draft {
        requireNonNull(id, "id is null");
        requireNonNull(startedAt, "startedAt is null");
        requireNonNull(source, "source is null");
        requireNonNull(why, "why is null");
        requireNonNull(examination, "examination is null");
        requireNonNull(upload, "upload is null");
    }

    @Override
    public void close() {
        abort(upload);
    }

    /** Aborts an upload, also in a thread that was interrupted: nobody else would. */
    static void abort(Vault.Upload upload) {
        boolean interrupted = Thread.interrupted();
        try {
            upload.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
