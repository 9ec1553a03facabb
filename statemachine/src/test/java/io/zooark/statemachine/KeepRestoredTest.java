package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepRestoredTest {
    private final StandInHost host;

    KeepRestoredTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
    }

    @BeforeEach
    void startEmptyAndRestore() throws Exception {
        host.oldData().held().run("set-aside");
        host.write("data/version-2/snapshot.600000000", "empty")
                .write("data/version-2/snapshot.200000a", "restored")
                .write("logs/version-2/log.600000001", "empty log");
    }

    @Test
    void leavesTheRestoredSnapshotAndTheEpochsAlone() throws Exception {
        assertThat(host.run("keep-restored").json())
                .hasToString("{\"action\":\"keep-restored\",\"kept\":\"snapshot.200000a\",\"moved\":2}");
        assertThat(host.path("data/version-2").toFile().list())
                .containsExactlyInAnyOrder("snapshot.200000a", "currentEpoch", "acceptedEpoch");
        assertThat(host.path("logs/version-2")).isEmptyDirectory();
        assertThat(host.read("data/set-aside/r-1/empty-start/snapshot.600000000"))
                .isEqualTo("empty");
        assertThat(host.read("logs/set-aside/r-1/empty-start/log.600000001")).isEqualTo("empty log");
    }

    @Test
    void movesNothingTheSecondTime() throws Exception {
        host.run("keep-restored");
        Map<String, String> once = host.dataInventory();

        assertThat(host.run("keep-restored").json().get("moved").asInt()).isZero();
        assertThat(host.dataInventory()).isEqualTo(once);
    }

    @Test
    void neverPutsAFileOverOneOfAnEarlierStart() throws Exception {
        host.run("keep-restored");
        host.write("data/version-2/snapshot.600000000", "empty again");

        assertThat(host.run("keep-restored").json().get("moved").asInt()).isEqualTo(1);
        assertThat(host.read("data/set-aside/r-1/empty-start/snapshot.600000000"))
                .isEqualTo("empty");
        assertThat(host.read("data/set-aside/r-1/empty-start/snapshot.600000000.2"))
                .isEqualTo("empty again");
    }

    @Test
    void keepsTheSnapshotWhereTheLogsLieInTheSameFolderUnderAnotherName() throws Exception {
        Files.createSymbolicLink(host.path("link"), host.data());
        host.zooCfg("dataDir=%s\ndataLogDir=%s\n".formatted(host.data(), host.path("link")));

        assertThat(host.run("keep-restored").exitStatus()).isZero();
        assertThat(host.read("data/version-2/snapshot.200000a")).isEqualTo("restored");
    }

    @Test
    void keepsACompressedSnapshot() throws Exception {
        Files.move(host.path("data/version-2/snapshot.200000a"), host.path("data/version-2/snapshot.200000a.gz"));

        assertThat(host.run("keep-restored").json().get("kept").asText()).isEqualTo("snapshot.200000a.gz");
    }

    @Test
    void refusesWithoutTheSnapshot() throws Exception {
        host.with("Zxid", "200000b");

        refusesSaying("snapshot.200000b is not in");
    }

    @Test
    void refusesAnEmptySnapshot() throws Exception {
        host.write("data/version-2/snapshot.200000a", "");

        refusesSaying("snapshot.200000a is empty");
    }

    @Test
    void refusesARunningServer() throws Exception {
        host.write("state/pid", ProcessHandle.current().pid() + "\n");

        refusesSaying("not stopped");
    }

    @Test
    void refusesARestoreThatHasNotSetTheOldFilesAside() throws Exception {
        host.with("RestoreId", "r-2");

        refusesSaying("restore r-2 has not set the old files aside");
    }

    private void refusesSaying(String error) throws IOException, InterruptedException {
        Map<String, String> before = host.dataInventory();

        Answer answer = host.run("keep-restored");

        assertThat(answer.exitStatus()).isEqualTo(1);
        assertThat(answer.json().get("error").asText()).contains(error);
        assertThat(host.dataInventory()).isEqualTo(before);
    }
}
