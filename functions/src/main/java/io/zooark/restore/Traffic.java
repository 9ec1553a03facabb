package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a security group rule lets through.
 *
 * @param protocol {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, another protocol's number, or {@code -1} for all
 * @param fromPort first port, or ICMP type; -1 where there is none
 * @param toPort last port, or ICMP code; -1 where there is none
 */
public record Traffic(String protocol, int fromPort, int toPort) {
    private static final int LAST_PORT = 65_535;

    /** EC2 takes both, and answers with the names. */
    private static final Map<String, String> NUMBERS = Map.of("6", "tcp", "17", "udp", "1", "icmp", "58", "icmpv6");

    /** What hosts in a VPC are known to speak besides: IP in IP, GRE, ESP, AH, SCTP. EC2 has only numbers for them. */
    private static final List<String> OTHER_PROTOCOLS = List.of("4", "47", "50", "51", "132");

    /** Everything, whatever its protocol. */
    public static final Traffic ALL = new Traffic("-1", -1, -1);

    public Traffic {
        protocol = requireNonNull(protocol, "protocol is null").toLowerCase(Locale.ROOT);
        protocol = NUMBERS.getOrDefault(protocol, protocol);
        switch (protocol) {
            case "tcp", "udp" -> {
                fromPort = Math.max(fromPort, 0);
                toPort = toPort < 0 ? LAST_PORT : toPort;
            }
            case "icmp", "icmpv6" -> {
                // types and codes: as they are
            }
            default -> {
                // EC2 lets all of such a protocol through, whatever ports were given
                fromPort = -1;
                toPort = -1;
            }
        }
    }

    /** Returns TCP to a range of ports. */
    public static Traffic tcp(int fromPort, int toPort) {
        return new Traffic("tcp", fromPort, toPort);
    }

    /** Returns whether anything of it reaches one of the ports by TCP. */
    boolean reaches(Set<Integer> ports) {
        return protocol.equals(ALL.protocol)
                || (protocol.equals("tcp") && ports.stream().anyMatch(port -> fromPort <= port && port <= toPort));
    }

    /** Returns whether its protocol has ports, or types and codes, that EC2 wants to be told. */
    public boolean hasPorts() {
        return Set.of("tcp", "udp", "icmp", "icmpv6").contains(protocol);
    }

    /**
     * Returns what is left of it without the ports, piece by piece.
     *
     * <p>Of {@link #ALL} that is as much as EC2 can express: there is no rule for "every other protocol", and one for each
     * of the 250 numbers would be more than a group may have.
     */
    List<Traffic> without(Set<Integer> ports, AccessRule.Kind source) {
        if (!protocol.equals(ALL.protocol)) {
            return ranges(ports);
        }
        Stream<Traffic> pings = source.versions().stream().map(version -> new Traffic(version.icmp(), -1, -1));
        return Stream.of(
                        tcp(0, LAST_PORT).ranges(ports).stream(),
                        Stream.of(new Traffic("udp", 0, LAST_PORT)),
                        pings,
                        OTHER_PROTOCOLS.stream().map(number -> new Traffic(number, -1, -1)))
                .flatMap(pieces -> pieces)
                .toList();
    }

    private List<Traffic> ranges(Set<Integer> ports) {
        List<Traffic> ranges = new ArrayList<>();
        int from = fromPort;
        for (int port : new TreeSet<>(ports)) {
            if (fromPort <= port && port <= toPort) {
                if (from < port) {
                    ranges.add(tcp(from, port - 1));
                }
                from = port + 1;
            }
        }
        if (from <= toPort) {
            ranges.add(tcp(from, toPort));
        }
        return ranges;
    }

    @Override
    public String toString() {
        if (equals(ALL)) {
            return "all traffic";
        }
        if (!hasPorts()) {
            return "protocol " + protocol;
        }
        if (fromPort == -1) {
            return protocol;
        }
        return protocol + " " + (fromPort == toPort ? String.valueOf(fromPort) : fromPort + "-" + toPort);
    }
}
