package io.zooark.zookeeper.format;

import io.zooark.zookeeper.format.Inventory.Ephemerals;
import io.zooark.zookeeper.format.Inventory.Owner;
import java.util.OptionalInt;

/** Counts ephemerals by session, in at most 200 MB: 134 MB once there are six million sessions, half as much again to grow. */
final class OwnerCounts {
    private static final int MOST_SESSIONS = 6_000_000;
    private static final int NOT_OPEN = -1;

    private final LongTable sessions = new LongTable(MOST_SESSIONS);
    private long notCounted;

    void session(long id, int timeoutMs) {
        sessions.put(id, Math.max(timeoutMs, 0));
    }

    void ephemeral(long owner) {
        if (!sessions.count(owner, NOT_OPEN)) {
            notCounted++;
        }
    }

    Ephemerals finish(int limit) {
        Top<Owner> most = new Top<>(limit);
        long[] without = new long[1];
        long[] ofClosed = new long[1];
        sessions.forEach((id, timeoutMs, znodes) -> {
            if (znodes == 0) {
                without[0]++;
                return;
            }
            ofClosed[0] += timeoutMs == NOT_OPEN ? znodes : 0;
            most.offer(znodes, () -> new Owner("0x" + Long.toHexString(id), timeout(timeoutMs), znodes));
        });
        return new Ephemerals(most.listing(), without[0], ofClosed[0], notCounted);
    }

    private static OptionalInt timeout(int timeoutMs) {
        return timeoutMs == NOT_OPEN ? OptionalInt.empty() : OptionalInt.of(timeoutMs);
    }
}
