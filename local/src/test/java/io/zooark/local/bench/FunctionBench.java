package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.local.LocalCloud;
import io.zooark.local.Parent;
import io.zooark.local.artefact.DeployedFunctions;
import io.zooark.local.artefact.Measured;
import io.zooark.local.artefact.ZooarkJar;
import io.zooark.local.cloud.Functions;
import io.zooark.local.stepfunctions.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures what each function needs: the packaged jar under Lambda's own runtime, against real servers that hold a tree.
 *
 * <p>Prints a table for each tree and writes them to {@code local/target/bench-functions/functions.txt}. A function that is
 * given too little is marked and fails nothing; a measurement that cannot be made ends with status 1.
 */
final class FunctionBench {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Path folder;
    private final Path code;
    private final List<String> lines = new ArrayList<>();

    private FunctionBench(Path folder, Path code) {
        this.folder = requireNonNull(folder, "folder is null");
        this.code = requireNonNull(code, "code is null");
    }

    /**
     * Runs it.
     *
     * @param arguments the folder of module {@code local}, and the sizes as {@link RestoreTrials} has them
     */
    public static void main(String[] arguments) throws Exception {
        Parent.endWith();
        Path folder = Bench.emptied(Path.of(arguments[0]).resolve("target/bench-functions"));
        try {
            Path code = ZooarkJar.unpackedTo(Files.createDirectory(folder.resolve("task")));
            new FunctionBench(folder, code)
                    .run(RestoreTrials.of(arguments[1], "", "1").workloads());
            System.exit(0);
        } catch (IOException | RuntimeException e) {
            System.out.println();
            System.out.println("FAILED: " + e.getMessage());
            System.out.println("Logs are in " + folder);
            System.exit(1);
        }
    }

    private void run(List<Workload> workloads) throws IOException, InterruptedException {
        Surroundings.look().lines().forEach(this::say);
        for (Workload workload : workloads) {
            say("");
            say(workload.title());
            say(Measured.HEAD);
            measure(workload).forEach(one -> say(one.line()));
            // whoever ends a long run keeps what there is so far
            Files.write(folder.resolve("functions.txt"), lines);
        }
    }

    private void say(String line) {
        lines.add(line);
        System.out.println(line);
    }

    private List<Measured> measure(Workload workload) throws IOException, InterruptedException {
        Path scene = folder.resolve(workload.folder());
        try (BenchEnsemble ensemble = BenchEnsemble.filled(scene, workload);
                LocalCloud cloud = LocalCloud.around(
                        ensemble.local(),
                        scene.resolve("s3"),
                        Stage.PASSWORD,
                        variables -> new DeployedFunctions(code, variables));
                DeployedFunctions functions = (DeployedFunctions) cloud.functions()) {
            Instant due = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            JsonNode backup = invoke(
                    functions,
                    "TakeSnapshot",
                    Map.of("ensemble", LocalCloud.ENSEMBLE, "scheduledTime", due.toString(), "class", "manual"));
            invoke(functions, "VerifySnapshot", Map.of());
            for (String method : List.of("admin", "placement")) {
                run(
                        cloud,
                        LocalCloud.RESTORE_MACHINE,
                        Map.of("snapshot", backup.path("id").asText(), "method", method));
            }
            run(cloud, LocalCloud.RECOVER_MACHINE, Map.of());
            return functions.measured("");
        }
    }

    private static JsonNode invoke(Functions functions, String name, Map<String, String> event) throws IOException {
        Functions.Answer answer = functions.invoke(name, Json.write(event));
        if (answer.failed()) {
            throw new IOException(name + " failed: " + answer.payload());
        }
        return Json.mapper().readTree(answer.payload());
    }

    private static void run(LocalCloud cloud, String machine, Map<String, String> more)
            throws IOException, InterruptedException {
        Map<String, String> input = new java.util.TreeMap<>(more);
        input.put("confirm", LocalCloud.ENSEMBLE);
        Execution execution = cloud.stepFunctions().start(machine, Json.write(input));
        execution.await(LIMIT);
        if (execution.status() != Execution.Status.SUCCEEDED) {
            throw new IOException(machine + " ended " + execution.status() + ": "
                    + execution.cause().orElse(""));
        }
    }
}
