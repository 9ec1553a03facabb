package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Placement by the real curl and cksum, from an HTTP server of the test's own. */
class PlaceTest {
    private static final String SNAPSHOT = "ZKSN rewritten snapshot ".repeat(5_000);
    private static final String PLACED = "data/version-2/snapshot.200000a";

    private final StandInHost host;
    private final SnapshotStore store = new SnapshotStore(SNAPSHOT);

    PlaceTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.withoutSync().oldData().held();
    }

    @BeforeEach
    void open() throws Exception {
        store.tell(host);
        assertThat(host.run("set-aside").exitStatus()).isZero();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void placesTheSnapshotUnderItsZxid() throws Exception {
        assertThat(host.run("place").json())
                .hasToString("{\"action\":\"place\",\"placed\":\"snapshot.200000a\",\"bytes\":%d,\"cksum\":%d}"
                        .formatted(SNAPSHOT.length(), SnapshotStore.cksum(SNAPSHOT)));
        assertThat(host.read(PLACED)).isEqualTo(SNAPSHOT);
        assertThat(host.path("data/set-aside/r-1")).isDirectoryNotContaining("glob:**fetching*");
    }

    @Test
    void answersTheSameWhenItIsDeliveredAgainToARunningServer() throws Exception {
        Answer first = host.run("place");
        host.run("start");
        host.write("data/version-2/log.600000001", "written since");

        assertThat(host.run("place").standardOutput()).isEqualTo(first.standardOutput());
    }

    @Test
    void goesOnWhereTheConnectionBroke() throws Exception {
        store.breaks = true;

        assertThat(host.run("place").exitStatus()).isZero();
        assertThat(host.read(PLACED)).isEqualTo(SNAPSHOT);
        assertThat(store.ranges)
                .hasSize(2)
                .last()
                .asString()
                .startsWith("bytes=")
                .isNotEqualTo("bytes=0-");
    }

    @Test
    void refusesOtherBytesOfTheSameSize() throws Exception {
        store.stored = SNAPSHOT.replace('r', 'x');

        refusesSaying("checksum " + SnapshotStore.cksum(store.stored) + ", not " + SnapshotStore.cksum(SNAPSHOT));
    }

    @Test
    void refusesFewerBytes() throws Exception {
        store.stored = SNAPSHOT.substring(5);

        refusesSaying("has %d bytes, not %d".formatted(store.stored.length(), SNAPSHOT.length()));
    }

    @Test
    void refusesMoreBytes() throws Exception {
        store.stored = SNAPSHOT + "more";

        refusesSaying("curl cannot fetch the snapshot: exit status 63");
    }

    @Test
    void saysWhatAnExpiredAddressIsAndNotTheAddress() throws Exception {
        store.status = 403;

        Answer answer = refusesSaying("HTTP status 403");
        assertThat(answer.json().get("hint").asText()).startsWith("the address has expired");
        assertThat(store.ranges).as("asked once").hasSize(1);
    }

    @Test
    void saysThatTheDiskIsFull() throws Exception {
        host.write("tools/curl", "#!/bin/sh\nprintf 200\nexit 23\n");
        assertThat(host.path("tools/curl").toFile().setExecutable(true)).isTrue();

        Answer answer = refusesSaying("curl cannot fetch the snapshot: exit status 23");
        assertThat(answer.json().get("hint").asText()).startsWith("free %d bytes".formatted(SNAPSHOT.length()));
        assertThat(host.path("data/set-aside/r-1")).isDirectoryNotContaining("glob:**fetching*");
    }

    @Test
    void leavesTheAddressNowhere() throws Exception {
        Answer answer = host.run("place");

        assertThat(answer.toString()).doesNotContain("secret");
        assertThat(host.inventory().values()).noneMatch(content -> content.contains("secret"));
    }

    @Test
    void refusesBesideWhatAServerHasWritten() throws Exception {
        host.write("logs/version-2/log.600000001", "written by nobody knows whom");

        refusesSaying("log.600000001 was written after the old files were set aside");
    }

    @Test
    void refusesWhereNothingWasSetAside() throws Exception {
        host.with("RestoreId", "r-2");

        refusesSaying("restore r-2 has not set the old files aside");
    }

    @Test
    void refusesAnotherEpochThanTheServerWasGiven() throws Exception {
        host.with("Epoch", "7");

        refusesSaying("acceptedEpoch holds '6', not 7");
    }

    @Test
    void neverOverwritesAnotherFile() throws Exception {
        host.write(PLACED, "another");

        refusesSaying("has 7 bytes, not");
    }

    @Test
    void refusesARunningServer() throws Exception {
        host.write("state/pid", ProcessHandle.current().pid() + "\n");

        refusesSaying("not stopped");
    }

    /** While it fetches, others may act: a recovery does not wait for a slow network. */
    @Test
    void placesNothingWhenItWasOvertakenWhileItFetched() throws Exception {
        store.meanwhile = () -> host.write("root/var/lib/zooark/order", "9.0");

        Answer answer = refusesSaying("stale: order 1.0 is below 9.0");
        assertThat(answer.json().get("stale").asBoolean()).isTrue();
        assertThat(host.path("data/set-aside/r-1")).isDirectoryNotContaining("glob:**fetching*");
    }

    @Test
    void holdsNoLockWhileItFetches() throws Exception {
        List<Boolean> locked = new ArrayList<>();
        store.meanwhile = () -> locked.add(host.has("root/run/zooark/lock"));

        assertThat(host.run("place").exitStatus()).isZero();
        assertThat(locked).containsExactly(false);
    }

    @Test
    void endsTheSameWhereverItIsKilled() throws Exception {
        Set<Map<String, String>> moments = host.momentsOf("place");
        Map<String, String> expected = host.dataInventory();

        for (Map<String, String> moment : moments) {
            host.reset(moment);

            Answer again = host.run("place");

            assertThat(again.exitStatus()).as(again.toString()).isZero();
            assertThat(host.dataInventory()).isEqualTo(expected);
        }
        assertThat(moments).hasSizeGreaterThan(5);
    }

    private Answer refusesSaying(String error) throws IOException, InterruptedException {
        Map<String, String> before = host.dataInventory();

        Answer answer = host.run("place");

        assertThat(answer.exitStatus()).isEqualTo(1);
        assertThat(answer.json().get("error").asText()).contains(error);
        assertThat(answer.toString()).doesNotContain("secret");
        assertThat(host.dataInventory()).isEqualTo(before);
        return answer;
    }
}
