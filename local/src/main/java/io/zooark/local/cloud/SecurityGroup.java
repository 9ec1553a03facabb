package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A security group; its rules are kept by {@link Ec2}.
 *
 * @param id such as {@code sg-0a1b2c3d4e5f60718}
 * @param vpcId the network it belongs to
 * @param ownerId the account it belongs to, twelve digits
 */
public record SecurityGroup(String id, String name, String vpcId, String ownerId, Map<String, String> tags) {
    public SecurityGroup {
        requireNonNull(name, "name is null");
        requireNonNull(vpcId, "vpcId is null");
        requireNonNull(ownerId, "ownerId is null");
        tags = Map.copyOf(tags);
        if (!id.startsWith("sg-")) {
            throw new IllegalArgumentException("id must start with 'sg-', got '" + id + "'");
        }
    }
}
