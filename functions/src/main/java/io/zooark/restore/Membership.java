package io.zooark.restore;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The members of an ensemble as {@code server.N=host:peer:election[:role][;[host:]client]} names them, in zoo.cfg and in
 * {@code /zookeeper/config}. ZooKeeper writes role and client address out where zoo.cfg leaves them away.
 */
final class Membership {
    private static final Pattern LINE = Pattern.compile("\\s*server\\.(\\d+)\\s*=\\s*(.*?)\\s*");

    private Membership() {}

    /** Returns whether both name the same servers at the same addresses. */
    static boolean same(Collection<String> zooCfg, String configNode) {
        return of(zooCfg).equals(of(configNode.lines().toList()));
    }

    /** Returns each member's peer and election addresses by its id. */
    static Map<Integer, String> of(Collection<String> lines) {
        Map<Integer, String> members = new TreeMap<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                members.put(Integer.parseInt(matcher.group(1)), quorumAddresses(matcher.group(2)));
            }
        }
        return members;
    }

    /** Returns whether a member only listens. */
    static boolean observer(String line) {
        return line.replaceFirst(";.*$", "").endsWith(":observer");
    }

    private static String quorumAddresses(String value) {
        return value.replaceFirst(";.*$", "").replaceFirst(":(participant|observer)$", "");
    }
}
