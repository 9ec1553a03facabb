package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;

/** One call to S3, and somebody who looks at how it goes on and closes its connection when it does not. */
final class WatchedCall implements ExecutableHttpRequest {
    /** How soon an interrupt is noticed. */
    private static final long PERIOD_MILLIS = 100;

    private static final ScheduledThreadPoolExecutor WATCH = watch();

    private final ExecutableHttpRequest call;
    private final CallProgress progress;
    private @Nullable Thread caller;

    WatchedCall(ExecutableHttpRequest call, CallProgress progress) {
        this.call = requireNonNull(call, "call is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    private static ScheduledThreadPoolExecutor watch() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "s3-watch");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
        progress.move();
        setCaller(Thread.currentThread());
        ScheduledFuture<?> watcher =
                WATCH.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        try {
            return call.call();
        } catch (IOException e) {
            // whatever it was that broke in the end, nothing had moved for so long
            if (progress.stalled()) {
                throw progress.exception(e).forTheSdk();
            }
            throw e;
        } finally {
            watcher.cancel(false);
            setCaller(null);
        }
    }

    private synchronized void setCaller(@Nullable Thread thread) {
        caller = thread;
    }

    private synchronized void look() {
        boolean stuck = caller != null && (progress.stalled() || caller.isInterrupted());
        if (stuck) {
            call.abort();
        }
    }

    @Override
    public void abort() {
        call.abort();
    }
}
