package io.zooark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.zookeeper.format.LiveTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
    private static final byte[] BEFORE = new LiveTree()
            .openSession(1, 4_000)
            .create("/orders", new byte[1])
            .create("/orders/same", new byte[5])
            .create("/orders/other", new byte[10])
            .createEphemeral("/orders/lock", new byte[3], 1)
            .snapshot();
    private static final byte[] AFTER = new LiveTree()
            .create("/orders", new byte[1])
            .create("/orders/other", new byte[40])
            .create("/orders/same", new byte[5])
            .create("/orders/new", null)
            .snapshot();

    private final Tool tool = new Tool();
    private final Path directory;
    private String before = "";
    private String after = "";

    DiffCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void write() throws IOException {
        before = Files.write(directory.resolve("before"), BEFORE).toString();
        after = Files.write(directory.resolve("after"), AFTER).toString();
    }

    @Test
    void tellsAPersonWhatDiffersAndExitsWithOne() {
        assertThat(tool.run("diff", before, after)).as(tool.err()).isEqualTo(1);

        assertThat(tool.out().lines())
                .containsExactly(
                        "A  " + before + ": CONSISTENT at 0x300000004, 9 znodes",
                        "B  " + after + ": CONSISTENT at 0x300000004, 9 znodes",
                        "",
                        "DIFFERENCE    KIND        DATA  PATH",
                        "removed       ephemeral    3 B  /orders/lock",
                        "changed data  persistent  40 B  /orders/other",
                        "added         persistent  none  /orders/new",
                        "",
                        "1 removed, 1 changed, 1 added, 3 equal",
                        "changed: data of 1, ACL of 0, kind of 0",
                        "equal but for the stat: 1; --stat lists them");
        assertThat(tool.err()).isEmpty();
    }

    @Test
    void exitsWithZeroWhereTheyAreEqual() {
        assertThat(tool.run("diff", "--stat", before, before)).isZero();

        assertThat(tool.out()).endsWith("0 removed, 0 changed, 0 added, 5 equal\n");
    }

    @Test
    void tellsAScriptTheSame() throws IOException {
        assertThat(tool.run("diff", "--json", "--stat", "--no-ephemerals", before, after))
                .isEqualTo(1);

        JsonNode told = tool.json();
        assertThat(told.at("/a/snapshot").asText()).isEqualTo(before);
        assertThat(told.at("/b/examination/verdict").asText()).isEqualTo("CONSISTENT");
        assertThat(told.path("equal").asBoolean()).isFalse();
        assertThat(told.at("/counts/removed").asInt()).isZero();
        assertThat(told.at("/changed/rows")).hasSize(2);
        assertThat(told.at("/changed/rows/0/path").asText()).isEqualTo("/orders/other");
        assertThat(told.at("/changed/rows/0/aspects/0").asText()).isEqualTo("DATA");
        assertThat(told.at("/added/more").asInt()).isZero();
    }

    @Test
    void cutsItsListsAndSaysHowManyMoreThereAre() {
        tool.run("diff", "--limit", "0", before, after);

        assertThat(tool.out()).contains("and 1 more removed\nand 1 more changed\nand 1 more added\n");
    }

    @Test
    void comparesWhatIsUnderAPathAndSaysThatThereIsNone() {
        assertThat(tool.run("diff", "--under", "/orders/same", before, after)).isZero();
        assertThat(tool.out()).endsWith("equal but for the stat: 1; --stat lists them\n");

        assertThat(tool.run("diff", "--under", "/order", before, after)).isEqualTo(66);
        assertThat(tool.err()).isEqualTo("neither of the two holds /order\n");
    }

    @Test
    void readsEitherSideFromStandardInput() {
        assertThat(tool.run(BEFORE, "diff", "-", after)).isEqualTo(1);
        assertThat(tool.out()).contains("/orders/lock");
        assertThat(tool.run(AFTER, "diff", before, "-")).isEqualTo(1);
        assertThat(tool.out()).contains("/orders/lock");
    }

    @Test
    void exitsWithThreeWhereOneIsDamaged() throws IOException {
        String torso = Files.write(directory.resolve("torso"), Arrays.copyOf(AFTER, 300))
                .toString();

        assertThat(tool.run("diff", before, torso)).isEqualTo(3);
        assertThat(tool.err()).startsWith(torso + " is damaged: ").contains("HINT: ");
        assertThat(tool.out()).isEmpty();
    }

    @Test
    void looksForTheSecondBeforeItReadsTheFirst() {
        assertThat(tool.run(BEFORE, "diff", "-", directory.resolve("missing").toString()))
                .isEqualTo(66);
        assertThat(tool.err()).contains("missing");
    }

    @Test
    void explainsItselfWhenItIsCalledWrongly() {
        for (List<String> wrong : List.of(
                List.of("diff"),
                List.of("diff", "a"),
                List.of("diff", "a", "b", "c"),
                List.of("diff", "-", "-"),
                List.of("diff", "--under", "orders", "a", "b"),
                List.of("diff", "--limit", "-1", "a", "b"))) {
            assertThat(tool.run(wrong.toArray(String[]::new)))
                    .as(wrong.toString())
                    .isEqualTo(64);
            assertThat(tool.err()).contains("usage: ").contains("they differ");
        }
    }
}
