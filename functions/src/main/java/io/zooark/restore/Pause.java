package io.zooark.restore;

import java.time.Instant;

/** Time as the functions see it while they wait for the world to change. */
public interface Pause {

    Instant now();

    /** Waits a moment before the next look, a few tenths of a second. */
    void brief();
}
