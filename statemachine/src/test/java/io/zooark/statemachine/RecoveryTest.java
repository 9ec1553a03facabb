package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recovery that puts back what was there before, from whatever the restores before it have left on the host. */
class RecoveryTest {
    private final StandInHost host;
    private final Map<String, String> old;
    private int recoveries;

    RecoveryTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.withoutSync().oldData().held();
        old = host.dataInventory();
        old.values().removeIf("/"::equals);
    }

    @Test
    void putsBackAfterAKeepRestoredThatWasKilledAnywhere() throws Exception {
        restored("r-1", "6");

        for (Map<String, String> moment : host.momentsOf("keep-restored")) {
            host.reset(moment);
            putsBack("r-1", "r-1");
        }
    }

    @Test
    void putsBackWhatTheFirstOfTwoRestoresHasSetAsideWhereverTheSecondWasKilled() throws Exception {
        restored("r-1", "6");
        host.with("RestoreId", "r-2").with("Epoch", "8");

        for (Map<String, String> moment : host.momentsOf("set-aside")) {
            host.reset(moment);
            putsBack("r-2", "r-1,r-2");
        }
    }

    @Test
    void putsBackWhatTheFirstHasSetAsideWhereverItWasKilledAndTheSecondTookOver() throws Exception {
        List<Map<String, String>> moments = List.copyOf(host.momentsOf("set-aside"));
        host.reset(moments.get(moments.size() / 2));
        host.with("RestoreId", "r-2").with("Epoch", "8");

        for (Map<String, String> moment : host.momentsOf("set-aside")) {
            host.reset(moment);
            putsBack("r-2", "r-1,r-2");
        }
    }

    @Test
    void putsBackWhatTheSecondHasSetAsideWhereTheFirstNeverBegan() throws Exception {
        restored("r-2", "6");

        putsBack("r-2", "r-1,r-2");
    }

    /** The first restore's recovery was killed; a second restore has begun, changed nothing here, and is recovered. */
    @Test
    void endsThePutBackOfAnotherWhereverItWasKilled() throws Exception {
        restored("r-1", "6");

        for (Map<String, String> moment : host.with("Epoch", "8").momentsOf("put-back")) {
            host.reset(moment);
            putsBack("r-2", "r-1,r-2");
        }
    }

    @Test
    void endsTheSameWhereverItIsKilledWhileItEndsThePutBackOfAnother() throws Exception {
        restored("r-1", "6");
        List<Map<String, String>> moments = List.copyOf(host.with("Epoch", "8").momentsOf("put-back"));
        Map<String, String> midway = moments.stream()
                .filter(moment -> moment.containsKey("data/set-aside/r-1/restored/snapshot.200000a")
                        && moment.containsKey("logs/set-aside/r-1/before/log.500000001")
                        && moment.containsKey("root/var/lib/zooark/r-1/put-back.cleared"))
                .findFirst()
                .orElseThrow();

        host.reset(midway);
        host.with("RestoreId", "r-2").with("Chain", "r-1,r-2").with("Epoch", "9");
        for (Map<String, String> moment : host.momentsOf("put-back")) {
            host.reset(moment);
            putsBack("r-2", "r-1,r-2");
        }
    }

    /** A new restore, rather than another recovery, finds what a recovery has left half done. */
    @Test
    void leavesToANewRestoreAllOldFilesInOneFolderWhereverItWasKilled() throws Exception {
        restored("r-1", "6");

        Set<Map<String, String>> moments = host.with("Epoch", "8").momentsOf("put-back");
        for (Map<String, String> moment : moments) {
            host.reset(moment);
            host.write("state/pid", "0\n").held();
            boolean begun = host.has("root/var/lib/zooark/r-1/put-back.begun");

            Answer answer = run("set-aside", "r-2", "", "10");

            assertThat(answer.exitStatus()).as(answer.toString()).isZero();
            String before = "set-aside/" + (begun ? "r-2" : "r-1") + "/before";
            Map<String, String> files = host.dataInventory();
            old.forEach((path, content) -> {
                if (!path.endsWith("Epoch")) {
                    assertThat(files).containsEntry(path.replaceFirst("version-2", before), content);
                }
            });
            assertThat(host.read("data/version-2/currentEpoch")).isEqualTo("10");
            assertThat(run("start", "r-2", "", "10").exitStatus()).isZero();
            putsBack("r-2", "r-1,r-2");
        }
        assertThat(moments).hasSizeGreaterThan(10);
    }

    @Test
    void putsNothingBackTwice() throws Exception {
        restored("r-1", "6");
        putsBack("r-1", "r-1");
        host.write("state/pid", "0\n").held().write("data/version-2/log.a00000001", "written since");
        restored("r-2", "30");

        assertThat(run("put-back", "r-2", "r-1,r-2", "40").exitStatus()).isZero();

        assertThat(host.read("data/version-2/log.a00000001")).isEqualTo("written since");
    }

    @Test
    void refusesToPutBackBesideAHalfDoneRestoreThatItWasNotToldOf() throws Exception {
        List<Map<String, String>> moments = List.copyOf(host.momentsOf("set-aside"));
        host.reset(moments.get(moments.size() / 2));
        Map<String, String> before = host.dataInventory();

        assertThat(run("put-back", "r-2", "", "9").json().get("error").asText())
                .isEqualTo("restore r-1 is half done on this host");
        assertThat(host.dataInventory()).isEqualTo(before);
    }

    private void putsBack(String restoreId, String chain) throws Exception {
        host.write("state/pid", "0\n").held();
        Map<String, String> present = host.dataInventory();
        present.keySet().removeIf(path -> path.equals("logs/initialize") || path.endsWith("/.half-written"));

        Answer answer = run("put-back", restoreId, chain, "20");

        assertThat(answer.exitStatus()).as(answer.toString()).isZero();
        Map<String, String> expected = new TreeMap<>(old);
        expected.put("data/version-2/currentEpoch", "20");
        expected.put("data/version-2/acceptedEpoch", "20");
        Map<String, String> actual = host.dataInventory();
        assertThat(actual).containsAllEntriesOf(expected);
        assertThat(actual.keySet().stream()
                        .filter(path -> path.contains("version-2/"))
                        .toList())
                .as("only what was there before")
                .containsExactlyInAnyOrderElementsOf(expected.keySet().stream()
                        .filter(path -> path.contains("version-2/"))
                        .toList());
        assertThat(actual.values()).as("nothing is lost").containsAll(present.values());
        assertThat(host.isHeldOverReboot()).isFalse();
        // each takes as long as what it follows: some are enough
        if (recoveries++ % 5 == 0) {
            assertThat(run("start", restoreId, chain, "20").exitStatus()).isZero();
        }
    }

    private Answer run(String action, String restoreId, String chain, String epoch) throws Exception {
        return host.with("RestoreId", restoreId)
                .with("Chain", chain)
                .with("Epoch", epoch)
                .run(action);
    }

    /** The host has been set aside, started empty and restored, and is held again. */
    private void restored(String restoreId, String epoch) throws Exception {
        assertThat(run("set-aside", restoreId, "", epoch).exitStatus()).isZero();
        Files.deleteIfExists(host.logs().resolve("initialize"));
        host.write("data/version-2/snapshot.600000000", "empty")
                .write("data/version-2/snapshot.200000a", "restored")
                .write("logs/version-2/log.600000001", "empty log");
    }
}
