package io.zooark.ensemble;

import java.util.Locale;

/** What a server is in its ensemble at a moment. */
public enum Role {
    OBSERVER,
    FOLLOWER,
    LEADER,
    STANDALONE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
