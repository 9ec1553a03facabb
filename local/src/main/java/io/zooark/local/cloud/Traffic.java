package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a security group rule lets through.
 *
 * @param protocol {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, or {@code -1} for all
 * @param fromPort the first port, or the ICMP type; -1 where the protocol is all
 * @param toPort the last port, or the ICMP code; -1 where the protocol is all
 */
public record Traffic(String protocol, int fromPort, int toPort) {
    private static final Map<String, String> NUMBERS = Map.of("6", "tcp", "17", "udp", "1", "icmp", "58", "icmpv6");

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
            default ->
                throw AwsError.refused("InvalidPermission.Malformed", "Unsupported IP protocol \"" + protocol + "\"");
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

    /** Reads what a request asks for; ports are needed unless the protocol is all. */
    static Traffic of(String protocol, @Nullable Integer fromPort, @Nullable Integer toPort) {
        if (protocol.equals("-1")) {
            return all();
        }
        if (fromPort == null || toPort == null) {
            throw AwsError.refused("MissingParameter", "The request must contain the parameters fromPort and toPort");
        }
        return new Traffic(protocol, fromPort, toPort);
    }

    /** Returns whether a TCP connection to a port is let through. */
    boolean admits(int port) {
        return protocol.equals("-1") || (protocol.equals("tcp") && fromPort <= port && port <= toPort);
    }
}
