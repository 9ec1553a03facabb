package io.zooark.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whom a statement of a resource's policy, or of a role's trust, is about.
 *
 * @param byKind ARNs under {@code AWS}, names under {@code Service}
 */
record Principals(Map<String, List<String>> byKind) {
    private static final String ANYBODY = "*";

    Principals {
        byKind = Map.copyOf(byKind);
    }

    static Principals read(JsonNode json) {
        if (json.isTextual() && json.asText().equals(ANYBODY)) {
            return new Principals(Map.of("AWS", List.of(ANYBODY), "Service", List.of(ANYBODY)));
        }
        Map<String, List<String>> byKind = new TreeMap<>();
        json.properties().forEach(kind -> byKind.put(kind.getKey(), Texts.oneOrMany(kind.getValue())));
        if (byKind.isEmpty() || !List.of("AWS", "Service").containsAll(byKind.keySet())) {
            throw new PolicyException("principals other than AWS and Service are not known here: " + json);
        }
        return new Principals(byKind);
    }

    boolean includeRole(String arn) {
        return byKind.getOrDefault("AWS", List.of()).stream().anyMatch(one -> one.equals(ANYBODY) || one.equals(arn));
    }

    boolean includeService(String name) {
        List<String> services = byKind.getOrDefault("Service", List.of());
        return services.contains(name) || services.contains(ANYBODY);
    }
}
