package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * One rule of a security group, with an identity of its own.
 *
 * @param id such as {@code sgr-0a1b2c3d4e5f60718}
 * @param egress whether it is about outgoing traffic
 */
public record SecurityGroupRule(
        String id, String groupId, boolean egress, Permission permission, Map<String, String> tags) {
    public SecurityGroupRule {
        requireNonNull(groupId, "groupId is null");
        requireNonNull(permission, "permission is null");
        tags = Map.copyOf(tags);
        if (!id.startsWith("sgr-")) {
            throw new IllegalArgumentException("id must start with 'sgr-', got '" + id + "'");
        }
    }

    SecurityGroupRule with(Permission changed) {
        return new SecurityGroupRule(id, groupId, egress, changed, tags);
    }
}
