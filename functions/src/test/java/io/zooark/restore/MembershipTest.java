package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipTest {

    @Test
    void takesZooCfgAndTheConfigNodeForTheSame() {
        List<String> zooCfg =
                List.of("server.1=zk1:2888:3888;2181", "server.2=zk2:2888:3888", "server.3 = zk3:2888:3888:observer");
        String node = """
                server.1=zk1:2888:3888:participant;0.0.0.0:2181
                server.2=zk2:2888:3888:participant
                server.3=zk3:2888:3888:observer
                version=100000000""";

        assertThat(Membership.same(zooCfg, node)).isTrue();
    }

    @Test
    void tellsAnotherEnsembleApart() {
        List<String> zooCfg = List.of("server.1=zk1:2888:3888;2181", "server.2=zk2:2888:3888;2181");

        assertThat(Membership.same(zooCfg, "server.1=zk1:2888:3888:participant;0.0.0.0:2181"))
                .isFalse();
        assertThat(Membership.same(zooCfg, "server.1=zk1:2888:3888:participant\nserver.2=other:2888:3888:participant"))
                .isFalse();
    }

    @Test
    void knowsWhoOnlyListens() {
        assertThat(Membership.observer("server.3=zk3:2888:3888:observer;2181")).isTrue();
        assertThat(Membership.observer("server.3=zk3:2888:3888;2181")).isFalse();
    }
}
