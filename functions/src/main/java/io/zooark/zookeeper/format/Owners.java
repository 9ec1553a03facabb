package io.zooark.zookeeper.format;

/**
 * Tells from a znode's {@code ephemeralOwner} whether it belongs to a session.
 *
 * <p>ZooKeeper puts containers and TTL znodes into the same field ({@code EphemeralType}), and whether a value is a TTL
 * depends on properties of the server ({@code zookeeper.extendedTypesEnabled}, {@code zookeeper.emulate353TTLNodes})
 * that the snapshot does not carry. A TTL is {@code 0xff}, or {@code 0x80} if written by 3.5.3, then sixteen zero bits,
 * then the milliseconds. Servers 255 and 128 give out sessions that look the same during the first hours after their
 * host was started. So the session table decides: such a value is a session only if that session is open. The error
 * that could remain, an ephemeral of a session that is no longer open taken for a TTL, keeps a znode, which the server
 * that loads it then ends with its session; the other way round, data meant to stay would be lost.
 */
final class Owners {
    static final long CONTAINER = Long.MIN_VALUE;
    private static final int SERVER_AND_RESERVED_SHIFT = 40;
    private static final long TTL = 0xff0000L;
    private static final long TTL_OF_353 = 0x800000L;

    private final LongSet doubtfulSessions = new LongSet();

    /** Takes an open session from the table, which comes before the znodes. */
    void session(long id) {
        if (looksLikeTtl(id)) {
            doubtfulSessions.add(id);
        }
    }

    /** Tells whether a znode with this owner ends with a session. */
    boolean isSession(long owner) {
        if (owner == 0 || owner == CONTAINER) {
            return false;
        }
        return !looksLikeTtl(owner) || doubtfulSessions.contains(owner);
    }

    private static boolean looksLikeTtl(long owner) {
        long upper = owner >>> SERVER_AND_RESERVED_SHIFT;
        return upper == TTL || upper == TTL_OF_353;
    }
}
