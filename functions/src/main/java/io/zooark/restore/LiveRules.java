package io.zooark.restore;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ingress rules of one group as EC2 shows them at one moment. */
final class LiveRules {
    private final Map<String, AccessRule> byId = new LinkedHashMap<>();

    LiveRules(List<AccessRule> rules) {
        rules.forEach(rule -> byId.put(rule.id(), rule));
    }

    List<AccessRule> all() {
        return List.copyOf(byId.values());
    }

    Optional<AccessRule> at(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns the rule that lets the same through, whatever its id; there is at most one. */
    Optional<AccessRule> saying(AccessRule wanted) {
        return byId.values().stream().filter(wanted::sameAs).findFirst();
    }
}
