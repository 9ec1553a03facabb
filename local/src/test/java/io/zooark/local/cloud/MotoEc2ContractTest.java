package io.zooark.local.cloud;

import static io.zooark.local.cloud.Ec2Requests.tag;
import static io.zooark.local.cloud.Ec2Requests.tagged;
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
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;

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
        return client.createSecurityGroup(request ->
                        request.groupName(UUID.randomUUID().toString()).description("of a test"))
                .groupId();
    }

    @Override
    String instance(String ensemble, List<String> groups) {
        return client.runInstances(request -> request.imageId("ami-12345678")
                        .instanceType(InstanceType.T3_MICRO)
                        .minCount(1)
                        .maxCount(1)
                        .securityGroupIds(groups)
                        .tagSpecifications(tagged(ResourceType.INSTANCE, tag("zooark:ensemble", ensemble))))
                .instances()
                .get(0)
                .instanceId();
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
