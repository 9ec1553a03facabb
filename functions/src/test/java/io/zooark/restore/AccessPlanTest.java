package io.zooark.restore;

import static io.zooark.restore.MemoryNetwork.FUNCTIONS;
import static io.zooark.restore.MemoryNetwork.SERVERS;
import static io.zooark.restore.MemoryNetwork.group;
import static io.zooark.restore.MemoryNetwork.ipv4;
import static io.zooark.restore.MemoryNetwork.ipv6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.RequestRefusedException;
import io.zooark.restore.PlannedRule.Fate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AccessPlanTest {
    private final MemoryNetwork network = MemoryNetwork.ofTwoServers();

    @Test
    void parksWhatLetsClientsInAndNothingElse() {
        assertThat(fates())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "sgr-clients", Fate.PARKED,
                        "sgr-self", Fate.LEFT_TO_SERVERS,
                        "sgr-functions", Fate.LEFT_TO_FUNCTIONS,
                        "sgr-ssh", Fate.UNCONCERNED));
        assertThat(planned("sgr-clients").becomes()).isEqualTo(Traffic.tcp(65_535, 65_535));
    }

    @Test
    void saysInASentenceWhatBecomesOfEachRule() {
        network.rule("sgr-wide", "tcp", 2000, 9000, ipv4("10.1.0.0/16"))
                .rule("sgr-all", "-1", -1, -1, ipv6("2001:db8::/32"));

        assertThat(decision().rules())
                .extracting(PlannedRule::sentence)
                .containsExactlyInAnyOrder(
                        "tcp 2181 from 10.0.0.0/16 (sgr-clients of sg-servers): parked on tcp 65535 while closed",
                        "all traffic from sg-servers (sgr-self of sg-servers): left alone: members are the ensemble's own"
                                + " servers",
                        "tcp 2181 from sg-functions (sgr-functions of sg-servers): left alone: it lets the functions in",
                        "tcp 22 from 10.0.0.0/8 (sgr-ssh of sg-servers): left alone: it reaches no client port",
                        "tcp 2000-9000 from 10.1.0.0/16 (sgr-wide of sg-servers): narrowed to tcp 2000-2180 while closed;"
                                + " tcp 2183-9000 stay let in by rules beside it",
                        "all traffic from 2001:db8::/32 (sgr-all of sg-servers): removed while closed and then added again,"
                                + " with a new id; tcp 0-2180, tcp 2183-65535, udp 0-65535, icmpv6, protocol 4, protocol 47,"
                                + " protocol 50, protocol 51, protocol 132 stay let in by rules beside it, and no other"
                                + " protocol is");
    }

    @Test
    void parksAGroupInWhichOthersAreToo() {
        network.rule("sgr-shops", "tcp", 2181, 2181, group("sg-shops")).attach("sg-shops", "eni-1");
        network.attach("sg-shops", "eni-99");

        assertThat(fates()).containsEntry("sgr-shops", Fate.PARKED);
    }

    @Test
    void parksAGroupThatIsEmptyNowSinceMembersMayCome() {
        network.rule("sgr-shops", "tcp", 2181, 2181, group("sg-shops"));

        assertThat(fates()).containsEntry("sgr-shops", Fate.PARKED);
    }

    @Test
    void givesEachRuleOfAGroupAPortOfItsOwnThatNoOtherHas() {
        network.rule("sgr-v6", "tcp", 2181, 2182, ipv6("::/0"))
                .rule("sgr-list", "6", 2182, 2182, new AccessRule.Source(AccessRule.Kind.PREFIX_LIST, "pl-1"))
                .rule("sgr-high", "tcp", 65_534, 65_534, ipv4("10.0.0.0/16"));

        assertThat(decision().rules())
                .filteredOn(PlannedRule::changes)
                .extracting(PlannedRule::becomes)
                .containsExactly(Traffic.tcp(65_535, 65_535), Traffic.tcp(65_533, 65_533), Traffic.tcp(65_532, 65_532));
    }

    @Test
    void narrowsARangeAndKeepsTheRestOpenBesideIt() {
        network.rule("sgr-wide", "tcp", 0, 65_535, ipv4("10.1.0.0/16"));

        assertThat(planned("sgr-wide"))
                .isEqualTo(new PlannedRule(
                        network.at("sgr-wide"),
                        Fate.NARROWED,
                        Traffic.tcp(0, 2180),
                        List.of(Traffic.tcp(2183, 65_535))));
    }

    @Test
    void becomesNothingThatAnotherRuleSaysAlready() {
        network.rule("sgr-wide", "tcp", 2000, 9000, ipv4("10.1.0.0/16"))
                .rule("sgr-below", "tcp", 2000, 2180, ipv4("10.1.0.0/16"));
        assertThat(planned("sgr-wide").becomes()).isEqualTo(Traffic.tcp(2183, 9000));

        network.rule("sgr-above", "tcp", 2183, 9000, ipv4("10.1.0.0/16"));
        assertThat(planned("sgr-wide").fate()).isEqualTo(Fate.PARKED);
        assertThat(planned("sgr-wide").beside()).containsExactly(Traffic.tcp(2000, 2180), Traffic.tcp(2183, 9000));
    }

    @Test
    void becomesNothingThatARuleBesideAnotherWillSay() {
        network.rule("sgr-wide", "tcp", 2000, 9000, ipv4("10.1.0.0/16"))
                .rule("sgr-from-2182", "tcp", 2182, 9000, ipv4("10.1.0.0/16"))
                .rule("sgr-other", "tcp", 2182, 9000, ipv4("10.2.0.0/16"));

        assertThat(planned("sgr-wide").becomes()).isEqualTo(Traffic.tcp(2000, 2180));
        assertThat(planned("sgr-from-2182").fate()).isEqualTo(Fate.PARKED);
        assertThat(planned("sgr-other").becomes()).isEqualTo(Traffic.tcp(2183, 9000));
    }

    @Test
    void letsBothVersionsOfIpPingWhereTheSourceMayComeWithBoth() {
        network.rule("sgr-all", "-1", -1, -1, group("sg-shops"));

        assertThat(planned("sgr-all").beside()).contains(new Traffic("icmp", -1, -1), new Traffic("icmpv6", -1, -1));
    }

    @Test
    void refusesAGroupThatGuardsOtherMachinesToo() {
        network.attach(SERVERS, "eni-99");

        assertThatThrownBy(this::decision)
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("sg-servers also guards eni-99, which do not belong to 'orders'")
                .hasMessageContaining("\"sharedGroups\": true")
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void closesAGroupThatGuardsOtherMachinesTooWhereThatIsAskedForAndSaysSo() {
        network.attach(SERVERS, "eni-99");

        AccessPlan.Decision decision = new AccessPlan(ensemble(), network, true).decide(network.instances());

        assertThat(decision.warnings())
                .singleElement()
                .asString()
                .contains("sg-servers also guards eni-99")
                .contains("shuts their ports 2181,2182 too");
        assertThat(decision.rules())
                .as("in the servers' group there are others now")
                .filteredOn(rule -> rule.original().id().equals("sgr-self"))
                .extracting(PlannedRule::fate)
                .containsExactly(Fate.REPLACED);
    }

    @Test
    void doesNotMindSharedGroupsThatLetNoClientIn() {
        network.without("sgr-clients").attach(FUNCTIONS, "eni-99");

        assertThat(decision().rules()).noneMatch(PlannedRule::changes);
    }

    @Test
    void passesByOtherProtocolsAndPorts() {
        network.rule("sgr-udp", "udp", 2181, 2181, ipv4("10.0.0.0/16"))
                .rule("sgr-ping", "icmp", -1, -1, ipv4("10.0.0.0/16"))
                .rule("sgr-ipsec", "50", -1, -1, ipv4("10.0.0.0/16"))
                .rule("sgr-peer", "tcp", 2888, 3888, ipv4("10.0.0.0/16"));

        assertThat(fates().values()).containsOnlyOnce(Fate.PARKED).doesNotContain(Fate.NARROWED, Fate.REPLACED);
    }

    @Test
    void warnsWhereTemporaryRulesMayBeMoreThanAGroupCanHave() {
        for (int i = 0; i < 50; i++) {
            network.rule("sgr-" + i, "tcp", 10_000 + i, 10_000 + i, ipv4("10.3.0.0/16"));
        }
        assertThat(decision().warnings()).isEmpty();

        network.rule("sgr-all", "-1", -1, -1, ipv4("10.1.0.0/16"));

        assertThat(decision().warnings())
                .singleElement()
                .asString()
                .startsWith("sg-servers has 55 rules for IPv4, and closing needs 9 temporary ones beside them");
    }

    @Test
    void leavesOutRulesOfNoConcernWhereAPlanCannotCarryAll() {
        for (int i = 0; i < 100; i++) {
            network.rule("sgr-" + i, "tcp", 10_000 + i, 10_000 + i, ipv4("10.3.0.0/16"));
        }

        assertThat(decision().rules()).hasSize(3);
        assertThat(decision().warnings()).singleElement().asString().startsWith("101 rules that reach no client port");
    }

    @Test
    void refusesMoreRulesThanAPlanCanCarry() {
        for (int i = 0; i < 100; i++) {
            network.rule("sgr-" + i, "tcp", 2181, 2181, ipv4("10.3." + i + ".0/24"));
        }

        assertThatThrownBy(this::decision)
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("103 rules let clients, servers or functions in")
                .hasMessageContaining("nothing was changed");
    }

    private AccessPlan.Decision decision() {
        return new AccessPlan(ensemble(), network, false).decide(network.instances());
    }

    private PlannedRule planned(String id) {
        return decision().rules().stream()
                .filter(rule -> rule.original().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, Fate> fates() {
        return decision().rules().stream()
                .collect(Collectors.toMap(rule -> rule.original().id(), PlannedRule::fate));
    }

    static Ensemble ensemble() {
        return ensemble(new Ensemble.Admin("http", 8080, "/credential"));
    }

    static Ensemble ensemble(Ensemble.Admin admin) {
        return new Ensemble(
                "orders",
                List.of("10.0.1.1"),
                admin,
                Set.of(2181, 2182),
                new Ensemble.Tag("zooark:ensemble", "orders"),
                new Ensemble.HostPaths(null, null),
                new Ensemble.Functions(FUNCTIONS, List.of("10.0.9.0/28")));
    }
}
