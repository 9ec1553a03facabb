package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told of a host before the first backup, and how to mend it. */
class DoctorTest {
    private static final String SOUND = """
            dataDir=%s
            dataLogDir=%s
            clientPort=2181
            DigestAuthenticationProvider.superDigest=super:x
            server.1=10.0.0.5:2888:3888;2181
            server.2=10.0.0.6:2888:3888;2181
            server.3=10.0.0.7:2888:3888;2181
            """;

    private final StandInHost host;

    DoctorTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.oldData();
    }

    @BeforeEach
    void sound() throws IOException {
        host.zooCfg(SOUND.formatted(host.data(), host.logs()));
    }

    @Test
    void changesNothing() throws Exception {
        Map<String, String> before = host.inventory();

        ask();

        assertThat(host.inventory()).isEqualTo(before);
    }

    @Test
    void findsNothingButThatItDoesNotRunOnASoundHost() throws Exception {
        JsonNode said = ask();

        assertThat(said.get("serverId").asInt()).isEqualTo(1);
        assertThat(said.get("ready").asBoolean()).isFalse();
        assertThat(said.get("missing").findValuesAsText("what")).containsExactly("ZooKeeper does not run");
        assertThat(said.get("missing").findValuesAsText("mend"))
                .containsExactly("start unit zookeeper, then ask again");
        assertThat(said.get("advice").findValuesAsText("what")).allMatch(what -> what.startsWith("free: "));
        assertThat(said.get("more").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "admin.enableServer=false, admin.enableServer is false",
        "admin.snapshot.enabled=false, admin.snapshot.enabled is false",
        "serializeLastProcessedZxid.enabled=False, serializeLastProcessedZxid.enabled is false"
    })
    void namesTheSettingThatBackupsAndRestoresNeed(String line, String what) throws Exception {
        host.zooCfg(SOUND.formatted(host.data(), host.logs()) + line + "\n");

        assertThat(ask().get("missing").findValuesAsText("what")).contains(what);
    }

    @Test
    void advisesWhatARestoreCanDoWithout() throws Exception {
        host.zooCfg((SOUND + "admin.restore.enabled=false\n")
                .formatted(host.data(), host.logs())
                .replaceAll("(?m)^Digest.*\n", ""));

        assertThat(ask().get("advice").findValuesAsText("what"))
                .contains("admin.restore.enabled is false", "no super user (DigestAuthenticationProvider.superDigest)");
    }

    @Test
    void refusesWhatHasNoQuorum() throws Exception {
        host.zooCfg("dataDir=%s\ndataLogDir=%s\nclientPort=2181\n".formatted(host.data(), host.logs()));

        assertThat(ask().get("missing").findValuesAsText("what"))
                .contains("a standalone server, which has no quorum that could prove a restore");
    }

    @Test
    void countsWhatDoesNotFit() throws Exception {
        String longName = "/a-folder-with-a-long-name".repeat(7);
        host.with("Unit", "zookeeper-of-a-very-long-name".repeat(3)).write("state/unknown-unit", "");
        host.zooCfg("""
                dataDir=%s
                dataLogDir=%s
                admin.enableServer=false
                admin.snapshot.enabled=false
                admin.restore.enabled=false
                serializeLastProcessedZxid.enabled=false
                """.formatted(host.path("no" + longName), host.path("none" + longName)));

        JsonNode said = ask();

        assertThat(said.get("ready").asBoolean()).isFalse();
        assertThat(said.get("more").asInt()).as(said.toString()).isPositive();
        assertThat(said.get("missing").size()
                        + said.get("advice").size()
                        + said.get("more").asInt())
                .isGreaterThan(7);
    }

    private JsonNode ask() throws IOException, InterruptedException {
        Answer answer = host.run("doctor");
        assertThat(answer.exitStatus()).as(answer.toString()).isZero();
        assertThat(answer.json().toString()).hasSizeLessThan(2048);
        return answer.json();
    }
}
