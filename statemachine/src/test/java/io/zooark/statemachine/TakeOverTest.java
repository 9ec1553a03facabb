package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore that takes over where another, {@code r-1}, has failed in its middle and will not be run again. */
class TakeOverTest {
    private final StandInHost host;
    private final Map<String, String> old;

    TakeOverTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.withoutSync().oldData().held();
        old = files();
    }

    @Test
    void findsAllOldFilesInOneFolderWhereverTheOtherWasEnded() throws Exception {
        for (Map<String, String> moment : host.momentsOf("set-aside")) {
            host.reset(moment);
            boolean begun = host.has("root/var/lib/zooark/r-1/set-aside.begun");

            assertThat(setAsideForAnother()).isZero();

            String before = "set-aside/" + (begun ? "r-1" : "r-2") + "/before";
            old.forEach((path, content) ->
                    assertThat(files()).containsEntry(path.replaceFirst("version-2", before), content));
            assertThat(host.read("data/version-2/currentEpoch")).isEqualTo("7");
            assertThat(host.read("data/version-2/acceptedEpoch")).isEqualTo("7");
            assertThat(host.isHeldOverReboot()).isFalse();
        }
    }

    @Test
    void endsTheSameWhereverItIsKilledItself() throws Exception {
        List<Map<String, String>> moments = List.copyOf(host.momentsOf("set-aside"));
        host.reset(midway(moments));
        host.with("RestoreId", "r-2").with("Epoch", "7");

        List<Map<String, String>> second = List.copyOf(host.momentsOf("set-aside"));
        Map<String, String> expected = host.dataInventory();
        for (Map<String, String> moment : second) {
            host.reset(moment);

            Answer start = host.run("start");
            assertThat(start.exitStatus() == 0)
                    .as("a server starts only before or after")
                    .isEqualTo(host.has("root/var/lib/zooark/r-2/set-aside.result"));
            host.reset(moment);
            Answer again = host.run("set-aside");

            assertThat(again.exitStatus()).as(again.toString()).isZero();
            assertThat(host.dataInventory()).isEqualTo(expected);
        }
        assertThat(second).hasSizeGreaterThan(10);
    }

    @Test
    void leavesThePutBackOfTheOtherWhatItNeeds() throws Exception {
        host.reset(midway(List.copyOf(host.momentsOf("set-aside"))));
        assertThat(setAsideForAnother()).isZero();

        Answer answer = host.with("RestoreId", "r-1").with("Epoch", "8").run("put-back");

        assertThat(answer.exitStatus()).as(answer.toString()).isZero();
        Map<String, String> raised = new TreeMap<>(old);
        raised.put("data/version-2/currentEpoch", "8");
        raised.put("data/version-2/acceptedEpoch", "8");
        assertThat(files()).containsAllEntriesOf(raised);
    }

    @Test
    void setsAsideWhatAHalfDoneKeepRestoredHasLeft() throws Exception {
        assertThat(host.run("set-aside").exitStatus()).isZero();
        host.write("data/version-2/snapshot.200000a", "restored")
                .write("root/var/lib/zooark/r-1/keep-restored.moving", "");

        assertThat(setAsideForAnother()).isZero();

        assertThat(host.read("data/set-aside/r-2/before/snapshot.200000a")).isEqualTo("restored");
        assertThat(host.run("start").exitStatus()).isZero();
    }

    @Test
    void refusesAnEpochThatTheOtherHasSetAside() throws Exception {
        host.write("data/version-2/acceptedEpoch", "4").write("data/version-2/currentEpoch", "4");
        host.write("data/set-aside/r-0/before/acceptedEpoch", "9");

        assertThat(host.run("set-aside").json().get("error").asText())
                .contains("epoch 6 is not above 9")
                .contains("set-aside/r-0/before/acceptedEpoch");
    }

    private int setAsideForAnother() throws IOException, InterruptedException {
        return host.with("RestoreId", "r-2").with("Epoch", "7").run("set-aside").exitStatus();
    }

    /** Returns a moment when some of the old files were moved and others were not. */
    private static Map<String, String> midway(List<Map<String, String>> moments) {
        return moments.stream()
                .filter(moment -> moment.containsKey("data/set-aside/r-1/before/acceptedEpoch")
                        && moment.containsKey("logs/version-2/log.500000001"))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> files() {
        try {
            Map<String, String> files = new TreeMap<>(host.dataInventory());
            files.values().removeIf("/"::equals);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
