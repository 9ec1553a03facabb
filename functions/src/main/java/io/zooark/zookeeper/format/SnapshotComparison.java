package io.zooark.zookeeper.format;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.error.SnapshotUnusableException;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Tells how two snapshots differ, znode by znode, although no two servers write them in the same order.
 *
 * <p>The first is read into a table of fingerprints, 40 to 50 bytes for each of its znodes and nothing for those of
 * the second, which then streams past it. Only if some of the first were not met is it read again, to name them.
 *
 * <p>Paths are compared by 128 bits, data by 64, ACLs by their content, stats by 32 bits, under a key that is drawn
 * anew each time. That data which differ are taken for equal has a probability of 5·10^-20 for each znode that both
 * have: of five million that have all changed, one is overlooked once in four trillion comparisons.
 */
public final class SnapshotComparison {

    /**
     * What is compared and listed.
     *
     * @param under the path at and under which znodes are compared; {@code /zookeeper} only if this is in it
     * @param stat whether a znode whose stat alone differs has changed
     * @param ephemerals whether ephemerals are compared
     * @param limit the most rows of each list
     */
    public record Request(String under, boolean stat, boolean ephemerals, int limit) {
        private static final int LONGEST = 100_000;

        public Request {
            requireNonNull(under, "under is null");
            if (!under.startsWith("/") || (under.endsWith("/") && under.length() > 1)) {
                throw new IllegalArgumentException("not the path of a znode: '" + under + "'");
            }
            if (limit < 0 || limit > LONGEST) {
                throw new IllegalArgumentException("limit must be 0 to %d, got %d".formatted(LONGEST, limit));
            }
        }
    }

    /** A snapshot that can be read more than once, each time the same. */
    public interface Side {
        /** Returns what a person calls it. */
        String name();

        /** Opens it at its beginning; whoever opens it closes it. */
        InputStream open() throws IOException;

        /** Returns the transaction at which writing began, if known; asked for only after it was opened. */
        Optional<Zxid> startZxid();
    }

    /**
     * Reads the first, the second and, if it must, the first again.
     *
     * @throws SnapshotUnusableException if one of them is damaged: what could not be read would seem removed
     * @throws IOException if reading fails
     */
    public Differences compare(Side before, Side after, Request request) throws IOException {
        Matching matching = new Matching(request);
        Examination first = examine(before, matching.remembering());
        requireWhole(before, first);
        Examination second = examine(after, matching.matching());
        requireWhole(after, second);
        if (matching.missing() > 0) {
            Examination again = examine(before, matching.naming());
            if (!again.equals(first)) {
                throw new IOException(before.name() + " changed between two readings");
            }
        }
        return matching.differences(first, second);
    }

    private static Examination examine(Side side, SnapshotSink sink) throws IOException {
        try (InputStream snapshot = side.open()) {
            return SnapshotVerifier.examine(snapshot, side.startZxid(), sink);
        }
    }

    private static void requireWhole(Side side, Examination examination) {
        if (examination.verdict() == Verdict.DAMAGED) {
            throw new SnapshotUnusableException(
                    side.name() + " is damaged: " + examination.reason(),
                    "compare another one; inspect shows what can be read of it");
        }
    }
}
