package io.zooark.zookeeper.format;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Tells what is in a snapshot, read once and in bounded memory.
 *
 * <p>What is kept: the sums over the subtrees that the current znode is in, the rows of each list, 16 bytes for each
 * session and each ACL (in tables that are at most three quarters full), and the entries of ACLs up to 64 MB.
 */
public final class SnapshotInspector {

    /**
     * How much is told.
     *
     * @param depth down to which depth subtrees are summed: 1 is that of the root's children
     * @param subtrees the most of them that are listed
     * @param top the most rows of each other list
     */
    public record Extent(int depth, int subtrees, int top) {
        private static final int DEEPEST = 1000;
        private static final int LONGEST = 10_000;

        public static final Extent DEFAULT = new Extent(1, 40, 10);

        public Extent {
            require("depth", depth, DEEPEST);
            require("subtrees", subtrees, LONGEST);
            require("top", top, LONGEST);
        }

        private static void require(String what, int value, int most) {
            if (value < 0 || value > most) {
                throw new IllegalArgumentException("%s must be 0 to %d, got %d".formatted(what, most, value));
            }
        }
    }

    /**
     * Reads the stream to its end. Bad bytes never make this throw: the verdict is then {@code DAMAGED}, and the rest
     * is about what came before.
     *
     * @param startZxid the transaction at which writing began, if known
     * @throws IOException if reading fails
     */
    public Inventory inspect(InputStream snapshot, Optional<Zxid> startZxid, Extent extent) throws IOException {
        InventorySink sink = new InventorySink(requireNonNull(extent, "extent is null"));
        Examination examination = SnapshotVerifier.examine(snapshot, startZxid, sink);
        return sink.finish(examination);
    }
}
