package io.zooark.local.cloud;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Whatever rules two security groups in front of two servers may have: the first server has an interface in each, the second
 * one interface in both.
 *
 * @param clientPorts on which the servers take clients
 * @param rules in the order of their making; what a group has already is not made again
 */
record RuleSet(Set<Integer> clientPorts, List<Rule> rules) {
    static final String FIRST = "sg-0000000000000001";
    static final String SECOND = "sg-0000000000000002";
    static final String FUNCTIONS = "sg-0000000000000003";
    static final String SHOPS = "sg-0000000000000004";
    static final String EMPTY = "sg-0000000000000005";
    static final String PARTNERS = "pl-0000000000000001";

    /** Addresses that are neither a server's nor a function's, some of them in every kind of source. */
    static final List<String> CLIENTS =
            List.of("10.0.0.9", "10.0.3.1", "10.1.2.3", "192.0.2.9", "203.0.113.5", "2001:db8::9", "2a00::1");

    /** One rule, and the group that it is made in. */
    record Rule(String group, Permission permission) {}

    /** Builds the groups and the servers behind them. */
    Ec2 build() {
        Ec2 ec2 = new Ec2();
        for (String id : List.of(FIRST, SECOND, FUNCTIONS, SHOPS, EMPTY)) {
            ec2.add(new SecurityGroup(id, "name of " + id, "vpc-1", "123456789012", Map.of()));
        }
        ec2.definePrefixList(PARTNERS, List.of("192.0.2.0/24"));
        for (String id : List.of("i-1", "i-2")) {
            ec2.put(Instance.running(id, Map.of("zooark:ensemble", "orders")));
        }
        ec2.put(new NetworkInterface("eni-1", "i-1", List.of("10.0.1.1"), List.of(FIRST)));
        ec2.put(new NetworkInterface("eni-2", "i-1", List.of("10.0.2.1"), List.of(SECOND)));
        ec2.put(new NetworkInterface("eni-3", "i-2", List.of("10.0.1.2"), List.of(FIRST, SECOND)));
        ec2.put(new NetworkInterface("eni-4", null, List.of("10.0.9.1"), List.of(FUNCTIONS)));
        ec2.put(new NetworkInterface("eni-5", null, List.of("10.0.3.1"), List.of(SHOPS)));
        for (Rule rule : rules) {
            boolean there = ec2.ingress(rule.group()).stream()
                    .anyMatch(other -> other.permission().sameAs(rule.permission()));
            if (!there) {
                ec2.authorize(rule.group(), List.of(rule.permission()), Map.of("owner", "whoever"));
            }
        }
        return ec2;
    }

    /** Any set of rules, most of them near the client ports. */
    static final class Any implements ArbitrarySupplier<RuleSet> {
        private static final List<Integer> PORTS = List.of(
                0, 1, 22, 2000, 2180, 2181, 2182, 2183, 2280, 2281, 2282, 2888, 3888, 8080, 65_533, 65_534, 65_535);

        @Override
        public Arbitrary<RuleSet> get() {
            Arbitrary<Set<Integer>> clientPorts = Arbitraries.of(
                    Set.of(2181), Set.of(2181, 2281), Set.of(2181, 2182), Set.of(1, 2181), Set.of(2181, 65_535));
            Arbitrary<Rule> rule = Combinators.combine(
                            Arbitraries.of(FIRST, FIRST, SECOND), traffic(), source(), Arbitraries.of("", "why"))
                    .as((group, traffic, source, words) -> new Rule(group, new Permission(traffic, source, words)));
            return Combinators.combine(clientPorts, rule.list().ofMaxSize(14)).as(RuleSet::new);
        }

        private static Arbitrary<Traffic> traffic() {
            Arbitrary<Traffic> ranges = Combinators.combine(
                            Arbitraries.of("tcp", "tcp", "tcp", "6", "udp"),
                            Arbitraries.of(PORTS),
                            Arbitraries.of(PORTS))
                    .as((protocol, one, other) -> new Traffic(protocol, Math.min(one, other), Math.max(one, other)));
            Arbitrary<Traffic> clients = Arbitraries.of(PORTS).map(port -> Traffic.tcp(port, port));
            Arbitrary<Traffic> rest = Arbitraries.of(
                    Traffic.all(),
                    Traffic.all(),
                    Traffic.tcp(0, 65_535),
                    Traffic.tcp(2181, 2181),
                    new Traffic("icmp", -1, -1),
                    new Traffic("50", -1, -1));
            return Arbitraries.frequencyOf(Tuple.of(5, ranges), Tuple.of(1, clients), Tuple.of(3, rest));
        }

        private static Arbitrary<RuleSource> source() {
            return Arbitraries.of(
                    RuleSource.cidr("10.0.0.0/16"),
                    RuleSource.cidr("10.1.0.0/16"),
                    RuleSource.cidr("0.0.0.0/0"),
                    RuleSource.cidr("2001:db8::/32"),
                    RuleSource.cidr("::/0"),
                    new RuleSource.PrefixList(PARTNERS),
                    new RuleSource.Group(FIRST),
                    new RuleSource.Group(FUNCTIONS),
                    new RuleSource.Group(SHOPS),
                    new RuleSource.Group(EMPTY));
        }
    }
}
