package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a security group rule lets through.
 *
 * @param protocol {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, another protocol's number, or {@code -1} for all
 * @param fromPort the first port, or the ICMP type; -1 where the protocol has none
 * @param toPort the last port, or the ICMP code; -1 where the protocol has none
 */
public record Traffic(String protocol, int fromPort, int toPort) {
    private static final Map<String, String> NUMBERS = Map.of("6", "tcp", "17", "udp", "1", "icmp", "58", "icmpv6");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");

    public Traffic {
        protocol = requireNonNull(protocol, "protocol is null").toLowerCase(Locale.ROOT);
        protocol = NUMBERS.getOrDefault(protocol, protocol);
        switch (protocol) {
            case "-1" -> {
                // whatever ports are given, EC2 takes all of them
                fromPort = -1;
                toPort = -1;
            }
            case "tcp", "udp" -> {
                if (fromPort < 0 || toPort > 65535 || fromPort > toPort) {
                    throw AwsError.refused(
                            "InvalidParameterValue",
                            "Invalid value '%d-%d' for port range: 0 to 65535, the lower first"
                                    .formatted(fromPort, toPort));
                }
            }
            case "icmp", "icmpv6" -> {
                if (fromPort < -1 || fromPort > 255 || toPort < -1 || toPort > 255) {
                    throw AwsError.refused(
                            "InvalidParameterValue", "ICMP type (%d) or code (%d) invalid".formatted(fromPort, toPort));
                }
            }
            default -> {
                if (!NUMBER.matcher(protocol).matches() || Integer.parseInt(protocol) > 255) {
                    throw AwsError.refused(
                            "InvalidPermission.Malformed", "Unsupported IP protocol \"" + protocol + "\"");
                }
                // as with all traffic: EC2 lets all of such a protocol through, whatever ports are given
                fromPort = -1;
                toPort = -1;
            }
        }
    }

    /** Returns all traffic. */
    public static Traffic all() {
        return new Traffic("-1", -1, -1);
    }

    /** Returns TCP to a range of ports. */
    public static Traffic tcp(int fromPort, int toPort) {
        return new Traffic("tcp", fromPort, toPort);
    }

    /** Reads what a request asks for; ports are needed with protocols that have a name, but not with icmpv6. */
    static Traffic of(String protocol, @Nullable Integer fromPort, @Nullable Integer toPort) {
        boolean named = List.of("tcp", "udp", "icmp", "6", "17", "1").contains(protocol.toLowerCase(Locale.ROOT));
        if (fromPort == null || toPort == null) {
            if (!named) {
                return new Traffic(protocol, -1, -1);
            }
            throw AwsError.refused("MissingParameter", "The request must contain the parameters fromPort and toPort");
        }
        return new Traffic(protocol, fromPort, toPort);
    }

    /** Returns whether a TCP connection to a port is let through. */
    boolean admits(int port) {
        return protocol.equals("-1") || (protocol.equals("tcp") && fromPort <= port && port <= toPort);
    }
}
