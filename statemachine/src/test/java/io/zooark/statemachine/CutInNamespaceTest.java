package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zooark.statemachine.Namespaces.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cut as it is deployed, over real sockets, rules and {@code ss -K}, in network namespaces of its own. */
@Timeout(120)
class CutInNamespaceTest {
    private static final String REFUSED = "Connection refused";

    /** What the documents of the cut call, but for nft. */
    private static final String WITHOUT_NFT = "sh awk cat cut date grep ln mkdir mv ps rm rmdir sed sleep sync tr"
            + " ip ss iptables iptables-restore ip6tables ip6tables-restore";

    private final Namespaces namespaces = new Namespaces();
    private final StandInHost host;

    CutInNamespaceTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
    }

    @AfterEach
    void remove() throws Exception {
        // a link to outside, which the deletion of the temporary folder would warn of
        Files.deleteIfExists(host.path("root/proc/uptime"));
        namespaces.remove();
    }

    @Test
    void cutsWithNft() throws Exception {
        assumeNothingLacks("ip", "ss", "nft");

        cutsAndUncuts("nft");
    }

    @Test
    void cutsWithIptablesWhereThereIsNoNft() throws Exception {
        assumeNothingLacks("ip", "ss", "iptables", "ip6tables");
        host.withOnly(WITHOUT_NFT.split(" ", -1));

        cutsAndUncuts("iptables");
    }

    @Test
    void mendsAFlushedRuleset() throws Exception {
        assumeNothingLacks("ip", "ss", "nft");
        namespaces.connect();
        host.inNamespace(namespaces.server());

        assertThat(host.run("cut").json().get("mended").asBoolean()).isFalse();
        namespaces.within(namespaces.server(), "nft flush ruleset");

        assertThat(host.run("cut").json().get("mended").asBoolean()).isTrue();
        assertThat(host.run("cut").json().get("mended").asBoolean()).isFalse();
    }

    @Test
    void refusesAServerInAnotherNetworkNamespace() throws Exception {
        assumeNothingLacks("ip", "ss", "nft");
        namespaces.connect();
        Line elsewhere = namespaces.peer(namespaces.client());
        assertThat(elsewhere.ask("listen 2181")).isEqualTo("listening");
        host.inNamespace(namespaces.server()).write("state/pid", elsewhere.pid() + "\n");

        assertThat(host.run("cut").json().get("error").asText())
                .isEqualTo("not proven: process " + elsewhere.pid()
                        + " of unit zookeeper is in another network namespace");
        assertThat(host.run("inspect").json().get("problems").toString())
                .contains("clients cannot be cut", "another network namespace");
    }

    private void cutsAndUncuts(String firewall) throws Exception {
        namespaces.connect();
        Line server = namespaces.peer(namespaces.server());
        Line client = namespaces.peer(namespaces.client());
        assertThat(server.ask("listen 2181")).isEqualTo("listening");
        assertThat(server.ask("listen 2888")).isEqualTo("listening");
        // the exempt ranges hold the server's own addresses too: what runs on it must be cut all the same
        host.inNamespace(namespaces.server())
                .write("state/pid", server.pid() + "\n")
                .with("Exempt", "10.99.0.3,10.99.0.1/32,fd99::3/128,fd99::1/128");
        everybodyConnects(server, client);

        for (int time = 1; time <= 2; time++) {
            assertThat(host.run("cut").json().toString())
                    .matches(
                            "\\{\"action\":\"cut\",\"firewall\":\"%s\",\"remaining\":0,\"peers\":\\[],\"mended\":false,\"apart\":([5-9]|\\d\\d),\"anew\":true}"
                                    .formatted(firewall));
            nobodyButTheExemptIsIn(server, client);
        }

        for (int time = 1; time <= 2; time++) {
            Answer uncut = host.run("uncut");
            assertThat(uncut.json()).as(uncut.toString()).hasToString("{\"action\":\"uncut\"}");
        }
        everybodyConnects(server, client);
    }

    private static void everybodyConnects(Line server, Line client) throws IOException {
        assertThat(client.ask("connect four 10.99.0.2 10.99.0.1 2181")).isEqualTo("open");
        assertThat(client.ask("connect six fd99::2 fd99::1 2181")).isEqualTo("open");
        assertThat(client.ask("connect exempt 10.99.0.3 10.99.0.1 2181")).isEqualTo("open");
        assertThat(client.ask("connect exempt6 fd99::3 fd99::1 2181")).isEqualTo("open");
        assertThat(client.ask("connect quorum 10.99.0.2 10.99.0.1 2888")).isEqualTo("open");
        assertThat(server.ask("connect loop 127.0.0.1 127.0.0.1 2181")).isEqualTo("open");
        assertThat(server.ask("connect own 10.99.0.1 10.99.0.1 2181")).isEqualTo("open");
        assertThat(server.ask("connect own6 fd99::1 fd99::1 2181")).isEqualTo("open");
        for (String name : new String[] {"four", "six", "exempt", "exempt6", "quorum"}) {
            assertThat(client.ask("talk " + name)).as(name).isEqualTo("alive");
        }
    }

    private static void nobodyButTheExemptIsIn(Line server, Line client) throws IOException {
        assertThat(client.ask("talk four")).isEqualTo("gone");
        assertThat(client.ask("talk six")).isEqualTo("gone");
        assertThat(server.ask("talk loop")).isEqualTo("gone");
        assertThat(server.ask("talk own")).isEqualTo("gone");
        assertThat(server.ask("talk own6")).isEqualTo("gone");

        assertThat(client.ask("connect new 10.99.0.2 10.99.0.1 2181")).isEqualTo(REFUSED);
        assertThat(client.ask("connect new6 fd99::2 fd99::1 2181")).isEqualTo(REFUSED);
        assertThat(server.ask("connect new 127.0.0.1 127.0.0.1 2181")).isEqualTo(REFUSED);
        assertThat(server.ask("connect new 10.99.0.1 10.99.0.1 2181")).isEqualTo(REFUSED);

        assertThat(client.ask("talk exempt")).isEqualTo("alive");
        assertThat(client.ask("talk exempt6")).isEqualTo("alive");
        assertThat(client.ask("talk quorum")).isEqualTo("alive");
        assertThat(client.ask("connect new 10.99.0.3 10.99.0.1 2181")).isEqualTo("open");
        assertThat(client.ask("connect new 10.99.0.2 10.99.0.1 2888")).isEqualTo("open");
    }

    private static void assumeNothingLacks(String... commands) throws Exception {
        Optional<String> lacking = Namespaces.lacking(commands);
        assumeTrue(lacking.isEmpty(), () -> "this machine lacks " + lacking.orElse(""));
    }
}
