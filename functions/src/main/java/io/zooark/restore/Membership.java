package io.zooark.restore;

import io.zooark.ensemble.Zxid;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The members of an ensemble as {@code server.N=host:peer:election[:role][;[host:]client]} names them, in zoo.cfg and in
 * {@code /zookeeper/config}. ZooKeeper writes role and client address out where zoo.cfg leaves them away.
 */
final class Membership {
    private static final Pattern LINE = Pattern.compile("\\s*server\\.(\\d+)\\s*=\\s*(.*?)\\s*");
    private static final Pattern VERSION = Pattern.compile("\\s*version\\s*=\\s*([0-7]?[0-9a-fA-F]{1,15})\\s*");
    private static final Pattern ROLE = Pattern.compile("(?i):(participant|observer)(?=\\||$)");
    private static final Pattern IPV6 = Pattern.compile("\\[([0-9a-fA-F:.]+)]");

    private Membership() {}

    /** Returns whether both name the same servers at the same addresses. */
    static boolean same(Collection<String> zooCfg, String configNode) {
        return of(zooCfg).equals(of(configNode.lines().toList()));
    }

    /** Returns each member's peer and election addresses by its id. */
    static Map<Integer, String> of(Collection<String> lines) {
        Map<Integer, String> members = new TreeMap<>();
        values(lines).forEach((id, value) -> members.put(id, quorumAddresses(value)));
        return members;
    }

    /** Returns whether a member only listens. */
    static boolean observer(String line) {
        Matcher role = ROLE.matcher(line.replaceFirst(";.*$", "").strip());
        return role.find() && role.group(1).equalsIgnoreCase("observer");
    }

    /**
     * Returns the version of the members: the transaction that made them what they are; 0 where they were never changed but
     * by hand.
     */
    static Zxid version(Collection<String> lines) {
        return lines.stream()
                .map(VERSION::matcher)
                .filter(Matcher::matches)
                .map(matcher -> new Zxid(Long.parseUnsignedLong(matcher.group(1), 16)))
                .max(Comparator.naturalOrder())
                .orElse(new Zxid(0));
    }

    /** Returns the text of {@code /zookeeper/config} as a server writes it that starts with these lines ({@code QuorumMaj}). */
    static String text(Collection<String> zooCfg) {
        String members = values(zooCfg).entrySet().stream()
                .map(member -> "server." + member.getKey() + "=" + written(member.getValue()) + "\n")
                .collect(Collectors.joining());
        return members + "version=" + Long.toHexString(version(zooCfg).value());
    }

    private static Map<Integer, String> values(Collection<String> lines) {
        Map<Integer, String> values = new TreeMap<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                values.put(Integer.parseInt(matcher.group(1)), matcher.group(2).replaceAll("\\s", ""));
            }
        }
        return values;
    }

    private static String written(String value) {
        String role = observer(value) ? ":observer" : ":participant";
        return quorumAddresses(value)
                + role
                + clientAddress(value).map(client -> ";" + client).orElse("");
    }

    private static String quorumAddresses(String value) {
        String addresses = ROLE.matcher(value.replaceFirst(";.*$", "")).replaceAll("");
        return Arrays.stream(addresses.split("\\|"))
                .map(Membership::plain)
                .sorted()
                .collect(Collectors.joining("|"));
    }

    private static Optional<String> clientAddress(String value) {
        List<String> halves = List.of(value.split(";", 2));
        if (halves.size() < 2 || halves.get(1).isEmpty()) {
            return Optional.empty();
        }
        String client = halves.get(1);
        return Optional.of(client.contains(":") ? plain(client) : "0.0.0.0:" + client);
    }

    /** Writes an IPv6 address as Java does: zoo.cfg may shorten it. */
    private static String plain(String address) {
        return IPV6.matcher(address).replaceAll(found -> {
            try {
                // an address in figures asks no name server
                return "[" + InetAddress.getByName(found.group(1)).getHostAddress() + "]";
            } catch (UnknownHostException e) {
                return Matcher.quoteReplacement(found.group());
            }
        });
    }
}
