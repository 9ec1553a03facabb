package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectTest {
    private final StandInHost host;

    InspectTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.oldData();
    }

    @Test
    void tellsAllOfAServerInAnEnsemble() throws Exception {
        host.zooCfg("""
                tickTime=2000
                dataDir=%s
                dataLogDir=%s
                secureClientPort=2281
                admin.serverPort=8888
                admin.enableServer=false
                admin.restore.enabled=false
                server.1=10.0.0.5:2888:3888;2181
                server.3=10.0.0.7:2888:3888:observer;0.0.0.0:2181
                server.2=10.0.0.6:2888:3888;2181
                """.formatted(host.data(), host.logs()));
        host.write("data/version-2/snapshot.5000000ff.gz", "").write("logs/version-2/log.not-a-zxid", "");

        JsonNode said = inspect();

        assertThat(said.get("action").asText()).isEqualTo("inspect");
        assertThat(said.get("serverId").asInt()).isEqualTo(1);
        assertThat(said.get("candidateIds")).hasToString("[1]");
        assertThat(said.get("standalone").asBoolean()).isFalse();
        assertThat(said.get("dataDir").asText()).isEqualTo(host.data().toString());
        assertThat(said.get("dataLogDir").asText()).isEqualTo(host.logs().toString());
        assertThat(said.get("clientPorts")).hasToString("[2281,2181]");
        assertThat(said.get("adminPort").asInt()).isEqualTo(8888);
        assertThat(said.get("adminEnabled").asBoolean()).isFalse();
        assertThat(said.get("restoreEnabled").asBoolean()).isFalse();
        assertThat(said.get("placeTools").asBoolean()).isTrue();
        assertThat(said.get("members"))
                .hasToString(
                        "[\"server.1=10.0.0.5:2888:3888;2181\","
                                + "\"server.3=10.0.0.7:2888:3888:observer;0.0.0.0:2181\",\"server.2=10.0.0.6:2888:3888;2181\"]");
        assertThat(said.get("process").asInt()).isZero();
        assertThat(said.get("acceptedEpoch").asInt()).isEqualTo(5);
        assertThat(said.get("currentEpoch").asInt()).isEqualTo(5);
        assertThat(said.get("highestZxid").asText()).isEqualTo("0x5000000ff");
        assertThat(said.get("usedBytes").asLong()).isPositive();
        assertThat(said.get("freeBytes").asLong()).isPositive();
        assertThat(said.get("problems")).isEmpty();
    }

    @Test
    void changesNothing() throws Exception {
        Map<String, String> before = host.inventory();

        inspect();

        assertThat(host.inventory()).isEqualTo(before);
    }

    @Test
    void readsZooCfgAsJavaPropertiesWithoutALastLineEnd() throws Exception {
        host.zooCfg(
                "# comment\r\n! another\r\n\r\n  dataDir = %s/ \r\ndataLogDir\\\r\n  : %s\r\nclientPort 2181\r\nclientPort: 2182"
                        .formatted(host.data(), host.logs()));

        JsonNode said = inspect();

        assertThat(said.get("dataDir").asText()).isEqualTo(host.data().toString());
        assertThat(said.get("dataLogDir").asText()).isEqualTo(host.logs().toString());
        assertThat(said.get("clientPorts")).hasToString("[2182]");
        assertThat(said.get("standalone").asBoolean()).isTrue();
        assertThat(said.get("members")).isEmpty();
    }

    @Test
    void resolvesTheEscapesOfJavaProperties() throws Exception {
        host.zooCfg("dataDir=%s\nclientPort=2181\nserver.1=10.0.0.5\\:2888\\:3888\n"
                .formatted(host.path("a\\ \\\"b\\\\c")));

        JsonNode said = inspect();

        assertThat(said.get("dataDir").asText()).isEqualTo(host.path("a \"b\\c").toString());
        assertThat(said.get("members").get(0).asText()).isEqualTo("server.1=10.0.0.5:2888:3888");
    }

    @Test
    void readsTheServersFromTheDynamicFile() throws Exception {
        host.write(
                "members",
                "server.2=10.0.0.6:2888:3888:participant;0.0.0.0:2181\nserver.1=10.0.0.5:2888:3888:participant;0.0.0.0:2183");
        host.zooCfg("dataDir=%s\ndynamicConfigFile=%s\n".formatted(host.data(), host.path("members")));

        JsonNode said = inspect();

        assertThat(said.get("members")).hasSize(2);
        assertThat(said.get("candidateIds")).hasToString("[1]");
        assertThat(said.get("clientPorts")).hasToString("[2183]");
        assertThat(said.get("dataLogDir").asText()).isEqualTo(host.data().toString());
    }

    /** As ZooKeeper does ({@code QuorumPeerConfig.getVersionFromFilename}): its servers name the file after the change. */
    @ParameterizedTest
    @CsvSource({
        "zoo.cfg.dynamic.10000002a, ', version=10000002a'",
        "zoo.cfg.dynamic.0, ', version=0'",
        "zoo.cfg.dynamic, ''",
        "members, ''"
    })
    void readsTheVersionOfTheMembersFromTheNameOfTheirFile(String file, String version) throws Exception {
        host.write(file, "server.1=10.0.0.5:2888:3888:participant;0.0.0.0:2181");
        host.zooCfg("dataDir=%s\ndynamicConfigFile=%s\n".formatted(host.data(), host.path(file)));

        assertThat(inspect().get("members"))
                .map(JsonNode::asText)
                .hasToString("[server.1=10.0.0.5:2888:3888:participant;0.0.0.0:2181" + version + "]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "10.0.0.9:2888:3888|10.0.0.5:2889:3889 [7]",
                "[fd00::5]:2888:3888:observer [7]",
                "localhost:2888:3888;2181 [7]",
                "127.0.0.1:2888:3888;127.0.0.1:2181 [7]",
                "127.0.0.1:2888:3888;127.0.0.1:2182 []",
                "10.0.0.50:2888:3888 []",
                "[fd00::55]:2888:3888 []",
            })
    void knowsWhichLineIsThisHost(String line, String candidates) throws Exception {
        host.zooCfg("dataDir=%s\nclientPort=2181\nserver.7=%s\n".formatted(host.data(), line));

        assertThat(inspect().get("candidateIds")).hasToString(candidates);
    }

    @Test
    void tellsOfALostDisk() throws Exception {
        host.zooCfg("dataDir=%s\nclientPort=2181\nserver.4=10.0.0.5:2888:3888\nserver.5=10.0.0.6:2888:3888\n"
                .formatted(host.path("lost/deep")));

        JsonNode said = inspect();

        assertThat(said.get("serverId").isNull()).isTrue();
        assertThat(said.get("candidateIds")).hasToString("[4]");
        assertThat(said.get("currentEpoch").isNull()).isTrue();
        assertThat(said.get("highestZxid").isNull()).isTrue();
        assertThat(said.get("usedBytes").asLong()).isZero();
        assertThat(said.get("freeBytes").asLong()).isPositive();
        // what a restore mends does not stand in its way
        assertThat(said.get("problems")).isEmpty();
        assertThat(said.get("notes"))
                .extracting(JsonNode::asText)
                .containsExactly("myid missing", "data directory missing: " + host.path("lost/deep"));
    }

    @ParameterizedTest
    @CsvSource({"'1', 1", "'01\r\n', 1", "'x', null", "'', null"})
    void readsMyid(String text, String id) throws Exception {
        host.write("data/myid", text);

        assertThat(inspect().get("serverId")).hasToString(id);
    }

    @Test
    void refusesAUnitThatSystemdDoesNotKnow() throws Exception {
        host.write("state/unknown-unit", "");

        assertThat(inspect().get("problems"))
                .extracting(JsonNode::asText)
                .containsExactly("systemd says of unit zookeeper: not-found");
    }

    @Test
    void tellsWhereClientsCannotBeCut() throws Exception {
        host.write("state/pid", ProcessHandle.current().pid() + "\n");

        assertThat(inspect().get("problems").toString())
                .contains("clients cannot be cut", "nothing listens on the ports 2181 here");

        host.write("state/listeners", "LISTEN 0 50 *:2181 *:*\n");
        assertThat(inspect().get("problems")).isEmpty();
    }

    @Test
    void tellsWhatTheProcessWasStartedWith() throws Exception {
        Process server = new ProcessBuilder(
                        "sh",
                        "-c",
                        "read line",
                        "-Xmx512m",
                        "-Xmx2g",
                        "-Dzookeeper.db.autocreate=false",
                        "-cp",
                        "/opt/lib/zookeeper-jute-3.9.5.jar:/opt/lib/zookeeper-3.9.5.jar:/opt/conf")
                .start();
        try {
            host.write("state/pid", server.pid() + "\n").write("state/listeners", "LISTEN 0 50 *:2181 *:*\n");

            JsonNode said = inspect();

            assertThat(said.get("version").asText()).isEqualTo("3.9.5");
            assertThat(said.get("maxHeap").asLong()).isEqualTo(2L << 30);
            assertThat(said.get("autocreate").asBoolean()).isFalse();
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void tellsTheSettingsThatAPlanAsksFor() throws Exception {
        JsonNode usual = inspect();
        assertThat(usual.get("version").isNull()).isTrue();
        assertThat(usual.get("maxHeap").isNull()).isTrue();
        assertThat(usual.get("reconfig").asBoolean()).isFalse();
        assertThat(usual.get("dynamic").asBoolean()).isFalse();
        assertThat(usual.get("trustEmpty").asBoolean()).isFalse();
        assertThat(usual.get("autocreate").asBoolean()).isTrue();

        host.write("root/etc/zoo.cfg.dynamic", "server.1=10.0.0.5:2888:3888;2181\n");
        host.zooCfg("dataDir=%s\nreconfigEnabled=true\nsnapshot.trust.empty=TRUE\ndb.autocreate=false\n"
                        .formatted(host.data())
                + "dynamicConfigFile=zoo.cfg.dynamic\n");

        JsonNode said = inspect();
        assertThat(said.get("reconfig").asBoolean()).isTrue();
        assertThat(said.get("dynamic").asBoolean()).isTrue();
        assertThat(said.get("trustEmpty").asBoolean()).isTrue();
        assertThat(said.get("autocreate").asBoolean()).isFalse();
    }

    @Test
    void findsNothingInAnEmptyVersion2() throws Exception {
        host.zooCfg("dataDir=%s\nclientPort=2181\n".formatted(host.path("empty")));
        host.write("empty/version-2/ignored", "");

        JsonNode said = inspect();

        assertThat(said.get("highestZxid").isNull()).isTrue();
        assertThat(said.get("acceptedEpoch").isNull()).isTrue();
        assertThat(said.get("problems")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "clientPort=2181, dataDir",
        "dataDir=data, relative",
        "dataDir=/, dataDir",
        "'dataDir=/d\nclientPort=many', clientPort",
        "'dataDir=/d\ndynamicConfigFile=/nowhere/dynamic', /nowhere/dynamic"
    })
    void refusesAZooCfgItCannotTrust(String text, String said) throws Exception {
        host.zooCfg(text);

        Answer answer = host.run("inspect");

        assertThat(answer.exitStatus()).isEqualTo(1);
        assertThat(answer.json().get("error").asText()).contains(said);
    }

    private JsonNode inspect() throws IOException, InterruptedException {
        Answer answer = host.run("inspect");
        assertThat(answer.exitStatus()).as(answer.toString()).isZero();
        return answer.json();
    }
}
