package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * One ingress rule of a security group.
 *
 * @param id EC2's id of the rule
 * @param group id of the group that it belongs to
 * @param protocol {@code tcp}, {@code udp}, {@code icmp} or {@code -1} for all
 * @param fromPort first port; -1 where the protocol has none
 * @param toPort last port; -1 where the protocol has none
 * @param source who is let in
 * @param description as it stands; empty where there is none
 */
public record AccessRule(
        String id, String group, String protocol, int fromPort, int toPort, Source source, String description) {

    public AccessRule {
        requireNonNull(id, "id is null");
        requireNonNull(group, "group is null");
        requireNonNull(protocol, "protocol is null");
        requireNonNull(source, "source is null");
        requireNonNull(description, "description is null");
    }

    /** Returns whether the rule lets anyone reach one of the ports by TCP. */
    public boolean covers(Set<Integer> ports) {
        return allTraffic() || (protocol.equals("tcp") && ports.stream().anyMatch(p -> fromPort <= p && p <= toPort));
    }

    /** Returns whether every port of the rule is one of the given. */
    public boolean within(Set<Integer> ports) {
        return protocol.equals("tcp")
                && fromPort > 0
                && toPort - fromPort < ports.size()
                && java.util.stream.IntStream.rangeClosed(fromPort, toPort).allMatch(ports::contains);
    }

    public boolean allTraffic() {
        return protocol.equals("-1");
    }

    /** Returns the same rule for other ports: what it becomes when it is parked. */
    public AccessRule movedTo(int from, int to) {
        return new AccessRule(id, group, protocol, from, to, source, description);
    }

    /** Returns whether both let the same through, whatever their descriptions: somebody may have mended a word. */
    public boolean sameAs(AccessRule other) {
        return id.equals(other.id)
                && protocol.equals(other.protocol)
                && fromPort == other.fromPort
                && toPort == other.toPort
                && source.equals(other.source);
    }

    @Override
    public String toString() {
        String ports = fromPort == toPort ? String.valueOf(fromPort) : fromPort + "-" + toPort;
        return id + " of " + group + " (" + (allTraffic() ? "all traffic" : protocol + " " + ports) + " from "
                + source.value() + ")";
    }

    /** Who a rule lets in. EC2 can change a rule's value in place, but never its kind. */
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
        PREFIX_LIST,
        GROUP
    }
}
