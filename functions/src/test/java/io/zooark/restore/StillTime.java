package io.zooark.restore;

import java.time.Instant;

/** Time that passes only where somebody waits: a second for each brief pause. */
final class StillTime implements Pause {
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void brief() {
        now = now.plusSeconds(1);
    }
}
