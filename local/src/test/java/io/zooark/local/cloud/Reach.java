package io.zooark.local.cloud;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What each source may reach through one group, written down port by port: a model of what rules mean, which shares nothing
 * with the code that changes them.
 */
record Reach(Map<String, Reached> bySource) {
    private static final int PORTS = 65_536;

    /** All that a rule for all traffic lets through and another can let through, too. */
    private static final Set<String> EXPRESSIBLE = Set.of("4", "47", "50", "51", "132");

    static Reach of(List<SecurityGroupRule> rules) {
        Map<String, Reached> bySource = new TreeMap<>();
        for (SecurityGroupRule rule : rules) {
            RuleSource source = rule.permission().source();
            bySource.computeIfAbsent(source.toString(), key -> Reached.nothing())
                    .add(rule.permission().traffic(), source);
        }
        return new Reach(bySource);
    }

    /** Returns the same without some TCP ports; a source that then reaches nothing is left out. */
    Reach without(Set<Integer> ports) {
        Map<String, Reached> less = new TreeMap<>();
        bySource.forEach((source, reached) -> {
            Reached left = reached.without(ports);
            if (!left.equals(Reached.nothing())) {
                less.put(source, left);
            }
        });
        return new Reach(less);
    }

    /** Returns the sources that reach one of the ports by TCP. */
    Set<String> reaching(Set<Integer> ports) {
        Set<String> sources = new TreeSet<>();
        bySource.forEach((source, reached) -> {
            if (ports.stream().anyMatch(reached.tcp()::get)) {
                sources.add(source);
            }
        });
        return sources;
    }

    /** What one source reaches. */
    record Reached(BitSet tcp, BitSet udp, Set<String> protocols) {
        static Reached nothing() {
            return new Reached(new BitSet(PORTS), new BitSet(PORTS), new TreeSet<>());
        }

        void add(Traffic traffic, RuleSource source) {
            switch (traffic.protocol()) {
                case "-1" -> {
                    tcp.set(0, PORTS);
                    udp.set(0, PORTS);
                    protocols.addAll(EXPRESSIBLE);
                    if (!(source instanceof RuleSource.CidrIpv6)) {
                        protocols.add("icmp");
                    }
                    if (!(source instanceof RuleSource.CidrIpv4)) {
                        protocols.add("icmpv6");
                    }
                }
                case "tcp" -> tcp.set(traffic.fromPort(), traffic.toPort() + 1);
                case "udp" -> udp.set(traffic.fromPort(), traffic.toPort() + 1);
                default -> protocols.add(traffic.protocol());
            }
        }

        Reached without(Set<Integer> ports) {
            BitSet left = (BitSet) tcp.clone();
            ports.forEach(left::clear);
            return new Reached(left, udp, protocols);
        }
    }
}
