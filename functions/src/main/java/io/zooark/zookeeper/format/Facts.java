package io.zooark.zookeeper.format;

/**
 * What is known of a znode besides path and data, in one long that is never 0: 32 bits of the stat's fingerprint, 28
 * of the number of its ACL, 2 of its kind, and whether it was found in the other snapshot too.
 */
final class Facts {
    static final int MOST_ACLS = 1 << 28;

    private static final int ACL_SHIFT = 32;
    private static final int KIND_SHIFT = 60;
    private static final long STAT = (1L << ACL_SHIFT) - 1;
    private static final long ACL = (1L << KIND_SHIFT) - 1 - STAT;
    private static final long KIND = 3L << KIND_SHIFT;
    private static final long FOUND = 1L << 62;
    private static final long PRESENT = 1L << 63;

    private Facts() {}

    static long of(long statFingerprint, int acl, ZnodeKind kind) {
        return PRESENT | (statFingerprint & STAT) | ((long) acl << ACL_SHIFT) | (code(kind) << KIND_SHIFT);
    }

    static boolean equal(long left, long right) {
        return ((left ^ right) & ~FOUND) == 0;
    }

    static boolean equalStat(long left, long right) {
        return ((left ^ right) & STAT) == 0;
    }

    static boolean equalAcl(long left, long right) {
        return ((left ^ right) & ACL) == 0;
    }

    static boolean equalKind(long left, long right) {
        return ((left ^ right) & KIND) == 0;
    }

    static long found(long facts) {
        return facts | FOUND;
    }

    static boolean isFound(long facts) {
        return (facts & FOUND) != 0;
    }

    private static long code(ZnodeKind kind) {
        return switch (kind) {
            case PERSISTENT -> 0;
            case EPHEMERAL -> 1;
            case CONTAINER -> 2;
            case TTL -> 3;
        };
    }
}
