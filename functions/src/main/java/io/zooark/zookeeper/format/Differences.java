package io.zooark.zookeeper.format;

import static java.util.Objects.requireNonNull;

import io.zooark.snapshot.Examination;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How two snapshots differ. The lists are cut, in the order of the paths; the counts are complete.
 *
 * @param before what reading the first one showed
 * @param after what reading the second one showed
 * @param added znodes that only the second one has
 * @param changed znodes that both have, not alike
 * @param removed znodes that only the first one has
 */
public record Differences(
        Examination before,
        Examination after,
        Counts counts,
        Listing<Change> added,
        Listing<Change> changed,
        Listing<Change> removed) {

    public Differences {
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
        requireNonNull(counts, "counts is null");
        requireNonNull(added, "added is null");
        requireNonNull(changed, "changed is null");
        requireNonNull(removed, "removed is null");
    }

    /** What of a znode can differ. */
    public enum Aspect {
        DATA,
        ACL,
        KIND,
        /** Its zxids, times and versions and, of an ephemeral, its session. */
        STAT
    }

    /**
     * How many znodes there are of each sort.
     *
     * @param equal those that both have, alike
     * @param statAlone those of the equal ones whose stat differs, where that does not count as a change
     */
    public record Counts(
            long added,
            long changed,
            long removed,
            long equal,
            long changedData,
            long changedAcl,
            long changedKind,
            long changedStat,
            long statAlone) {

        /** Tells whether nothing was added, changed or removed. */
        public boolean areEqual() {
            return added + changed + removed == 0;
        }

        /** Returns how many znodes were compared. */
        public long compared() {
            return added + changed + removed + equal;
        }
    }

    /**
     * A znode that differs.
     *
     * @param kind in the second snapshot, or the first one if it was removed
     * @param dataBytes as {@code kind}; -1 if it has no data, which is not the same as empty
     * @param aspects what of it has changed; nothing where it was added or removed
     */
    public record Change(String path, ZnodeKind kind, int dataBytes, Set<Aspect> aspects) {
        public Change {
            requireNonNull(path, "path is null");
            requireNonNull(kind, "kind is null");
            // an immutable set would list them in another order each time
            aspects = Collections.unmodifiableSet(
                    aspects.isEmpty() ? EnumSet.noneOf(Aspect.class) : EnumSet.copyOf(aspects));
        }
    }
}
