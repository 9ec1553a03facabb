package io.zooark.local.backup;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A thread that reads or writes a snapshot, as a function's own does. */
final class Streaming {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 10_000_000;

    private final Thread thread;
    private volatile @Nullable Exception failure;

    /** What the thread does. */
    interface Work {
        void run() throws IOException;
    }

    Streaming(Work work) {
        this.thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | RuntimeException e) {
                        failure = e;
                    }
                },
                "streaming");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until it waits itself, and something else is so. */
    void awaitBlocked(BooleanSupplier condition) {
        await(() -> condition.getAsBoolean() && thread.getState() == Thread.State.WAITING);
    }

    void awaitEnd() throws InterruptedException {
        thread.join(LIMIT.toMillis());
        if (thread.isAlive()) {
            throw new AssertionError("it still waits after " + LIMIT);
        }
    }

    @Nullable
    Exception failure() {
        return failure;
    }

    /** Returns the threads on which an upload still calls S3. */
    static List<Thread> uploaders() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("s3-upload"))
                .toList();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it has not come to wait within " + LIMIT);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
