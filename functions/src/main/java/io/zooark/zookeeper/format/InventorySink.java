package io.zooark.zookeeper.format;

import io.zooark.snapshot.Examination;
import io.zooark.zookeeper.format.Inventory.Deepest;
import io.zooark.zookeeper.format.Inventory.Kinds;
import io.zooark.zookeeper.format.Inventory.Leaf;
import io.zooark.zookeeper.format.SnapshotInspector.Extent;
import java.util.EnumMap;

/** Counts what goes past. */
final class InventorySink implements SnapshotSink {
    private final Extent extent;
    private final CurrentPath path = new CurrentPath();
    private final SubtreeSums subtrees;
    private final Top<Leaf> largest;
    private final OwnerCounts owners = new OwnerCounts();
    private final AclCounts acls = new AclCounts();
    private final EnumMap<ZnodeKind, Long> kinds = new EnumMap<>(ZnodeKind.class);
    private Deepest deepest = new Deepest("/", 0);
    private int depth;

    InventorySink(Extent extent) {
        this.extent = extent;
        subtrees = new SubtreeSums(extent.depth(), extent.subtrees(), path);
        largest = new Top<>(extent.top());
    }

    @Override
    public boolean wantsFields() {
        return true;
    }

    @Override
    public void session(long id, int timeoutMs) {
        owners.session(id, timeoutMs);
    }

    @Override
    public void acl(long id, byte[] bytes, int from, int length) {
        acls.acl(id, bytes, from, length);
    }

    @Override
    public void path(byte[] bytes, int from, int length) {
        depth = CurrentPath.depth(bytes, from, length);
        subtrees.leave(depth);
        path.set(bytes, from, length);
    }

    @Override
    public void stat(byte[] bytes, int from, int dataLengthOrNone, boolean ephemeral) {
        int dataLength = Math.max(dataLengthOrNone, 0);
        long owner = AclAndStat.owner(bytes, from);
        ZnodeKind kind = ZnodeKind.of(owner, ephemeral);
        kinds.merge(kind, 1L, Long::sum);
        subtrees.add(depth, dataLength, ephemeral);
        largest.offer(dataLength, () -> new Leaf(path.text(), dataLength, kind));
        acls.znode(AclAndStat.acl(bytes, from));
        if (ephemeral) {
            owners.ephemeral(owner);
        }
        if (depth > deepest.depth()) {
            deepest = new Deepest(path.text(), depth);
        }
    }

    Inventory finish(Examination examination) {
        return new Inventory(
                examination,
                new Kinds(
                        count(ZnodeKind.PERSISTENT),
                        count(ZnodeKind.EPHEMERAL),
                        count(ZnodeKind.CONTAINER),
                        count(ZnodeKind.TTL)),
                deepest,
                subtrees.finish(),
                largest.listing(),
                owners.finish(extent.top()),
                acls.finish(extent.top()));
    }

    private long count(ZnodeKind kind) {
        return kinds.getOrDefault(kind, 0L);
    }
}
