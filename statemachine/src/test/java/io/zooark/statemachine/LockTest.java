package io.zooark.statemachine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {
    private static final String LOCK = "root/run/zooark/lock";

    private final StandInHost host;

    LockTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.oldData().held();
    }

    @Test
    void isTakenOverAfterAKillInTheMiddle() throws Exception {
        host.killedAt("chown");
        assertThat(host.run("set-aside").exitStatus()).isEqualTo(128 + 9);
        assertThat(host.has(LOCK)).isTrue();

        assertThat(host.run("set-aside").exitStatus()).isZero();
        assertThat(host.has(LOCK)).isFalse();
    }

    @Test
    void isTakenOverFromAProcessThatIsGone() throws Exception {
        host.write(LOCK, "999999999 12345");

        assertThat(host.run("set-aside").exitStatus()).isZero();
        assertThat(host.has(LOCK)).isFalse();
    }

    @Test
    void isTakenOverWhereTheProcessIdBelongsToAnotherProcessByNow() throws Exception {
        host.write(LOCK, ProcessHandle.current().pid() + " 1");

        assertThat(host.run("set-aside").exitStatus()).isZero();
    }

    @Test
    void keepsASecondRunOut() throws Exception {
        String document = StandInHost.document("set-aside").script();
        String me = "%d %s".formatted(ProcessHandle.current().pid(), startedByItsOwnAccount(document));
        host.write(LOCK, me);

        Answer answer = host.run("set-aside");

        assertThat(answer.json().get("error").asText()).contains("another run (process " + me + ")");
        assertThat(host.read(LOCK)).isEqualTo(me);
        assertThat(host.has("data/set-aside")).isFalse();
    }

    @Test
    void isNotForWhoOnlyLooks() throws Exception {
        host.write(LOCK, "held by somebody");

        assertThat(host.run("inspect").exitStatus()).isZero();
    }

    /** The script's own word for when this process was started. */
    private static String startedByItsOwnAccount(String document) throws IOException, InterruptedException {
        String functions = document.substring(0, document.lastIndexOf("\nrun\n") + 1);
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        functions + "started " + ProcessHandle.current().pid())
                .start();
        String word = new String(shell.getInputStream().readAllBytes(), US_ASCII);
        shell.waitFor();
        return word.strip();
    }
}
