package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

/**
 * What a security group rule says: which traffic, from where, and why.
 *
 * @param description free text; empty where there is none
 */
public record Permission(Traffic traffic, RuleSource source, String description) {
    public Permission {
        requireNonNull(traffic, "traffic is null");
        requireNonNull(source, "source is null");
        requireNonNull(description, "description is null");
        if (description.length() > 255) {
            throw AwsError.refused(
                    "InvalidParameterValue", "a description has at most 255 characters, got " + description.length());
        }
    }

    /** Returns whether both let the same through: what EC2 calls a duplicate, whatever the descriptions. */
    boolean sameAs(Permission other) {
        return traffic.equals(other.traffic) && source.equals(other.source);
    }

    @Override
    public String toString() {
        return "peer: %s, %s, from port: %d, to port: %d, ALLOW"
                .formatted(source, traffic.protocol(), traffic.fromPort(), traffic.toPort());
    }
}
