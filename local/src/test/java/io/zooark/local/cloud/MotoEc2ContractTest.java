package io.zooark.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** A second opinion: asks moto, where its server is installed. */
class MotoEc2ContractTest extends Ec2ContractTest {
    private static Process moto;
    private static Ec2Client client;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(
                Pattern.compile(File.pathSeparator)
                        .splitAsStream(System.getenv("PATH"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "moto_server"))),
                "moto_server is not on the PATH: pip install 'moto[server]' for this second opinion");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        moto = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        client = Clients.ec2(URI.create("http://127.0.0.1:" + port));
        awaitListening(port);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (moto != null) {
            client.close();
            moto.descendants().forEach(ProcessHandle::destroyForcibly);
            moto.destroyForcibly();
            assertThat(moto.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Override
    Ec2Client client() {
        return client;
    }

    @Override
    String group() {
        return Ec2Requests.group(client);
    }

    @Override
    String instance(String ensemble, List<String> groups) {
        return Ec2Requests.instance(client, ensemble, groups);
    }

    private static void awaitListening(int port) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline || !moto.isAlive()) {
                    throw new IOException("moto_server does not listen on port " + port, e);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }
}
