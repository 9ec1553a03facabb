package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network interface: of an instance, or of something else in the network such as a function.
 *
 * @param id such as {@code eni-0a1b2c3d4e5f60718}
 * @param instanceId the instance it is attached to; null where it belongs to something else
 * @param addresses its private IPv4 addresses, the primary one first
 * @param groups the ids of its security groups
 */
public record NetworkInterface(String id, @Nullable String instanceId, List<String> addresses, List<String> groups) {
    public NetworkInterface {
        addresses = List.copyOf(addresses);
        groups = List.copyOf(groups);
        if (!requireNonNull(id, "id is null").startsWith("eni-")) {
            throw new IllegalArgumentException("id must start with 'eni-', got '" + id + "'");
        }
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("an interface needs an address, got none for " + id);
        }
    }

    /** Returns the instance it is attached to. */
    public Optional<String> instance() {
        return Optional.ofNullable(instanceId);
    }

    boolean of(String instance) {
        return instance.equals(instanceId);
    }
}
