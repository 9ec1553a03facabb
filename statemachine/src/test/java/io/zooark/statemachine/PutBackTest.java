package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PutBackTest {
    private final StandInHost host;

    PutBackTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.oldData().held();
    }

    @Test
    void putsTheOldFilesBackAndTheNewOnesAside() throws Exception {
        Map<String, String> old = host.dataInventory();
        host.run("set-aside");
        host.write("data/version-2/snapshot.200000a", "restored").write("logs/version-2/log.600000001", "new log");

        Answer answer = host.with("Epoch", "5").run("put-back");

        assertThat(answer.json())
                .hasToString("{\"action\":\"put-back\",\"moved\":true,\"files\":7,\"epoch\":5,\"from\":\"r-1\"}");
        assertThat(host.dataInventory()).containsAllEntriesOf(old);
        assertThat(host.read("data/set-aside/r-1/restored/snapshot.200000a")).isEqualTo("restored");
        assertThat(host.read("data/set-aside/r-1/restored/currentEpoch")).isEqualTo("6");
        assertThat(host.read("logs/set-aside/r-1/restored/log.600000001")).isEqualTo("new log");
        assertThat(host.has("logs/initialize")).isFalse();
    }

    @Test
    void raisesTheEpochsAndKeepsTheOldOnes() throws Exception {
        host.write("data/version-2/acceptedEpoch", "9");
        host.with("Epoch", "10").run("set-aside");

        host.with("Epoch", "6").run("put-back");

        assertThat(host.read("data/version-2/acceptedEpoch")).isEqualTo("9");
        assertThat(host.read("data/version-2/currentEpoch")).isEqualTo("6");
        assertThat(host.read("data/set-aside/r-1/currentEpoch")).isEqualTo("5");
    }

    @Test
    void neverLeavesTheAcceptedEpochBelowTheCurrentOne() throws Exception {
        host.write("data/version-2/currentEpoch", "8").write("data/version-2/acceptedEpoch", "garbage");
        host.with("Epoch", "10").run("set-aside");

        host.with("Epoch", "6").run("put-back");

        assertThat(host.read("data/version-2/acceptedEpoch")).isEqualTo("8");
        assertThat(host.read("data/version-2/currentEpoch")).isEqualTo("8");
    }

    @Test
    void answersTheSameWhenItIsDeliveredAgainToARunningServer() throws Exception {
        host.run("set-aside");
        Answer first = host.run("put-back");
        host.run("start");
        Map<String, String> before = host.dataInventory();

        assertThat(host.run("put-back").standardOutput()).isEqualTo(first.standardOutput());
        assertThat(host.dataInventory()).isEqualTo(before);
    }

    @Test
    void endsTheRestoreOnThisHost() throws Exception {
        host.run("set-aside");
        host.run("put-back");
        Map<String, String> before = host.dataInventory();

        assertThat(host.run("set-aside").json().get("error").asText())
                .isEqualTo("restore r-1 was put back on this host");
        assertThat(host.run("keep-restored").json().get("error").asText())
                .isEqualTo("restore r-1 was put back on this host");
        assertThat(host.dataInventory()).isEqualTo(before);
    }

    @Test
    void doesTheSameWithOneFolderForBoth() throws Exception {
        host.zooCfg("dataDir=%s\n".formatted(host.data()));
        Map<String, String> old = host.dataInventory();
        host.run("set-aside");

        assertThat(host.with("Epoch", "1").run("put-back").json().get("files").asInt())
                .isEqualTo(5);
        assertThat(host.dataInventory()).containsAllEntriesOf(old);
    }

    @Test
    void onlyRaisesTheEpochsWhereNothingWasSetAside() throws Exception {
        Map<String, String> old = host.dataInventory();

        Answer answer = host.with("Epoch", "8").run("put-back");

        assertThat(answer.json()).hasToString("{\"action\":\"put-back\",\"moved\":false,\"files\":7,\"epoch\":8}");
        old.put("data/version-2/currentEpoch", "8");
        old.put("data/version-2/acceptedEpoch", "8");
        assertThat(host.dataInventory()).containsAllEntriesOf(old);
        assertThat(host.run("set-aside").json().get("error").asText())
                .isEqualTo("restore r-1 was put back on this host");
        assertThat(host.run("start").exitStatus()).isZero();
    }

    @Test
    void makesNoDataDirectoryWhereThereIsNone() throws Exception {
        host.zooCfg("dataDir=%s\n".formatted(host.path("lost")));

        assertThat(host.run("put-back").json().get("moved").asBoolean()).isFalse();
        assertThat(host.has("lost")).isFalse();
    }

    @Test
    void leavesAServerEmptyWhoseDiskWasLostBefore() throws Exception {
        host.zooCfg("dataDir=%s\n".formatted(host.path("lost")));
        host.run("set-aside");
        host.write("lost/version-2/snapshot.200000a", "restored");

        assertThat(host.with("Epoch", "9").run("put-back").json())
                .as("it must not be started as one that has its old data")
                .hasToString(
                        "{\"action\":\"put-back\",\"moved\":true,\"files\":0,\"epoch\":9,\"from\":\"r-1\",\"lost\":true}");
        assertThat(host.read("lost/set-aside/r-1/restored/snapshot.200000a")).isEqualTo("restored");
        assertThat(host.path("lost/version-2")).isDirectoryNotContaining("glob:**snapshot*");
        assertThat(host.has("lost/initialize")).isFalse();
    }

    @Test
    void leavesAServerEmptyWhoseDiskWasLostSince() throws Exception {
        host.run("set-aside");
        host.write("logs/version-2/log.600000001", "new log");
        host.zooCfg("dataDir=%s\ndataLogDir=%s\n".formatted(host.path("new-disk"), host.logs()));

        assertThat(host.with("Epoch", "9").run("put-back").json())
                .hasToString("{\"action\":\"put-back\",\"moved\":false,\"files\":0,\"epoch\":9,\"from\":\"r-1\","
                        + "\"lost\":true}");
        assertThat(host.read("logs/set-aside/r-1/before/log.500000001")).isEqualTo("old log");
        assertThat(host.read("logs/set-aside/r-1/restored/log.600000001")).isEqualTo("new log");
    }

    @Test
    void refusesToMakeRoomForNothingWhereTheOldFilesWereTakenAway() throws Exception {
        host.run("set-aside");
        host.write("data/version-2/snapshot.200000a", "restored");
        Files.move(host.path("data/set-aside"), host.path("elsewhere"));

        refusesSaying("there is no " + host.data() + "/set-aside/r-1/before to put back");
    }

    @Test
    void refusesWhereTheStateWasLost() throws Exception {
        host.run("set-aside");
        Files.move(host.path("root/var/lib/zooark/r-1"), host.path("elsewhere"));

        refusesSaying("before holds files that");
    }

    @Test
    void raisesTheEpochsAgainWhenAskedForAHigherOne() throws Exception {
        host.run("set-aside");
        host.with("Epoch", "9").run("put-back");
        host.write("data/version-2/log.900000001", "written since");
        Map<String, String> before = host.dataInventory();

        Answer again = host.with("Epoch", "12").run("put-back");

        assertThat(again.json().get("epoch").asInt()).isEqualTo(12);
        assertThat(again.json().get("moved").asBoolean()).isTrue();
        before.put("data/version-2/currentEpoch", "12");
        before.put("data/version-2/acceptedEpoch", "12");
        assertThat(host.dataInventory()).containsAllEntriesOf(before);
        assertThat(host.with("Epoch", "10").run("put-back").standardOutput()).isEqualTo(again.standardOutput());
    }

    @Test
    void refusesToRaiseTheEpochsOfARunningServer() throws Exception {
        host.run("set-aside");
        host.with("Epoch", "9").run("put-back");
        host.write("state/pid", ProcessHandle.current().pid() + "\n").with("Epoch", "10");

        refusesSaying("not stopped");
    }

    @Test
    void refusesARunningServer() throws Exception {
        host.run("set-aside");
        host.write("state/pid", ProcessHandle.current().pid() + "\n");

        refusesSaying("not stopped");
    }

    private void refusesSaying(String error) throws IOException, InterruptedException {
        Map<String, String> before = host.dataInventory();

        Answer answer = host.run("put-back");

        assertThat(answer.exitStatus()).isEqualTo(1);
        assertThat(answer.json().get("error").asText()).contains(error);
        assertThat(host.dataInventory()).isEqualTo(before);
    }
}
