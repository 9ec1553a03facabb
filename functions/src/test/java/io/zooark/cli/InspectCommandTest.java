package io.zooark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.zookeeper.format.LiveTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    private static final byte[] SNAPSHOT = new LiveTree()
            .openSession(0x1000_0aaa_bbbb_0001L, 40_000)
            .openSession(0x1000_0aaa_bbbb_0002L, 4_000)
            .create("/orders", new byte[7])
            .create("/orders/größe", new byte[2_000], List.of(new ACL(Perms.READ, new Id("ip", "10.0.0.1"))))
            .create("/orders/größe/below", null)
            .createEphemeral("/lock", new byte[0], 0x1000_0aaa_bbbb_0001L)
            .snapshot();

    private final Tool tool = new Tool();
    private final Path directory;

    InspectCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void tellsAPersonWhatIsInASnapshot() throws IOException {
        Path file = Files.write(directory.resolve("snapshot.300000004"), SNAPSHOT);

        assertThat(tool.run("inspect", file.toString())).as(tool.err()).isZero();

        assertThat(tool.out().lines())
                .startsWith(file + ": CONSISTENT: no transaction was applied while it was written,"
                        + " and the digest of its znodes is ZooKeeper's own at 0x300000004")
                .contains(
                        "zxid      0x300000004 to 0x300000004",
                        "size      2.93 KB (not compressed), of which data 2.01 KB",
                        "znodes    9 as srvr counts them, the root twice: 7 persistent, 1 ephemeral, 0 containers, 0 TTL",
                        "sessions  2, the longest time-out 40 s",
                        "deepest   /orders/größe/below (3)",
                        "ZNODES  EPHEMERALS     DATA  IN SNAPSHOT  PATH",
                        "     3           0  2.01 KB      2.28 KB  /orders",
                        "     1           1      0 B         81 B  /lock",
                        "   DATA        KIND  LARGEST ZNODES",
                        "2.00 KB  persistent  /orders/größe",
                        "EPHEMERALS  TIME-OUT  SESSION",
                        "         1      40 s  0x10000aaabbbb0001",
                        "open sessions that own none: 1",
                        "     1  ip:10.0.0.1:r");
        assertThat(tool.err()).isEmpty();
    }

    @Test
    void cutsItsListsToWhatWasAskedFor() throws IOException {
        Path file = Files.write(directory.resolve("snapshot"), SNAPSHOT);

        tool.run("inspect", "--depth", "2", "--paths", "3", "--top", "1", file.toString());

        assertThat(tool.out().lines().filter(line -> line.endsWith("/orders/größe")))
                .hasSize(2);
        assertThat(tool.out()).contains("and 4 more").contains("and 7 more");
    }

    @Test
    void tellsAScriptTheSame() throws IOException {
        Path file = Files.write(directory.resolve("snapshot"), SNAPSHOT);

        assertThat(tool.run("inspect", "--json", file.toString())).isZero();

        JsonNode told = tool.json();
        assertThat(told.path("snapshot").asText()).isEqualTo(file.toString());
        assertThat(told.at("/examination/verdict").asText()).isEqualTo("CONSISTENT");
        assertThat(told.at("/subtrees/rows/1/path").asText()).isEqualTo("/orders");
        assertThat(told.at("/subtrees/rows/1/dataBytes").asLong()).isEqualTo(2_007);
        assertThat(told.at("/subtrees/more").asLong()).isZero();
        assertThat(told.at("/ephemerals/owners/rows/0/session").asText()).isEqualTo("0x10000aaabbbb0001");
        assertThat(told.at("/ephemerals/owners/rows/0/timeoutMs").asInt()).isEqualTo(40_000);
        assertThat(told.at("/acls/used/rows/0/entries/0").asText()).isEqualTo("world:anyone:cdrwa");
        assertThat(told.at("/deepest/depth").asInt()).isEqualTo(3);
    }

    @Test
    void showsWhatCouldBeReadOfADamagedOneAndExitsWithThree() throws IOException {
        Path file = Files.write(directory.resolve("torso"), Arrays.copyOf(SNAPSHOT, SNAPSHOT.length - 60));

        assertThat(tool.run("inspect", file.toString())).isEqualTo(3);

        assertThat(tool.out())
                .startsWith(file + ": DAMAGED: ")
                .contains("What follows is what could be read before the damage")
                .contains("  /orders\n");
    }

    @Test
    void letsNothingInASnapshotCommandTheTerminal() throws IOException {
        byte[] hostile =
                new LiveTree().create("/\u001b[2J\u202eabc", new byte[99]).snapshot();
        Path file = Files.write(directory.resolve("hostile"), hostile);

        tool.run("inspect", file.toString());

        assertThat(tool.out()).contains("/\ufffd[2J\ufffdabc").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void explainsItselfWhenItIsCalledWrongly() {
        for (List<String> wrong : List.of(
                List.of("inspect"),
                List.of("inspect", "a", "b"),
                List.of("inspect", "--depth", "1001", "a"),
                List.of("inspect", "--top", "-1", "a"),
                List.of("inspect", "--top", "many", "a"))) {
            assertThat(tool.run(wrong.toArray(String[]::new)))
                    .as(wrong.toString())
                    .isEqualTo(64);
            assertThat(tool.err()).contains("usage: ").contains("DAMAGED");
        }
        assertThat(tool.run("inspect", directory.resolve("missing").toString())).isEqualTo(66);
    }

    @Test
    void readsStandardInput() {
        assertThat(tool.run(SNAPSHOT, "inspect", "-")).isZero();
        assertThat(new String(tool.out().getBytes(UTF_8), UTF_8)).startsWith("-: CONSISTENT: ");
    }
}
