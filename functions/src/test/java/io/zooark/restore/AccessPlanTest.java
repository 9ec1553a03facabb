package io.zooark.restore;

import static io.zooark.restore.MemoryNetwork.FUNCTIONS;
import static io.zooark.restore.MemoryNetwork.SERVERS;
import static io.zooark.restore.MemoryNetwork.group;
import static io.zooark.restore.MemoryNetwork.ipv4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.RequestRefusedException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessPlanTest {
    private final MemoryNetwork network = MemoryNetwork.ofTwoServers();

    @Test
    void parksWhatLetsClientsInAndNothingElse() {
        List<ParkedRule> plan = plan();

        assertThat(plan).extracting(parked -> parked.original().id()).containsExactly("sgr-clients");
        assertThat(plan.get(0).parked()).isEqualTo(network.at("sgr-clients").movedTo(65_535, 65_535));
    }

    @Test
    void leavesTheServersAndTheFunctionsIn() {
        network.without("sgr-clients");

        assertThat(plan()).isEmpty();
    }

    @Test
    void parksAGroupInWhichOthersAreToo() {
        network.rule("sgr-shops", "tcp", 2181, 2181, group("sg-shops")).attach("sg-shops", "eni-1");
        network.attach("sg-shops", "eni-99");

        assertThat(plan()).extracting(parked -> parked.original().id()).contains("sgr-shops");
    }

    @Test
    void parksAGroupThatIsEmptyNowSinceMembersMayCome() {
        network.rule("sgr-shops", "tcp", 2181, 2181, group("sg-shops"));

        assertThat(plan()).extracting(parked -> parked.original().id()).contains("sgr-shops");
    }

    @Test
    void givesEachRuleOfAGroupAPortOfItsOwnThatNoOtherHas() {
        network.rule("sgr-v6", "tcp", 2181, 2182, new AccessRule.Source(AccessRule.Kind.IPV6, "::/0"))
                .rule("sgr-list", "tcp", 2182, 2182, new AccessRule.Source(AccessRule.Kind.PREFIX_LIST, "pl-1"))
                .rule("sgr-high", "tcp", 65_534, 65_534, ipv4("10.0.0.0/16"));

        assertThat(plan()).extracting(parked -> parked.parked().fromPort()).containsExactly(65_535, 65_533, 65_532);
        assertThat(plan())
                .allMatch(
                        parked -> parked.parked().fromPort() == parked.parked().toPort());
    }

    @Test
    void refusesARangeThatReachesBeyondTheClientPorts() {
        network.rule("sgr-wide", "tcp", 2000, 9000, ipv4("10.0.0.0/16"));

        assertThatThrownBy(this::plan)
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("sgr-wide of sg-servers (tcp 2000-9000 from 10.0.0.0/16)")
                .hasMessageContaining("lets clients in together with other traffic")
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void refusesAllTrafficFromElsewhere() {
        network.rule("sgr-all", "-1", -1, -1, ipv4("10.0.0.0/16"));

        assertThatThrownBy(this::plan)
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("all traffic from 10.0.0.0/16");
    }

    @Test
    void refusesAGroupThatGuardsOtherMachinesToo() {
        network.attach(SERVERS, "eni-99");

        assertThatThrownBy(this::plan)
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("sg-servers also guards eni-99, which do not belong to 'orders'")
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void doesNotMindSharedGroupsThatLetNoClientIn() {
        network.without("sgr-clients").attach(FUNCTIONS, "eni-99");

        assertThat(plan()).isEmpty();
    }

    @Test
    void passesByOtherProtocolsAndPorts() {
        network.without("sgr-clients")
                .rule("sgr-udp", "udp", 2181, 2181, ipv4("10.0.0.0/16"))
                .rule("sgr-ping", "icmp", -1, -1, ipv4("10.0.0.0/16"))
                .rule("sgr-peer", "tcp", 2888, 3888, ipv4("10.0.0.0/16"));

        assertThat(plan()).isEmpty();
    }

    private List<ParkedRule> plan() {
        return new AccessPlan(ensemble(), network).of(network.instances());
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
