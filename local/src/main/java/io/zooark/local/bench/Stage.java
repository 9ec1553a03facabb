package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import io.zooark.handler.Wiring;
import io.zooark.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The AWS that all who are measured share: S3 and Systems Manager's parameters, in a process of their own. */
final class Stage implements AutoCloseable {
    static final String ENSEMBLE = "bench";
    static final String BUCKET = "bench-vault";
    static final String PASSWORD = "bench-only";
    static final String CREDENTIAL = "super:" + PASSWORD;
    static final String PARAMETER = "/zooark/bench/admin";

    private final Path folder;
    private final Child child;
    private final URI endpoint;

    private Stage(Path folder, Child child, URI endpoint) {
        this.folder = folder;
        this.child = child;
        this.endpoint = endpoint;
    }

    /** Opens it with an empty bucket. */
    static Stage open(Path folder) throws IOException {
        requireNonNull(folder, "folder is null");
        Child child = Child.start(
                new Child.Launch(
                        List.of(),
                        List.of("-Xmx1g"),
                        StageMain.class,
                        List.of(storage(folder).toString()),
                        Map.of()),
                folder.resolve("stage.log"));
        try {
            return new Stage(folder, child, URI.create(child.ask("endpoint")));
        } catch (IOException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /** Returns what anybody needs to call this AWS. */
    Map<String, String> credentials() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                endpoint.toString(),
                "AWS_REGION",
                "us-east-1",
                "AWS_DEFAULT_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                "local",
                "AWS_SECRET_ACCESS_KEY",
                "local",
                "AWS_EC2_METADATA_DISABLED",
                "true",
                // the settings of whoever runs this are not what is measured
                "AWS_CONFIG_FILE",
                "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE",
                "/dev/null");
    }

    /** Returns the environment of TakeSnapshot for an ensemble whose servers have these admin ports. */
    Map<String, String> environment(List<Integer> adminPorts) {
        Map<String, Object> ensemble = Map.of(
                "name",
                ENSEMBLE,
                "seedHosts",
                adminPorts.stream().map(port -> "127.0.0.1:" + port).toList(),
                "admin",
                Map.of("scheme", "http", "credentialParameter", PARAMETER),
                "instances",
                Map.of("key", "zooark:ensemble", "value", ENSEMBLE),
                "functions",
                Map.of("securityGroup", "sg-functions", "networks", List.of("192.0.2.0/28")));
        Map<String, String> environment = new java.util.TreeMap<>(credentials());
        environment.put(Wiring.ENSEMBLE, Json.write(ensemble));
        environment.put(Wiring.VAULT, BUCKET);
        return environment;
    }

    /** Deletes every object: the files, which would otherwise be written to disk during the next run. */
    void clear() throws IOException {
        deleteIn(storage(folder).resolve(BUCKET));
    }

    private static Path storage(Path folder) {
        return folder.resolve("s3");
    }

    private static void deleteIn(Path directory) throws IOException {
        try (Stream<Path> everything = Files.walk(directory)) {
            for (Path path : everything.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(directory)) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
