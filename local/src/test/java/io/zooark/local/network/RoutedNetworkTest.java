package io.zooark.local.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoutedNetworkTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @BeforeAll
    static void assumeNothingLacks() {
        Optional<String> lacking = RoutedNetwork.lacking();
        assumeTrue(lacking.isEmpty(), () -> "this machine lacks " + lacking.orElse(""));
    }

    @Test
    void connectsItsParts() throws Exception {
        Path interfaceHere;
        try (RoutedNetwork network = RoutedNetwork.open(2);
                WritingClients clients = network.clients("127.0.0.1:1")) {
            interfaceHere = file(network.interfaceHere());
            assertThat(interfaceHere).exists();
            for (int id = 1; id <= 2; id++) {
                // nobody listens: it is the host that answers
                assertThat(clients.knock(network.site(id).address(), 2181)).isEqualTo("Connection refused");
            }
            assertThat(network.site(1).run("ip", "route", "get", network.site(2).address()))
                    .contains("dev eth0");
        }
        awaitGone(interfaceHere);
    }

    @Test
    void leavesNothingWhenItsJvmIsKilled() throws Exception {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = owner.inputReader(UTF_8)) {
            Path interfaceHere = file(said.readLine());
            ProcessHandle clients =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            assertThat(interfaceHere).exists();

            owner.destroyForcibly();

            clients.onExit().join();
            awaitGone(interfaceHere);
        } finally {
            owner.destroyForcibly();
        }
    }

    private static Path file(String name) {
        assertThat(name).startsWith("zooark");
        return Path.of("/sys/class/net", name);
    }

    /** The kernel takes a namespace away after its last process, not with it. */
    private static void awaitGone(Path interfaceHere) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (Files.exists(interfaceHere)) {
            assertThat(System.nanoTime()).as("%s is still there", interfaceHere).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Makes a network with a process in it, tells their names, and waits to be killed. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws Exception {
            try (RoutedNetwork network = RoutedNetwork.open(1);
                    WritingClients clients = network.clients("127.0.0.1:1")) {
                System.out.println(network.interfaceHere());
                System.out.println(clients.pid());
                System.in.read();
            }
        }
    }
}
