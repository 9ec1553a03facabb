package io.zooark.restore;

import java.time.Instant;

/** The machine's own clock. */
public final class SystemPause implements Pause {
    private static final long MOMENT_MILLIS = 200;

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void brief() {
        try {
            // between two looks at a server, a host or EC2, none of which tells by itself when it has changed
            Thread.sleep(MOMENT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
