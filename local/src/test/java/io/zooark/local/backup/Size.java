package io.zooark.local.backup;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How a snapshot goes to S3: as one PutObject, or in three parts. */
enum Size {
    SMALL(20, 1000),
    ABOVE_TWO_PARTS(340, 100_000);

    private static final Map<Size, byte[]> MADE = new ConcurrentHashMap<>();

    private final int znodes;
    private final int dataBytes;

    Size(int znodes, int dataBytes) {
        this.znodes = znodes;
        this.dataBytes = dataBytes;
    }

    /** Returns a whole snapshot of this size, the same each time. */
    byte[] bytes() {
        return MADE.computeIfAbsent(this, size -> Snapshots.whole(size.znodes, size.dataBytes))
                .clone();
    }
}
