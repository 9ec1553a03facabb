package io.zooark.zookeeper.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Where the fields are in what follows a znode's data: the number of its ACL, then its stat. */
final class AclAndStat {
    static final int LENGTH = Long.BYTES + NodeDigest.STAT_LENGTH;
    static final int STAT = Long.BYTES;

    /** {@code world:anyone} with every permission where no ACL was given, which is in no table. */
    static final long OPEN_ACL = -1;

    private static final int OWNER = STAT + 44;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private AclAndStat() {}

    static long acl(byte[] bytes, int from) {
        return (long) LONG.get(bytes, from);
    }

    static long owner(byte[] bytes, int from) {
        return (long) LONG.get(bytes, from + OWNER);
    }
}
