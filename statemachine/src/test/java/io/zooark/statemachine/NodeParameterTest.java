package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeParameterTest {
    private final StandInHost host;

    NodeParameterTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.oldData().held();
    }

    @ParameterizedTest
    @CsvSource({
        "set-aside, RestoreId, ../../etc",
        "set-aside, RestoreId, ''",
        "set-aside, ZooCfg, etc/zoo.cfg",
        "set-aside, ZooCfg, /etc/$(id).cfg",
        "set-aside, Unit, a b",
        "set-aside, Unit, {{Unit}}",
        "set-aside, Order, 1",
        "set-aside, Order, ''",
        "set-aside, Order, -1.0",
        "set-aside, Order, 1.00000",
        "put-back, Chain, 'r-1,'",
        "put-back, Chain, r-1/../r-2",
        "set-aside, Epoch, -1",
        "set-aside, Epoch, 12345678901",
        "set-aside, ServerId, one",
        "keep-restored, Zxid, 0x200000a",
        "keep-restored, Zxid, *",
        "put-back, Epoch, ''",
        "cut, ClientPorts, ''",
        "cut, ClientPorts, '2181,'",
        "cut, ClientPorts, 70000",
        "cut, Exempt, 10.0.0.0/8;id",
        "cut, Exempt, 0.0.0.0/0",
        "cut, Exempt, 10.0.0",
        "uncut, ClientPorts, all",
        "place, Bytes, many",
        "place, Cksum, 12345678901",
        "place, Url, http://example.com/snapshot",
        "place, Url, 'https://bucket/$(id)'",
        "place, Url, 'https://bucket/\"'",
        "place, Url, file:///etc/passwd",
        "place, Url, http://localhost.example.com/",
        "wipe-for-rejoin, ServerId, one",
        "prune, Confirm, ''",
    })
    void theScriptRefusesAWrongValueByItself(String action, String name, String value) throws Exception {
        host.with(name, value);
        Map<String, String> before = host.dataInventory();

        Answer answer = host.run(action);

        assertThat(answer.exitStatus()).as(answer.toString()).isEqualTo(1);
        assertThat(answer.json().get("action").asText()).isEqualTo(action);
        assertThat(answer.json().get("error").asText()).isNotEmpty();
        assertThat(answer.json().get("hint").asText()).isNotEmpty();
        assertThat(host.dataInventory()).isEqualTo(before);
        assertThat(host.has("state/table")).isFalse();
    }

    @Test
    void theScriptRefusesASecondLineBehindAGoodFirstOne() throws Exception {
        host.with("Unit", "zookeeper\nother");

        assertThat(host.run("stop").json().get("error").asText()).isEqualTo("parameter Unit is 'zookeeper other'");
    }

    @Test
    void theScriptRefusesMoreExemptionsThanFit() throws Exception {
        host.with("Exempt", "10.0.0.1,".repeat(112));

        assertThat(host.run("cut").json().get("error").asText()).startsWith("parameter Exempt is '10.0.0.1,");
    }

    @Test
    void theScriptDoesNotSayAnAddress() throws Exception {
        Answer answer = host.with("Url", "ftp://bucket/secret").run("place");

        assertThat(answer.toString()).doesNotContain("secret").contains("parameter Url is '(an address)'");
    }

    @Test
    void reachesTheScriptThroughItsTextFromAnOldAgent() throws Exception {
        host.withOldAgent();

        assertThat(host.run("set-aside").json().get("epoch").asInt()).isEqualTo(6);
        assertThat(host.run("cut").json().get("remaining").asInt()).isZero();
        assertThat(host.with("Epoch", "6 7").run("put-back").json().get("error").asText())
                .startsWith("parameter Epoch is ");
    }
}
