package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that a restore has left out, and that a person lets join the restored ones. */
class WipeForRejoinTest {
    private final StandInHost host;

    WipeForRejoinTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.withoutSync().oldData().held();
    }

    @Test
    void movesAllDataAsideAndKeepsWhoTheServerIs() throws Exception {
        host.write("logs/initialize", "");

        Answer answer = host.run("wipe-for-rejoin");

        assertThat(answer.json().get("epoch").asInt()).isEqualTo(6);
        assertThat(answer.json().get("files").asInt()).isEqualTo(7);
        assertThat(host.dataInventory())
                .containsEntry("data/myid", "1\n")
                .containsEntry("data/version-2/acceptedEpoch", "6")
                .containsEntry("data/version-2/currentEpoch", "6")
                .containsEntry("data/set-aside/r-1/before/snapshot.500000001", "old snapshot")
                .containsEntry("data/set-aside/r-1/before/acceptedEpoch", "5")
                .containsEntry("logs/set-aside/r-1/before/log.500000001", "old log")
                .as("an empty tree that is called a good one could be voted for")
                .doesNotContainKey("logs/initialize");
        assertThat(host.path("logs/version-2")).isEmptyDirectory();
        assertThat(host.isHeld()).isFalse();
    }

    /** Above the restored servers' epochs it would win an election against them, with nothing. */
    @Test
    void takesALowerEpochThanItsOwn() throws Exception {
        host.write("data/version-2/acceptedEpoch", "9");

        assertThat(host.run("wipe-for-rejoin").exitStatus()).isZero();
        assertThat(host.read("data/version-2/acceptedEpoch")).isEqualTo("6");
    }

    @Test
    void isUndoneByThePutBackOfTheSameRestore() throws Exception {
        Map<String, String> old = host.dataInventory();
        old.put("data/version-2/acceptedEpoch", "8");
        old.put("data/version-2/currentEpoch", "8");
        host.run("wipe-for-rejoin");
        host.held();

        assertThat(host.with("Epoch", "8").run("put-back").json().get("moved").asBoolean())
                .isTrue();
        assertThat(host.dataInventory()).containsAllEntriesOf(old);
    }

    @Test
    void answersTheSameWhenItIsDeliveredAgainToARunningServer() throws Exception {
        Answer first = host.run("wipe-for-rejoin");
        host.run("start");
        host.write("data/version-2/snapshot.700000000", "sent by the leader");
        Map<String, String> before = host.dataInventory();

        assertThat(host.run("wipe-for-rejoin").standardOutput()).isEqualTo(first.standardOutput());
        assertThat(host.dataInventory()).isEqualTo(before);
    }

    @Test
    void endsTheSameWhereverItIsKilled() throws Exception {
        Set<Map<String, String>> moments = host.momentsOf("wipe-for-rejoin");
        Map<String, String> expected = host.dataInventory();

        for (Map<String, String> moment : moments) {
            host.reset(moment);
            host.held();

            Answer again = host.run("wipe-for-rejoin");

            assertThat(again.exitStatus()).as(again.toString()).isZero();
            assertThat(host.dataInventory()).isEqualTo(expected);
            assertThat(host.isHeldOverReboot()).isFalse();
        }
        assertThat(moments).hasSizeGreaterThan(5);
    }

    @Test
    void refusesAServerThatTookPart() throws Exception {
        host.run("set-aside");
        Map<String, String> before = host.dataInventory();

        assertThat(host.run("wipe-for-rejoin").json().get("error").asText())
                .isEqualTo("restore r-1 has set the files of this server aside itself");
        assertThat(host.dataInventory()).isEqualTo(before);
    }

    @Test
    void refusesARunningServer() throws Exception {
        host.write("state/pid", ProcessHandle.current().pid() + "\n");
        Map<String, String> before = host.dataInventory();

        assertThat(host.run("wipe-for-rejoin").json().get("error").asText()).contains("not stopped");
        assertThat(host.dataInventory()).isEqualTo(before);
    }
}
