package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A virtual machine; its network interfaces are kept by {@link Ec2}.
 *
 * @param id such as {@code i-0a1b2c3d4e5f60718}
 * @param state {@code pending}, {@code running}, {@code stopping}, {@code stopped}, {@code shutting-down} or
 *     {@code terminated}
 */
public record Instance(String id, String state, Map<String, String> tags) {
    private static final Map<String, Integer> CODES =
            Map.of("pending", 0, "running", 16, "shutting-down", 32, "terminated", 48, "stopping", 64, "stopped", 80);

    public Instance {
        tags = Map.copyOf(tags);
        if (!id.startsWith("i-")) {
            throw new IllegalArgumentException("id must start with 'i-', got '" + id + "'");
        }
        if (!CODES.containsKey(requireNonNull(state, "state is null"))) {
            throw new IllegalArgumentException("state must be one of " + CODES.keySet() + ", got '" + state + "'");
        }
    }

    /** Returns a running instance. */
    public static Instance running(String id, Map<String, String> tags) {
        return new Instance(id, "running", tags);
    }

    int stateCode() {
        return requireNonNull(CODES.get(state));
    }
}
