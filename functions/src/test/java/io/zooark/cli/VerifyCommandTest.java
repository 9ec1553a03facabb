package io.zooark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.TxnHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private final Path directory;

    VerifyCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void tellsInOneLineOfJsonWhatAFileProves() throws IOException {
        File file = snapshot();

        assertThat(run("verify", file.getPath())).isZero();

        assertThat(out.toString(UTF_8)).endsWith("\n").hasLineCount(1);
        JsonNode report = report();
        assertThat(report.path("verdict").asText()).isEqualTo("CONSISTENT");
        assertThat(report.path("file").asText()).isEqualTo(file.getPath());
        assertThat(report.path("bytes").asLong()).isEqualTo(file.length());
        assertThat(report.path("nodeCount").asInt()).isEqualTo(6);
        assertThat(report.path("startZxid").asText()).isEqualTo("0x100000007");
        assertThat(report.path("endZxid").asText()).isEqualTo("0x100000007");
        assertThat(report.path("treeDigest").asText()).startsWith("0x");
        assertThat(report.fieldNames()).toIterable().last().isEqualTo("databaseId");
        assertThat(err.size()).isZero();
    }

    @Test
    void takesTheStartFromTheOptionRatherThanFromTheName() throws IOException {
        String file = snapshot().getPath();

        assertThat(run("verify", file, "--start-zxid", "0x100000006")).isEqualTo(1);
        assertThat(report().path("verdict").asText()).isEqualTo("TORN");
        assertThat(run("verify", "--start-zxid", "100000007", file)).isZero();
    }

    @Test
    void leavesTheStartOpenWhenTheNameDoesNotTell() throws IOException {
        Path renamed = Files.move(snapshot().toPath(), directory.resolve("backup"));

        assertThat(run("verify", renamed.toString())).isZero();
        assertThat(report().path("startZxid").isNull()).isTrue();
    }

    @Test
    void readsStandardInput() throws IOException {
        InputStream snapshot =
                new ByteArrayInputStream(Files.readAllBytes(snapshot().toPath()));

        int status = run(snapshot, "verify", "-", "--start-zxid", "0x100000007");

        assertThat(status).isZero();
        assertThat(report().path("file").asText()).isEqualTo("-");
    }

    @Test
    void exitsWithTheStatusOfDamageAndDoubt() throws IOException {
        byte[] good = Files.readAllBytes(snapshot().toPath());
        Path torso = Files.write(directory.resolve("torso"), Arrays.copyOf(good, 100));
        Path older = Files.write(directory.resolve("older"), Arrays.copyOf(good, good.length - 21));

        assertThat(run("verify", torso.toString())).isEqualTo(3);
        assertThat(run("verify", older.toString())).isEqualTo(2);
    }

    @Test
    void saysThatAFileCannotBeOpened() {
        String missing = directory.resolve("missing").toString();

        assertThat(run("verify", missing)).isEqualTo(66);
        assertThat(run("verify", directory.toString())).isEqualTo(66);
        assertThat(err.toString(UTF_8)).contains("cannot open " + missing).contains(directory.toString());
        assertThat(out.size()).isZero();
    }

    @Test
    void explainsItselfWhenItIsCalledWrongly() {
        List<String[]> wrong = List.of(
                new String[] {},
                new String[] {"verfy", "x"},
                new String[] {"verify"},
                new String[] {"verify", "a", "b"},
                new String[] {"verify", "--hlep"},
                new String[] {"verify", "a", "--start-zxid"},
                new String[] {"verify", "a", "--start-zxid", "seven"},
                new String[] {"verify", "a", "--start-zxid", "0xffffffffffffffff"});

        for (String[] arguments : wrong) {
            err.reset();

            assertThat(run(arguments)).as(String.join(" ", arguments)).isEqualTo(64);
            assertThat(err.toString(UTF_8)).contains("usage: ").contains("66");
        }
    }

    private int run(String... arguments) {
        return run(InputStream.nullInputStream(), arguments);
    }

    private int run(InputStream in, String... arguments) {
        out.reset();
        return Main.run(
                arguments,
                new Surroundings(in, printing(out), printing(err), Map.of(), Clock.systemUTC(), () -> false));
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(out.toByteArray());
    }

    /** Has ZooKeeper save a snapshot with one znode of its own. */
    private File snapshot() throws IOException {
        DataTree tree = new DataTree();
        tree.processTxn(
                new TxnHeader(0, 0, 0x1_0000_0007L, 0, OpCode.create),
                new CreateTxn("/a", new byte[3], Ids.OPEN_ACL_UNSAFE, false, -1));
        FileTxnSnapLog log = new FileTxnSnapLog(directory.toFile(), directory.toFile());
        try {
            return log.save(tree, new ConcurrentHashMap<>(), false);
        } finally {
            log.close();
        }
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, UTF_8);
    }
}
