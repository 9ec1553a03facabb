package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import org.apache.zookeeper.server.quorum.flexible.QuorumMaj;
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
    void takesAnIpv6AddressAndSeveralAddressesAsJavaAndZooKeeperWriteThem() {
        List<String> zooCfg = List.of("server.1=[::1]:2888:3888", "server.2=b:2888:3888|a:2889:3889:observer;2181");

        assertThat(Membership.same(zooCfg, """
                server.1=[0:0:0:0:0:0:0:1]:2888:3888:participant
                server.2=a:2889:3889|b:2888:3888:observer;0.0.0.0:2181
                version=0""")).isTrue();
        assertThat(Membership.observer("server.2=b:2888:3888|a:2889:3889:observer;2181"))
                .isTrue();
    }

    @Test
    void writesTheConfigNodeAsAServerDoesThatStartsWithTheseLines() throws Exception {
        List<String> zooCfg = List.of(
                "server.2 = zk2.example.org:2888:3888;2181",
                "server.1=10.0.0.1:2888:3888:participant;10.0.0.1:2181",
                "server.4=[fe80::1]:2888:3888:observer;[::]:2181",
                "server.3=zk3:2888:3888:OBSERVER",
                "version=100000000");

        assertThat(Membership.text(zooCfg)).isEqualTo(written(zooCfg));
        assertThat(Membership.text(zooCfg.subList(0, 3))).isEqualTo(written(zooCfg.subList(0, 3)));
        assertThat(Membership.version(zooCfg)).isEqualTo(Zxid.parse("0x100000000"));
        assertThat(Membership.version(zooCfg.subList(0, 3))).isEqualTo(new Zxid(0));
    }

    private static String written(List<String> lines) throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(String.join("\n", lines)));
        return new QuorumMaj(properties).toString();
    }

    @Test
    void knowsWhoOnlyListens() {
        assertThat(Membership.observer("server.3=zk3:2888:3888:observer;2181")).isTrue();
        assertThat(Membership.observer("server.3=zk3:2888:3888;2181")).isFalse();
    }
}
