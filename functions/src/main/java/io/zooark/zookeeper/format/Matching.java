package io.zooark.zookeeper.format;

import io.zooark.snapshot.Examination;
import io.zooark.zookeeper.format.Differences.Aspect;
import io.zooark.zookeeper.format.Differences.Counts;
import io.zooark.zookeeper.format.SnapshotComparison.Request;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Set;

/** One comparison on its way: what the first snapshot holds, and what of it the second one has shown so far. */
final class Matching {
    private static final Set<Aspect> NONE = Set.of();

    private final boolean statCounts;
    private final Scope scope;
    private final Fingerprint fingerprint = Fingerprint.random();
    private final AclNumbers acls = new AclNumbers();
    private final FingerprintTable table = new FingerprintTable();
    private final FirstChanges added;
    private final FirstChanges changed;
    private final FirstChanges removed;
    private final EnumMap<Aspect, Long> changedBy = new EnumMap<>(Aspect.class);
    private final EnumSet<Aspect> differing = EnumSet.noneOf(Aspect.class);
    private long found;
    private long statAlone;

    Matching(Request request) {
        statCounts = request.stat();
        scope = new Scope(request.under(), request.ephemerals());
        added = new FirstChanges(request.limit());
        changed = new FirstChanges(request.limit());
        removed = new FirstChanges(request.limit());
    }

    /** Returns what takes the first snapshot. */
    SnapshotSink remembering() {
        return PrintSink.whole(
                scope, fingerprint, acls, znode -> table.put(znode.pathHigh, znode.pathLow, znode.data, znode.facts));
    }

    /** Returns what takes the second snapshot. */
    SnapshotSink matching() {
        return PrintSink.whole(scope, fingerprint, acls, this::match);
    }

    /** Returns what takes the first snapshot again, to learn the names of what the second does not hold. */
    SnapshotSink naming() {
        return PrintSink.paths(scope, fingerprint, znode -> {
            if (table.seek(znode.pathHigh, znode.pathLow) && !Facts.isFound(table.facts())) {
                removed.add(znode, NONE);
            }
        });
    }

    /** Returns how many znodes of the first snapshot the second does not hold. */
    long missing() {
        return table.size() - found;
    }

    Differences differences(Examination before, Examination after) {
        Counts counts = new Counts(
                added.seen(),
                changed.seen(),
                removed.seen(),
                found - changed.seen(),
                changedBy.getOrDefault(Aspect.DATA, 0L),
                changedBy.getOrDefault(Aspect.ACL, 0L),
                changedBy.getOrDefault(Aspect.KIND, 0L),
                changedBy.getOrDefault(Aspect.STAT, 0L),
                statAlone);
        return new Differences(before, after, counts, added.listing(), changed.listing(), removed.listing());
    }

    private void match(PrintSink.Print znode) {
        if (!table.seek(znode.pathHigh, znode.pathLow)) {
            added.add(znode, NONE);
            return;
        }
        compare(znode);
        if (!Facts.isFound(table.facts())) {
            found++;
            table.facts(Facts.found(table.facts()));
        }
    }

    private void compare(PrintSink.Print znode) {
        long facts = table.facts();
        if (table.data() == znode.data && Facts.equal(facts, znode.facts)) {
            return;
        }
        differing.clear();
        note(Aspect.DATA, table.data() == znode.data);
        note(Aspect.ACL, Facts.equalAcl(facts, znode.facts));
        note(Aspect.KIND, Facts.equalKind(facts, znode.facts));
        if (statCounts) {
            note(Aspect.STAT, Facts.equalStat(facts, znode.facts));
        }
        if (differing.isEmpty()) {
            statAlone++;
        } else {
            changed.add(znode, differing);
        }
    }

    private void note(Aspect aspect, boolean equal) {
        if (!equal) {
            differing.add(aspect);
            changedBy.merge(aspect, 1L, Long::sum);
        }
    }
}
