package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import io.zooark.local.bench.Rounds.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;

/** The ways to make a backup of one ensemble, each as something that can be run again and again. */
final class Backups implements AutoCloseable {
    private static final Duration NOTHING = Duration.ofSeconds(3);
    private static final int WARM_UPS = 2;

    private final Stage stage;
    private final BenchEnsemble ensemble;
    private final Pipeline pipeline;
    private final Path log;
    private final Map<LambdaJvm, Taker> warm = new EnumMap<>(LambdaJvm.class);
    private final int follower;

    private Backups(Stage stage, BenchEnsemble ensemble, Pipeline pipeline, Path log) {
        this.stage = requireNonNull(stage, "stage is null");
        this.ensemble = ensemble;
        this.pipeline = requireNonNull(pipeline, "pipeline is null");
        this.log = requireNonNull(log, "log is null");
        this.follower = ensemble.follower();
    }

    /** Starts what takes them, and has everything run a few times that is measured later, so that it is warm. */
    static Backups warmedUp(Stage stage, BenchEnsemble ensemble, Pipeline pipeline, Path log) throws IOException {
        Backups backups = new Backups(stage, ensemble, pipeline, log);
        try {
            backups.warmUp();
            return backups;
        } catch (IOException | RuntimeException e) {
            backups.close();
            throw e;
        }
    }

    private void warmUp() throws IOException {
        for (LambdaJvm jvm : LambdaJvm.values()) {
            warm.put(jvm, start(jvm));
        }
        for (int i = 0; i < WARM_UPS; i++) {
            for (Way way : Way.values()) {
                clear();
                taker(LambdaJvm.DEPLOYED).take(way);
            }
            // as warm as the other, in the one way that is measured of it
            for (int j = 0; j < 2; j++) {
                clear();
                taker(LambdaJvm.other()).take(Way.FUNCTION);
            }
        }
        clear();
        pipeline.discard(follower);
    }

    private Taker start(LambdaJvm jvm) throws IOException {
        return Taker.start(jvm, stage.environment(ensemble.adminPorts()), log);
    }

    private Taker taker(LambdaJvm jvm) {
        return requireNonNull(warm.get(jvm), "not started: " + jvm);
    }

    /** Forgets what the run before has left, so that the system does not write it to disk during the next. */
    void clear() throws IOException {
        stage.clear();
        ensemble.deleteOldSnapshots();
    }

    /** TakeSnapshot in a process that has done it before. */
    Run<Backup> warm(LambdaJvm jvm, Way way) {
        return () -> {
            long from = System.nanoTime();
            Taker.Answer taken = taker(jvm).take(way);
            return backup(from, taken.toString());
        };
    }

    /** TakeSnapshot from the start of its JVM. */
    Run<Backup> cold() {
        return () -> {
            long from = System.nanoTime();
            try (Taker cold = start(LambdaJvm.DEPLOYED)) {
                Taker.Answer taken = cold.take(Way.FUNCTION);
                Backup backup = backup(from, taken.toString());
                return new Backup(
                        backup.from(), backup.to(), backup.taken(), cold.peakMegabytes(), backup.writeMillis());
            }
        };
    }

    Run<Backup> pipeline() {
        return () -> {
            long from = System.nanoTime();
            pipeline.store(follower);
            return backup(from, "");
        };
    }

    Run<Backup> curl() {
        return () -> {
            long from = System.nanoTime();
            pipeline.discard(follower);
            return backup(from, "");
        };
    }

    /** No backup at all, for three seconds. */
    Run<Backup> nothing() {
        return () -> {
            long from = System.nanoTime();
            for (long left = NOTHING.toNanos(); left > 0; left = from + NOTHING.toNanos() - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return backup(from, "");
        };
    }

    private static Backup backup(long from, String taken) {
        return new Backup(from, System.nanoTime(), taken, OptionalDouble.empty(), List.of());
    }

    @Override
    public void close() {
        warm.values().forEach(Taker::close);
    }
}
