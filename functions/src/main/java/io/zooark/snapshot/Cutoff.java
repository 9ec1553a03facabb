package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.error.RestoreException;
import io.zooark.error.SnapshotFailedException;
import io.zooark.invocation.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Ends an invocation's work, whatever it is waiting for, shortly before the invocation is killed: killed, it could neither
 * abort its upload nor say a word.
 */
final class Cutoff {
    private static final Duration BRIEFLY = Duration.ofSeconds(10);

    private final Deadline deadline;
    private final Duration reserve;
    private final Executor executor;

    /**
     * Makes the end of one invocation.
     *
     * @param reserve how long before the deadline the work is ended; what follows has to do with that
     */
    Cutoff(Deadline deadline, Duration reserve, Executor executor) {
        this.deadline = requireNonNull(deadline, "deadline is null");
        this.reserve = requireNonNull(reserve, "reserve is null");
        this.executor = requireNonNull(executor, "executor is null");
    }

    /**
     * Does the work, in another thread.
     *
     * @param rescue what can be saved once the work has been ended; ended in its turn by the watch that it is given
     * @throws SnapshotFailedException if it had to be ended and nothing could be saved; it says how far the work had come
     */
    <T> T run(Watch watch, Supplier<T> work, Function<Watch, Optional<T>> rescue) {
        if (deadline.remaining().compareTo(reserve) <= 0) {
            throw new SnapshotFailedException(
                    "only " + deadline.remaining().toSeconds() + " s were left at the start, and the last "
                            + reserve.toSeconds() + " s are kept for ending well",
                    "give the function a longer time-out; Lambda's longest is 15 minutes");
        }
        CompletableFuture<T> result = CompletableFuture.supplyAsync(() -> watch.during(work), executor);
        try {
            return get(result, reserve);
        } catch (TimeoutException e) {
            return end(watch, result, rescue);
        }
    }

    private <T> T end(Watch watch, CompletableFuture<T> result, Function<Watch, Optional<T>> rescue) {
        List<Closeable> parts = watch.end();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> parts.forEach(Cutoff::close), executor);
        Optional<T> saved = Optional.empty();
        if (watch.publishing()) {
            // all its bytes are stored already, and the request that makes it count is on its way
            saved = quietly(result, reserve.dividedBy(2));
        }
        saved = saved.or(() -> rescued(rescue));
        quietly(closed, reserve.dividedBy(5));
        // the work may have come to its end at the very moment at which it was ended
        return saved.or(() -> quietly(result, reserve.dividedBy(5))).orElseThrow(() -> tooLate(watch));
    }

    /** Does not outlive its time either: what it would publish after the answer would take the place of a better one. */
    private <T> Optional<T> rescued(Function<Watch, Optional<T>> rescue) {
        Watch second = new Watch();
        CompletableFuture<Optional<T>> result =
                CompletableFuture.supplyAsync(() -> second.during(() -> rescue.apply(second)), executor);
        Optional<T> saved = quietly(result, reserve.dividedBy(4)).flatMap(found -> found);
        List<Closeable> left = second.end();
        if (!left.isEmpty()) {
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> left.forEach(Cutoff::close), executor);
            quietly(closed, reserve.dividedBy(5));
        }
        return saved;
    }

    private SnapshotFailedException tooLate(Watch watch) {
        return new SnapshotFailedException(
                "given up " + reserve.toSeconds() + " s before the invocation would have been killed: "
                        + watch.howFar(),
                "see why that took so long, or give the function more time (15 minutes at most) or memory; nothing was"
                        + " kept, and the next attempt starts from nothing");
    }

    /** Returns what is asked, if it is answered soon and without an error. */
    <T> Optional<T> briefly(Supplier<T> question) {
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(question, executor);
        Duration last = reserve.dividedBy(10);
        Duration spare = deadline.remaining().minus(BRIEFLY);
        return quietly(answer, spare.compareTo(last) > 0 ? spare : last);
    }

    private <T> Optional<T> quietly(CompletableFuture<T> result, Duration until) {
        try {
            return Optional.ofNullable(get(result, until));
        } catch (TimeoutException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Waits until so much time is left. What the work has thrown is thrown here as it is. */
    private <T> T get(CompletableFuture<T> result, Duration until) throws TimeoutException {
        try {
            long nanos = Math.max(0, deadline.remaining().minus(until).toNanos());
            return result.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SnapshotFailedException("interrupted while a snapshot was taken", "run it again", e);
        }
    }

    private static void close(Closeable part) {
        try {
            part.close();
        } catch (IOException | RestoreException e) {
            // it is given up; the bucket's lifecycle ends an upload that cannot even be aborted
        }
    }
}
