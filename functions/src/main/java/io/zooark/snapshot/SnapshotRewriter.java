package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Turns a stored snapshot, while it streams past, into the one that the servers shall hold. */
public interface SnapshotRewriter {

    /**
     * Copies the snapshot uncompressed, changed as is asked, with digest and seals computed anew, in memory that does not
     * grow with the number of znodes.
     *
     * <p>Without its sessions no client of the past can resume one, so none finds a lock again that it has released
     * since, or misses one that it has taken: each gets {@code SessionExpired} at its first reconnect.
     *
     * <p>With another membership the node {@code /zookeeper/config} is what a server makes of it that starts with this
     * configuration: under a static one the leader never writes it anew, and would go on naming the servers that the
     * snapshot came from.
     *
     * @return what was written
     * @throws IOException if reading or writing fails, or if the input is damaged; the output is then incomplete
     */
    Rewritten rewrite(InputStream snapshot, OutputStream rewritten, Rewriting how) throws IOException;

    /**
     * What was written.
     *
     * @param examination as an examination of the output would find it: {@code bytes}, digest and counts are those of
     *     the output; the verdict is that of the input
     * @param lasting what of it stays when nobody writes
     * @param membership the text of {@code /zookeeper/config} as it was read: the members of the ensemble when the snapshot
     *     was taken; empty where there was no such node, and none is written then. No digest covers it.
     */
    record Rewritten(Examination examination, Lasting lasting, Optional<String> membership) {
        public Rewritten {
            requireNonNull(examination, "examination is null");
            requireNonNull(lasting, "lasting is null");
            requireNonNull(membership, "membership is null");
        }
    }
}
