package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.local.LocalCloud;
import io.zooark.local.bench.Rounds.Subject;
import io.zooark.local.cloud.Functions;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Restores of one ensemble: by the machine, by each of its methods, and by the guide's own commands. */
final class RestoreScene implements AutoCloseable {
    static final String GUIDE = "guide";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final BenchEnsemble ensemble;
    private final LocalCloud cloud;
    private final Commands commands;
    private final Guide guide;
    private final JsonNode backup;
    private final Path snapshot;
    private boolean inMemoryAlone;

    private RestoreScene(Path folder, BenchEnsemble ensemble, LocalCloud cloud) throws IOException {
        this.ensemble = ensemble;
        this.cloud = cloud;
        this.commands = new Commands(folder.resolve("commands.log"), Map.of());
        this.guide = new Guide(ensemble.local().hosts(), folder.resolve("guide"));
        this.backup = backup();
        // whoever types the guide's commands has fetched it beforehand
        this.snapshot = Files.copy(only(folder.resolve("s3").resolve(LocalCloud.BUCKET)), folder.resolve("snapshot"));
    }

    /** Begins with three servers that hold the tree, and a backup of it. */
    static RestoreScene begin(Path folder, Workload workload) throws IOException {
        BenchEnsemble ensemble = BenchEnsemble.filled(folder, workload);
        try {
            LocalCloud cloud = LocalCloud.around(ensemble.local(), folder.resolve("s3"), Stage.PASSWORD, 0);
            try {
                return new RestoreScene(folder, ensemble, cloud);
            } catch (IOException | RuntimeException e) {
                cloud.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            ensemble.close();
            throw e;
        }
    }

    private JsonNode backup() throws IOException {
        Instant due = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Functions.Answer answer = cloud.functions()
                .invoke(
                        "TakeSnapshot",
                        Json.write(Map.of(
                                "ensemble", LocalCloud.ENSEMBLE, "scheduledTime", due.toString(), "class", "manual")));
        JsonNode taken = Json.mapper().readTree(answer.payload());
        if (answer.failed() || !taken.path("verdict").asText().equals("CONSISTENT")) {
            throw new IOException("no proven backup could be taken: " + answer.payload());
        }
        return taken;
    }

    private static Path only(Path bucket) throws IOException {
        try (Stream<Path> objects = Files.walk(bucket)) {
            return objects.filter(path -> path.endsWith("snapshot"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no snapshot lies in " + bucket));
        }
    }

    /** Returns how many bytes the backup has. */
    long bytes() throws IOException {
        return Files.size(snapshot);
    }

    /** Measures the guide and each method in turn; returns their runs by name, one for each round. */
    Map<String, List<Restored>> measure(List<String> methods, int rounds) throws IOException {
        List<Subject<Restored>> subjects = new ArrayList<>();
        subjects.add(new Subject<>(GUIDE, this::byGuide));
        methods.forEach(method -> subjects.add(new Subject<>(method, () -> byMachine(method))));
        return new Rounds(rounds).of(subjects, () -> prepare(methods));
    }

    private Restored byGuide() throws IOException {
        inMemoryAlone = true;
        Restored restored = guide.restore(snapshot, Stage.CREDENTIAL);
        long expected = backup.at("/manifest/examination/content/nodes").asLong();
        for (LocalHost host : ensemble.local().hosts()) {
            long nodes = host.server().admin().nodeCount();
            if (nodes != expected) {
                throw new IOException("after the guide's commands server "
                        + host.server().id() + " holds " + nodes + " znodes instead of " + expected);
            }
        }
        return restored;
    }

    private Restored byMachine(String method) throws IOException {
        Map<String, String> input = Map.of(
                "confirm", LocalCloud.ENSEMBLE, "snapshot", backup.path("id").asText(), "method", method);
        Execution execution = cloud.stepFunctions().start(LocalCloud.RESTORE_MACHINE, Json.write(input));
        try {
            execution.await(LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (execution.status() != Execution.Status.SUCCEEDED) {
            throw new IOException("the restore by " + method + " ended " + execution.status() + ": "
                    + execution.cause().orElse(""));
        }
        return new RestorePhases(execution, cloud.ssm().runs()).restored();
    }

    /**
     * Servers as the guide leaves them have a tree in memory that no file holds, under an epoch below its transactions; the
     * next begins with servers that are sound. Nothing that a run has left may be written to disk during the next.
     */
    private void prepare(List<String> methods) throws IOException {
        if (inMemoryAlone) {
            byMachine(methods.get(methods.size() - 1));
            inMemoryAlone = false;
        }
        for (LocalHost host : ensemble.local().hosts()) {
            for (Path directory : List.of(host.server().dataDir(), host.server().dataLogDir())) {
                try (Stream<Path> all = Files.list(directory)) {
                    for (Path aside : all.filter(RestoreScene::isAside).toList()) {
                        delete(aside);
                    }
                }
            }
        }
        ensemble.deleteOldSnapshots();
        commands.pipe(List.of(List.of("sync")));
    }

    private static boolean isAside(Path path) {
        String name = path.getFileName().toString();
        return name.equals("set-aside") || name.startsWith("version-2.");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> everything = Files.walk(directory)) {
            for (Path path : everything.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw requireNonNull(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        cloud.close();
        ensemble.close();
    }
}
