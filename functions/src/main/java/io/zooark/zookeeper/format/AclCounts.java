package io.zooark.zookeeper.format;

import io.zooark.zookeeper.format.Inventory.Acl;
import io.zooark.zookeeper.format.Inventory.Acls;
import java.util.Arrays;
import java.util.List;

/** Counts znodes by ACL: a million ACLs at most, and 64 MB of their entries. */
final class AclCounts {
    private static final int MOST_ACLS = 1_000_000;
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    /** What stands in the place of an offset. */
    private static final int OPEN = -1;

    private static final int NOT_KEPT = -2;
    private static final int NOT_IN_TABLE = -3;

    private final LongTable acls = new LongTable(MOST_ACLS);
    /** The entries of all ACLs, one after the other. */
    private byte[] entries = new byte[4096];

    private int used;
    private long open;
    private long notCounted;

    void acl(long id, byte[] bytes, int from, int length) {
        acls.put(id, AclText.isOpen(bytes, from, length) ? OPEN : keep(bytes, from, length));
    }

    void znode(long acl) {
        if (acl == AclAndStat.OPEN_ACL) {
            open++;
        } else if (!acls.count(acl, NOT_IN_TABLE)) {
            notCounted++;
        }
    }

    Acls finish(int limit) {
        Top<Acl> most = new Top<>(limit);
        long[] unused = new long[1];
        acls.forEach((id, offset, znodes) -> {
            if (offset == OPEN) {
                // ZooKeeper has the open ACL under two numbers, its own and one of the table
                open += znodes;
            } else if (znodes == 0) {
                unused[0]++;
            } else {
                most.offer(znodes, () -> new Acl(text(id, offset), znodes));
            }
        });
        if (open > 0) {
            most.offer(open, () -> new Acl(AclText.OPEN, open));
        }
        return new Acls(most.listing(), unused[0], notCounted);
    }

    private List<String> text(long id, int offset) {
        if (offset == NOT_IN_TABLE) {
            return List.of("ACL " + id + ", which is not in the snapshot");
        }
        return offset == NOT_KEPT
                ? List.of("ACL " + id + ", beyond the first 64 MB of ACLs")
                : AclText.of(entries, offset, used - offset);
    }

    private int keep(byte[] bytes, int from, int length) {
        if (length > MOST_BYTES - used) {
            return NOT_KEPT;
        }
        if (length > entries.length - used) {
            entries = Arrays.copyOf(entries, Math.min(MOST_BYTES, Math.max(entries.length * 2, used + length)));
        }
        System.arraycopy(bytes, from, entries, used, length);
        used += length;
        return used - length;
    }
}
