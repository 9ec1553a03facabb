package io.zooark.zookeeper.format;

import java.util.List;

/**
 * As much of a long list as was asked for.
 *
 * @param more how many were left out
 */
public record Listing<T>(List<T> rows, long more) {
    public Listing {
        rows = List.copyOf(rows);
        if (more < 0) {
            throw new IllegalArgumentException("more must not be negative, got " + more);
        }
    }
}
