package io.zooark.zookeeper.drill;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A group of threads in which one piece of work is done, so that all that it starts can be found and seen to end: ZooKeeper
 * joins only some of its threads.
 */
final class ThreadRoom {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ThreadGroup group;
    private boolean interrupted;

    ThreadRoom(String name) {
        group = new ThreadGroup(requireNonNull(name, "name is null"));
    }

    /**
     * Does the work in a thread of this room, and waits until that and all that it has started have ended.
     *
     * <p>An interrupt of the caller is kept until then: at the wrong moment ZooKeeper answers one by ending the JVM.
     *
     * @throws IOException if the work throws one, or if a thread does not end
     */
    <T> T call(Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread first = new Thread(group, task, group.getName());
        first.setDaemon(true);
        first.start();
        try {
            while (first.isAlive()) {
                join(first, PATIENCE);
            }
            IOException left = endRest();
            T result = result(task, left);
            if (left != null) {
                throw left;
            }
            return result;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T result(FutureTask<T> task, @Nullable IOException left) throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = requireNonNull(e.getCause());
            if (left != null) {
                cause.addSuppressed(left);
            }
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IOException(cause);
        } catch (InterruptedException | CancellationException e) {
            throw new IOException(e);
        }
    }

    private @Nullable IOException endRest() {
        awaitRest();
        List<Thread> late = living();
        if (late.isEmpty()) {
            return null;
        }
        late.forEach(Thread::interrupt);
        awaitRest();
        List<String> left = living().stream().map(Thread::getName).toList();
        return left.isEmpty() ? null : new IOException("threads of the private server do not end: " + left);
    }

    private void awaitRest() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Thread thread : living()) {
            while (thread.isAlive() && System.nanoTime() < end) {
                join(thread, Duration.ofNanos(end - System.nanoTime()));
            }
        }
    }

    private void join(Thread thread, Duration atMost) {
        try {
            thread.join(Math.max(1, atMost.toMillis()));
        } catch (InterruptedException e) {
            interrupted = true;
        }
    }

    private List<Thread> living() {
        Thread[] found = new Thread[2 * group.activeCount() + 16];
        group.enumerate(found);
        return Arrays.stream(found).filter(Objects::nonNull).toList();
    }
}
