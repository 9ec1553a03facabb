package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends the documents that move files before each single call that changes a file, runs them again, and compares with a
 * run that nothing disturbed.
 *
 * <p>A kill leaves what lies on the disk at that moment, and a lock whose holder is gone: so the moments are recorded in
 * one run, and each is laid out again. Between two calls the shell itself writes only after a {@code sync}, which changes
 * nothing, so that these moments are among them too.
 */
class CrashTest {
    private final StandInHost host;

    CrashTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.withoutSync().oldData().held();
    }

    @Test
    void setAsideEndsTheSameWhereverItIsKilled() throws Exception {
        everyKillEndsTheSame("set-aside");
    }

    @Test
    void keepRestoredEndsTheSameWhereverItIsKilled() throws Exception {
        restore();

        everyKillEndsTheSame("keep-restored");
    }

    @Test
    void putBackEndsTheSameWhereverItIsKilled() throws Exception {
        restore();

        everyKillEndsTheSame("put-back");
    }

    /** Whatever part of the old data was moved when set-aside was killed, put-back brings all of it together again. */
    @Test
    void putBackUndoesASetAsideThatWasKilledAnywhere() throws Exception {
        Map<String, String> old = host.dataInventory();
        Map<String, String> raised = new TreeMap<>(old);
        raised.put("data/version-2/currentEpoch", "6");
        raised.put("data/version-2/acceptedEpoch", "6");

        Set<Map<String, String>> moments = host.momentsOf("set-aside");
        for (Map<String, String> moment : moments) {
            host.reset(moment);
            boolean begun = host.has("root/var/lib/zooark/r-1/set-aside.begun");

            Answer answer = host.run("put-back");

            assertThat(answer.exitStatus()).as(answer.toString()).isZero();
            assertThat(answer.json().get("moved").asBoolean()).isEqualTo(begun);
            assertThat(host.dataInventory()).containsAllEntriesOf(raised);
        }
        assertThat(moments).hasSizeGreaterThan(5);
    }

    private void everyKillEndsTheSame(String action) throws Exception {
        Map<String, String> before = host.dataInventory();
        Set<Map<String, String>> moments = host.momentsOf(action);
        Map<String, String> expected = host.dataInventory();
        assertThat(expected.values()).as("nothing is lost").containsAll(before.values());

        for (Map<String, String> moment : moments) {
            host.reset(moment);
            boolean midway = !files().equals(filesOf(before)) && !files().equals(filesOf(expected));
            assertThat(host.isHeldOverReboot() || !midway)
                    .as("a reboot must not start it")
                    .isTrue();

            Answer again = host.run(action);

            assertThat(again.exitStatus()).as(again.toString()).isZero();
            assertThat(host.dataInventory()).isEqualTo(expected);
            assertThat(host.isHeldOverReboot()).isFalse();
        }
        assertThat(moments).hasSizeGreaterThan(5);
    }

    private Map<String, String> files() throws IOException {
        return filesOf(host.dataInventory());
    }

    private static Map<String, String> filesOf(Map<String, String> inventory) {
        Map<String, String> files = new TreeMap<>(inventory);
        files.values().removeIf("/"::equals);
        return files;
    }

    /** The host has been set aside, started empty and restored, and is held again. */
    private void restore() throws IOException, InterruptedException {
        assertThat(host.run("set-aside").exitStatus()).isZero();
        Files.delete(host.logs().resolve("initialize"));
        host.write("data/version-2/snapshot.600000000", "empty")
                .write("data/version-2/snapshot.200000a", "restored")
                .write("data/version-2/currentEpoch", "7")
                .write("data/version-2/acceptedEpoch", "7")
                .write("data/version-2/currentEpoch.tmp", "half")
                .write("logs/version-2/log.600000001", "empty log");
    }
}
