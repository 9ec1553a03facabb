package io.zooark.local.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentDeathTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void endsServersWithTheJvmThatStartedThemEvenWhenThatIsKilledAndTheyArePaused(@TempDir Path folder)
            throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = parent.inputReader(UTF_8)) {
            ProcessHandle running = server(said);
            ProcessHandle paused = server(said);

            parent.destroyForcibly();

            running.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            paused.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(running.isAlive() || paused.isAlive()).isFalse();
        } finally {
            parent.destroyForcibly();
        }
    }

    private static ProcessHandle server(BufferedReader said) throws Exception {
        String pid = said.readLine();
        assertThat(pid).as("what the parent said").matches("\\d+");
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** Starts two servers, pauses the second, says their process ids, and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            try (LocalEnsemble ensemble = LocalEnsemble.started(Path.of(arguments[0]), EnsembleOptions.voters(2))) {
                ensemble.host(2).server().pause();
                System.out.println(ensemble.host(1).server().pid());
                System.out.println(ensemble.host(2).server().pid());
                System.in.read();
            }
        }
    }
}
