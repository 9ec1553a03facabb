package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching by the real curl and cksum, while the server serves. */
class FetchTest {
    private static final String SNAPSHOT = "ZKSN rewritten snapshot ".repeat(2_000);
    private static final String FETCHED = "data/set-aside/r-1/.fetched";

    private final StandInHost host;
    private final SnapshotStore store = new SnapshotStore(SNAPSHOT);

    FetchTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.withoutSync().oldData().write("state/pid", ProcessHandle.current().pid() + "\n");
    }

    @BeforeEach
    void open() {
        store.tell(host);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void laysTheSnapshotBesideTheDataOfAServerThatServes() throws Exception {
        Map<String, String> before = host.dataInventory();

        assertThat(host.run("fetch").json())
                .hasToString("{\"action\":\"fetch\",\"bytes\":%d,\"cksum\":%d}"
                        .formatted(SNAPSHOT.length(), SnapshotStore.cksum(SNAPSHOT)));

        assertThat(host.read(FETCHED)).isEqualTo(SNAPSHOT);
        assertThat(host.dataInventory()).containsAllEntriesOf(before).doesNotContainKey("data/set-aside/r-1/before");
        assertThat(host.read("state/calls")).doesNotContain("systemctl stop");
    }

    @Test
    void isAllThatPlacingNeeds() throws Exception {
        host.run("fetch");
        store.close();
        host.held().write("state/pid", "0\n");
        assertThat(host.run("set-aside").exitStatus()).isZero();

        assertThat(host.run("place").exitStatus()).isZero();
        assertThat(host.read("data/version-2/snapshot.200000a")).isEqualTo(SNAPSHOT);
        assertThat(host.has(FETCHED)).isFalse();
    }

    @Test
    void fetchesOnceHoweverOftenItIsDelivered() throws Exception {
        Answer first = host.run("fetch");

        assertThat(host.run("fetch").standardOutput()).isEqualTo(first.standardOutput());
        assertThat(store.ranges).hasSize(1);
    }

    @Test
    void isFetchedAgainByPlacingWhereItWasLost() throws Exception {
        host.run("fetch");
        Files.delete(host.path(FETCHED));
        host.held().write("state/pid", "0\n");
        host.run("set-aside");

        assertThat(host.run("place").exitStatus()).isZero();
        assertThat(host.read("data/version-2/snapshot.200000a")).isEqualTo(SNAPSHOT);
    }

    @Test
    void isFetchedAgainWhereItsBytesHaveChangedSince() throws Exception {
        host.run("fetch");
        host.write(FETCHED, SNAPSHOT.replace('r', 'x'));
        host.held().write("state/pid", "0\n");
        host.run("set-aside");

        assertThat(host.run("place").exitStatus()).isZero();
        assertThat(host.read("data/version-2/snapshot.200000a")).isEqualTo(SNAPSHOT);
        assertThat(store.ranges).hasSize(2);
    }

    @Test
    void fillsNoDiskThatTheServerNeeds() throws Exception {
        host.write("tools/df", """
                #!/bin/sh
                echo 'Filesystem 1024-blocks Used Available Capacity Mounted on'
                echo '/dev/x 1000000 900000 97000 91% /'
                """);
        assertThat(host.path("tools/df").toFile().setExecutable(true)).isTrue();

        Answer answer = host.run("fetch");

        assertThat(answer.json().get("error").asText())
                .contains("99328000 bytes free")
                .contains("100048000 are wanted");
        assertThat(store.ranges).isEmpty();
    }

    /** Sent again while the first one still runs, it waits for that one, and lets it have the host's lock at its end. */
    @Test
    void waitsForAnotherRunThatFetchesTheSame() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "this test reads /proc");
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            String half = "data/set-aside/r-1/.fetching." + other.pid() + "." + started(other);
            host.write(half, "half of it").write("state/lingers", other.pid() + "\n");

            assertThat(host.run("fetch").exitStatus()).isZero();
            assertThat(host.has(half)).isFalse();
            assertThat(host.read("state/clock")).isNotEqualTo("1000\n");
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void whatAKillHasLeftIsRemovedWithTheCut() throws Exception {
        host.write("root/var/lib/zooark/r-1/fetched", host.path(FETCHED).toString());
        host.write("data/set-aside/r-1/.fetching.1.0", "half of it");

        assertThat(host.with("RestoreId", "recovery-1").run("uncut").exitStatus())
                .isZero();
        assertThat(host.has("data/set-aside/r-1")).isFalse();
        assertThat(host.has("root/var/lib/zooark/r-1/fetched")).isFalse();
    }

    @Test
    void pruningItDoesNotKeepTheRestoreFromBeingPutBack() throws Exception {
        host.run("fetch");

        assertThat(host.with("Confirm", "r-1").run("prune").exitStatus()).isZero();
        assertThat(host.has(FETCHED)).isFalse();
        host.held().write("state/pid", "0\n");
        assertThat(host.run("set-aside").exitStatus()).isZero();
        assertThat(host.run("put-back").exitStatus()).isZero();
        assertThat(host.read("data/version-2/snapshot.500000001")).isEqualTo("old snapshot");
    }

    @Test
    void isRemovedWithTheCutWhereItWasNotPlaced() throws Exception {
        host.run("fetch");

        assertThat(host.with("RestoreId", "recovery-1").run("uncut").exitStatus())
                .isZero();
        assertThat(host.has(FETCHED)).isFalse();
    }

    @Test
    void isRemovedByTheNextRestoreThatFetches() throws Exception {
        host.run("fetch");

        assertThat(host.with("RestoreId", "r-2").run("fetch").exitStatus()).isZero();
        assertThat(host.has(FETCHED)).isFalse();
        assertThat(host.read("data/set-aside/r-2/.fetched")).isEqualTo(SNAPSHOT);
    }

    @Test
    void keepsNothingThatIsNotAsItShallBe() throws Exception {
        store.stored = SNAPSHOT.replace('r', 'x');

        Answer answer = host.run("fetch");

        assertThat(answer.exitStatus()).isEqualTo(1);
        assertThat(answer.json().get("error").asText()).contains("checksum");
        assertThat(answer.toString()).doesNotContain("secret");
        assertThat(host.path("data/set-aside/r-1")).isEmptyDirectory();
    }

    @Test
    void doesNothingForARestoreThatWasPutBack() throws Exception {
        host.write("root/var/lib/zooark/r-1/put-back.begun", "");

        assertThat(host.run("fetch").json().get("error").asText()).contains("was put back");
        assertThat(store.ranges).isEmpty();
    }

    @Test
    void keepsNothingWhenItWasOvertakenMeanwhile() throws Exception {
        store.meanwhile = () -> host.write("root/var/lib/zooark/order", "9.0");

        assertThat(host.run("fetch").json().get("stale").asBoolean()).isTrue();
        assertThat(host.path("data/set-aside/r-1")).isEmptyDirectory();
    }

    @Test
    void endsTheSameWhereverItIsKilled() throws Exception {
        Set<Map<String, String>> moments = host.momentsOf("fetch");
        Map<String, String> expected = host.dataInventory();

        for (Map<String, String> moment : moments) {
            host.reset(moment);

            Answer again = host.run("fetch");

            assertThat(again.exitStatus()).as(again.toString()).isZero();
            assertThat(host.dataInventory()).isEqualTo(expected);
        }
        assertThat(moments).hasSizeGreaterThan(3);
    }

    /** As the documents write it: a process id alone may have been given to another since. */
    private static String started(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        return stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1)[19];
    }
}
