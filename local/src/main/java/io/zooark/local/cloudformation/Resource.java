package io.zooark.local.cloudformation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One resource of a stack, as if it had been made.
 *
 * @param stack the stack's name
 * @param id its logical id
 * @param type such as {@code AWS::IAM::Role}
 * @param name its physical name or id
 * @param properties as the template has them, with intrinsics
 */
public record Resource(String stack, String id, String type, String name, JsonNode properties) {
    private static final String HASH = "[0-9A-F]{8}$";

    public Resource {
        requireNonNull(stack, "stack is null");
        requireNonNull(id, "id is null");
        requireNonNull(type, "type is null");
        requireNonNull(name, "name is null");
        requireNonNull(properties, "properties is null");
    }

    /** Returns the path of its construct, without the hash that the CDK adds to it. */
    public String path() {
        return path(id);
    }

    static String path(String logicalId) {
        return logicalId.replaceFirst(HASH, "");
    }
}
