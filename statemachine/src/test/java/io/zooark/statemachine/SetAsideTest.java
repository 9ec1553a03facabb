package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetAsideTest {
    private final StandInHost host;

    SetAsideTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.oldData().held();
    }

    @Test
    void movesEverythingUnderItsOwnNameAndWritesTheEpochs() throws Exception {
        Answer answer = host.run("set-aside");

        assertThat(answer.json()).hasToString("""
                {"action":"set-aside","epoch":6,"files":7,"dataAside":"%s/set-aside/r-1/before",\
                "logsAside":"%s/set-aside/r-1/before"}""".formatted(host.data(), host.logs()));
        assertThat(host.dataInventory())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("data", "/"),
                        Map.entry("data/myid", "1\n"),
                        Map.entry("data/version-2", "/"),
                        Map.entry("data/version-2/currentEpoch", "6"),
                        Map.entry("data/version-2/acceptedEpoch", "6"),
                        Map.entry("data/set-aside", "/"),
                        Map.entry("data/set-aside/r-1", "/"),
                        Map.entry("data/set-aside/r-1/before", "/"),
                        Map.entry("data/set-aside/r-1/before/snapshot.500000001", "old snapshot"),
                        Map.entry("data/set-aside/r-1/before/currentEpoch", "5"),
                        Map.entry("data/set-aside/r-1/before/acceptedEpoch", "5"),
                        Map.entry("data/set-aside/r-1/before/.hidden", "hidden"),
                        Map.entry("data/set-aside/r-1/before/-f odd *\n$(name)", "odd"),
                        Map.entry("logs", "/"),
                        Map.entry("logs/initialize", ""),
                        Map.entry("logs/version-2", "/"),
                        Map.entry("logs/set-aside", "/"),
                        Map.entry("logs/set-aside/r-1", "/"),
                        Map.entry("logs/set-aside/r-1/before", "/"),
                        Map.entry("logs/set-aside/r-1/before/log.500000001", "old log"),
                        Map.entry("logs/set-aside/r-1/before/..two dots", "dots")));
    }

    @Test
    void takesOneFolderForBoth() throws Exception {
        host.zooCfg("dataDir=%s\nclientPort=2181\n".formatted(host.data()));

        Answer answer = host.run("set-aside");

        assertThat(answer.json().get("files").asInt()).isEqualTo(5);
        assertThat(answer.json().get("logsAside")).isEqualTo(answer.json().get("dataAside"));
        assertThat(host.has("data/initialize")).isTrue();
        assertThat(host.read("logs/version-2/log.500000001")).isEqualTo("old log");
    }

    @Test
    void takesASecondSpellingOfTheSameFolderForOne() throws Exception {
        Files.createSymbolicLink(host.path("link"), host.data());
        host.zooCfg("dataDir=%s\ndataLogDir=%s/.\n".formatted(host.data(), host.path("link")));

        assertThat(host.run("set-aside").json().get("files").asInt()).isEqualTo(5);
        assertThat(host.read("data/version-2/currentEpoch")).isEqualTo("6");
    }

    @Test
    void answersTheSameWhenItIsDeliveredAgainToARunningServer() throws Exception {
        Answer first = host.run("set-aside");
        host.run("start");
        host.write("data/version-2/snapshot.0", "new");
        Map<String, String> before = host.dataInventory();

        Answer again = host.run("set-aside");

        assertThat(again.standardOutput()).isEqualTo(first.standardOutput());
        assertThat(host.dataInventory()).isEqualTo(before);
        assertThat(host.with("Epoch", "7").run("set-aside").json().get("error").asText())
                .contains("with another epoch than 7");
    }

    @Test
    void makesALostDiskAnew() throws Exception {
        host.zooCfg("dataDir=%s\nserver.1=10.0.0.5:2888:3888;2181\n".formatted(host.path("lost/deep")));

        assertThat(host.with("ServerId", "001")
                        .run("set-aside")
                        .json()
                        .get("files")
                        .asInt())
                .isZero();
        assertThat(host.read("lost/deep/myid")).isEqualTo("1\n");
        assertThat(host.read("lost/deep/version-2/acceptedEpoch")).isEqualTo("6");
        assertThat(host.has("lost/deep/initialize")).isTrue();
    }

    @Test
    void givesWhatItMakesToTheUnitsUser() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may give files away");
        host.write("state/user", "nobody\n").zooCfg("dataDir=%s\n".formatted(host.path("lost")));

        assertThat(host.run("set-aside").exitStatus()).isZero();
        for (String made : List.of("", "/myid", "/initialize", "/version-2", "/version-2/currentEpoch", "/set-aside")) {
            assertThat(Files.getOwner(host.path("lost" + made)).getName())
                    .as(made)
                    .isEqualTo("nobody");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5", "000005", "2147483648"})
    void refusesAnEpochThatWasUsedOrIsNone(String epoch) throws Exception {
        host.with("Epoch", epoch);

        refusesSaying("epoch ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "", "1 ", "one\n1"})
    void refusesAnotherServersMyid(String myid) throws Exception {
        host.write("data/myid", myid);

        refusesSaying("myid holds '");
    }

    @Test
    void refusesAServerThatZooCfgDoesNotKnow() throws Exception {
        host.zooCfg("dataDir=%s\nserver.2=zk2:2888:3888\n".formatted(host.data()));

        refusesSaying("zoo.cfg has no server.1");
    }

    @Test
    void refusesAUnitThatIsNotHeld() throws Exception {
        host.run("start");
        host.write("state/pid", "0\n");

        refusesSaying("unit zookeeper is not held");
    }

    @Test
    void refusesAUnitThatRuns() throws Exception {
        host.write("state/pid", ProcessHandle.current().pid() + "\n");

        refusesSaying("not stopped: unit zookeeper has process");
    }

    @Test
    void refusesToMixWithFilesWhoseStateWasLost() throws Exception {
        host.write("data/set-aside/r-1/before/currentEpoch", "4");

        refusesSaying("set-aside/r-1/before holds files that");
    }

    @Test
    void refusesALinkToNowhere() throws Exception {
        host.zooCfg("dataDir=%s\n".formatted(host.path("other")));
        host.write("other/myid", "1");
        Files.createSymbolicLink(host.path("other/version-2"), host.path("nowhere"));

        assertThat(host.run("set-aside").json().get("error").asText()).contains("is a link to what does not exist");
    }

    @Test
    void refusesToMoveAcrossFileSystems() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(
                Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(host.data())),
                "this machine lacks a second file system at /dev/shm");
        Path elsewhere = Files.createTempDirectory(memory, "zooark");
        try {
            Files.createDirectory(host.path("other"));
            Files.createSymbolicLink(host.path("other/version-2"), elsewhere);
            host.zooCfg("dataDir=%s\nclientPort=2181\n".formatted(host.path("other")));

            refusesSaying("version-2 is on another file system");
            assertThat(host.run("inspect").json().at("/problems/0").asText())
                    .startsWith("version-2 on another file system");
        } finally {
            Files.delete(elsewhere);
        }
    }

    @Test
    void refusesLogsInsideTheSnapshots() throws Exception {
        host.zooCfg(
                "dataDir=%s\ndataLogDir=%s\n".formatted(host.data(), host.data().resolve("version-2/logs")));
        host.write("data/version-2/logs/version-2/log.1", "log");

        refusesSaying("lie one in the other's version-2");
    }

    @Test
    void refusesWhatWasWrittenBetweenTheMoveAndTheEpochs() throws Exception {
        host.write("root/var/lib/zooark/r-1/set-aside.begun", "").write("root/var/lib/zooark/r-1/set-aside.moved", "");

        assertThat(host.run("set-aside").json().get("error").asText())
                .contains("was written after the old files were set aside");
    }

    private void refusesSaying(String error) throws IOException, InterruptedException {
        Map<String, String> before = host.dataInventory();

        Answer answer = host.run("set-aside");

        assertThat(answer.exitStatus()).isEqualTo(1);
        assertThat(answer.json().get("error").asText()).contains(error);
        assertThat(host.dataInventory()).isEqualTo(before);
    }
}
