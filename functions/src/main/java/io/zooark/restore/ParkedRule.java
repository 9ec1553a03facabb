package io.zooark.restore;

import static java.util.Objects.requireNonNull;

/**
 * A rule that lets clients in, and the same rule while the ensemble is closed: on a port that nobody listens on. Its
 * id, its tags and its description stay, so that opening is the same call backwards.
 *
 * @param original the rule as it was found, before anything was changed
 * @param parked what it is made into
 */
public record ParkedRule(AccessRule original, AccessRule parked) {
    public ParkedRule {
        requireNonNull(original, "original is null");
        requireNonNull(parked, "parked is null");
    }
}
