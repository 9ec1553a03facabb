package io.zooark.aws;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one upload on threads of its own, so that whoever waits for one can be let go from outside, however long
 * S3 is silent. {@link WatchedHttp} ends the calls that are interrupted then.
 */
final class S3Threads {
    private final String what;
    private final ExecutorService threads;
    private final Queue<Future<?>> calls = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * Starts no thread yet.
     *
     * @param what what the calls are for, for the message of whoever is let go
     */
    S3Threads(String what, int count) {
        this.what = what;
        this.threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "s3-upload");
            thread.setDaemon(true);
            return thread;
        });
    }

    synchronized <T> Future<T> begin(Callable<T> call) throws IOException {
        requireOpen();
        Future<T> begun = threads.submit(call);
        calls.add(begun);
        return begun;
    }

    /** Makes a call and waits for it; what it throws unchecked is thrown as it is. */
    <T> T run(Callable<T> call) throws IOException {
        return await(begin(call));
    }

    <T> T await(Future<T> call) throws IOException {
        try {
            return call.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (CancellationException e) {
            throw closed(e);
        } catch (ExecutionException e) {
            requireOpen();
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IOException(what + " failed", e.getCause());
        }
    }

    void requireOpen() throws IOException {
        if (closed) {
            throw closed(null);
        }
    }

    private IOException closed(@Nullable Throwable cause) {
        return new IOException(what + " was closed before its end", cause);
    }

    static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted while uploading");
        interrupted.initCause(e);
        return interrupted;
    }

    /** Lets go whoever waits; no call begins after this, and those that are under way are ended. */
    synchronized void close() {
        closed = true;
        calls.forEach(call -> call.cancel(true));
        threads.shutdownNow();
    }

    /** After {@link #close}: waits until no call is under way, and not longer than this. */
    void awaitEnd(Duration limit) throws InterruptedException {
        threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
