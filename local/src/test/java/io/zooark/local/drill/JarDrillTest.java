package io.zooark.local.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.zookeeper.drill.InProcessServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The drill out of the jar that is deployed, in a process with nothing else on its class path and little memory. */
@Isolated("a drill is alone in its function")
class JarDrillTest {
    private static final String ID = "daily-20261122T000000Z";
    private static final Path JAR = Path.of("../functions/target/zooark.jar").toAbsolutePath();
    private static final Path CLASS = Path.of("../functions/target/classes")
            .resolve(InProcessServer.class.getName().replace('.', '/') + ".class");
    private static final String ENSEMBLE = Json.write(Map.of(
            "name",
            "orders",
            "seedHosts",
            List.of("192.0.2.1"),
            "admin",
            Map.of("credentialParameter", "/nobody/asks/for/it"),
            "instances",
            Map.of("key", "ensemble", "value", "orders"),
            "functions",
            Map.of("securityGroup", "sg-1", "networks", List.of("192.0.2.0/28"))));

    private final Path folder;
    private final Depot depot;

    JarDrillTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        depot = Depot.open(folder.resolve("s3"), folder);
    }

    @BeforeEach
    void needsTheJar() throws IOException {
        assumeThat(JAR)
                .as("this test needs the jar: run ./mvnw verify, or ./mvnw package -pl functions -am first")
                .exists();
        assumeThat(Files.getLastModifiedTime(JAR))
                .as("the jar is older than the classes: run ./mvnw verify, or ./mvnw package -pl functions -am first")
                .isGreaterThanOrEqualTo(Files.getLastModifiedTime(CLASS));
    }

    @AfterEach
    void close() {
        depot.close();
    }

    @Test
    void readsZnodesThatAreLargerThanZooKeeperTakesByDefault() throws Exception {
        depot.store(ID, new Planted().create("/larger", new byte[5 << 20]).snapshot());

        Ended ended = drill("256m");

        assertThat(ended.exitStatus()).as(ended.output()).isZero();
        JsonNode answer = Json.mapper().readTree(ended.lastLine());
        assertThat(answer.path("passed").asBoolean()).isTrue();
        assertThat(depot.record(ID).path("passed").asBoolean()).isTrue();
        assertThat(ended.output()).as("nothing of ZooKeeper's own in the log").doesNotContain("zookeeper.");
    }

    @Test
    void refusesWhatItsMemoryIsTooSmallForAndSaysHowMuchItNeeds() throws Exception {
        depot.store(ID, new Planted().create("/larger", new byte[5 << 20]).snapshot());

        Ended ended = drill("48m");

        assertThat(ended.exitStatus()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("takes about 73 MiB of heap, and the function has 4")
                .contains("configure the function with 128 MiB of memory");
        assertThat(depot.record(ID).path("passed").asBoolean(true)).isFalse();
    }

    private record Ended(int exitStatus, String output) {
        String lastLine() {
            List<String> lines = output.lines().toList();
            return lines.get(lines.size() - 1);
        }
    }

    private Ended drill(String heap) throws IOException, InterruptedException {
        File output = folder.resolve("output").toFile();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        JAR
                                + File.pathSeparator
                                + Path.of("target/test-classes").toAbsolutePath(),
                        JarDrill.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment()
                .putAll(Map.of(
                        "ZOOARK_ENSEMBLE",
                        ENSEMBLE,
                        "ZOOARK_VAULT",
                        Depot.BUCKET,
                        "AWS_ENDPOINT_URL",
                        depot.endpoint().toString(),
                        "AWS_REGION",
                        "eu-central-1",
                        "AWS_ACCESS_KEY_ID",
                        "local",
                        "AWS_SECRET_ACCESS_KEY",
                        "local"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return new Ended(process.exitValue(), Files.readString(output.toPath()));
        } finally {
            process.destroyForcibly();
        }
    }
}
