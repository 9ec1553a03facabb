package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One ingress rule of a security group.
 *
 * @param id EC2's id of the rule; empty before EC2 has given it one
 * @param group id of the group that it belongs to
 * @param traffic what is let through
 * @param source who is let in
 * @param description as it stands; empty where there is none
 * @param tags as they stand
 */
public record AccessRule(
        String id, String group, Traffic traffic, Source source, String description, Map<String, String> tags) {

    public AccessRule {
        requireNonNull(id, "id is null");
        requireNonNull(group, "group is null");
        requireNonNull(traffic, "traffic is null");
        requireNonNull(source, "source is null");
        requireNonNull(description, "description is null");
        tags = Collections.unmodifiableMap(tags == null ? Map.of() : new TreeMap<>(tags));
    }

    /** Returns the same rule for other traffic: what it becomes when it is parked or narrowed. */
    public AccessRule letting(Traffic other) {
        return new AccessRule(id, group, other, source, description, tags);
    }

    /** Returns whether it lets that through from there. EC2 has at most one such rule in a group. */
    boolean says(@Nullable Traffic what, Source who) {
        return traffic.equals(what) && source.equals(who);
    }

    /** Returns whether both let the same through, whatever their words and tags: somebody may have mended one. */
    boolean sameAs(AccessRule other) {
        return group.equals(other.group) && says(other.traffic, other.source);
    }

    @Override
    public String toString() {
        return id + " of " + group + " (" + traffic + " from " + source.value() + ")";
    }

    /**
     * Who a rule lets in. EC2 can change a rule's value in place, but never its kind.
     *
     * @param value a block, the id of a prefix list or of a group; a group of another account has that before it:
     *     {@code 123456789012/sg-0a1b2c3d4e5f60718}
     */
    public record Source(Kind kind, String value) {
        public Source {
            requireNonNull(kind, "kind is null");
            requireNonNull(value, "value is null");
        }
    }

    /** The kinds of source that a rule can have. */
    public enum Kind {
        IPV4,
        IPV6,
        /** Of one version, which only the list itself tells. */
        PREFIX_LIST,
        GROUP;

        /** Returns the versions of IP that such a source can come with. */
        List<Version> versions() {
            return switch (this) {
                case IPV4 -> List.of(Version.IPV4);
                case IPV6 -> List.of(Version.IPV6);
                case PREFIX_LIST, GROUP -> List.of(Version.values());
            };
        }
    }

    /** The versions of IP. EC2 counts a group's rules for each by itself. */
    enum Version {
        IPV4("icmp"),
        IPV6("icmpv6");

        private final String icmp;

        Version(String icmp) {
            this.icmp = icmp;
        }

        /** Returns EC2's name of its control protocol. */
        String icmp() {
            return icmp;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace("ip", "IP");
        }
    }
}
