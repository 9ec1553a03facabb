package io.zooark.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Turns a stored snapshot, while it streams past, into the one that the servers shall hold. */
public interface SnapshotRewriter {

    /**
     * Copies the snapshot uncompressed and leaves out its sessions and their ephemeral znodes, with digest and seals
     * computed anew, in memory that does not grow with the number of znodes.
     *
     * <p>Without its sessions no client of the past can resume one, so none finds a lock again that it has released
     * since, or misses one that it has taken: each gets {@code SessionExpired} at its first reconnect.
     *
     * @return what was written, as an examination of the output would find it: {@code bytes}, digest and counts are
     *     those of the output; the verdict is that of the input
     * @throws IOException if reading or writing fails, or if the input is damaged; the output is then incomplete
     */
    Examination rewrite(InputStream snapshot, OutputStream rewritten) throws IOException;
}
