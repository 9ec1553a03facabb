package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * The rules that keep other traffic flowing while a rule that lets it in together with clients is closed. A tag tells
 * them from everybody else's, in this run and in the next.
 */
final class TemporaryRules {
    /** The tag whose value is the id of the restore that shut the clients out. */
    static final String TAG = "zooark:restore";

    private final String restoreId;

    TemporaryRules(String restoreId) {
        this.restoreId = requireNonNull(restoreId, "restoreId is null");
    }

    /** Returns the rules that let pieces of a rule's traffic through, from the same source. */
    List<AccessRule> instead(AccessRule original, List<Traffic> pieces) {
        return pieces.stream()
                .map(piece -> new AccessRule(
                        "",
                        original.group(),
                        piece,
                        original.source(),
                        "zooark: only while restore " + restoreId + " keeps clients out",
                        Map.of(TAG, restoreId)))
                .toList();
    }

    boolean owns(AccessRule rule) {
        return restoreId.equals(rule.tags().get(TAG));
    }
}
