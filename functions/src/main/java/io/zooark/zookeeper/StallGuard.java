package io.zooark.zookeeper;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends a read that waits too long for a byte: the server behind the stream has fallen silent. Closing it ends a read that
 * waits in another thread.
 */
final class StallGuard extends FilterInputStream {
    private static final ScheduledThreadPoolExecutor WATCH = watch();

    private final Duration limit;
    private final ScheduledFuture<?> watcher;
    private volatile long waitingSince;
    private volatile boolean stalled;
    private volatile boolean closed;

    StallGuard(InputStream in, Duration limit) {
        super(in);
        this.limit = limit;
        this.waitingSince = Long.MAX_VALUE;
        long period = Math.max(1, limit.toMillis() / 10);
        this.watcher = WATCH.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor watch() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "stall-guard");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    private void look() {
        long since = waitingSince;
        if (since != Long.MAX_VALUE && System.nanoTime() - since > limit.toNanos()) {
            stalled = true;
            try {
                // makes the read that waits throw
                in.close();
            } catch (IOException e) {
                // it was going to end anyway
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        waitingSince = System.nanoTime();
        try {
            int count = in.read(buffer, offset, length);
            if (count < 0 && stalled) {
                throw new IOException("closed after its stall");
            }
            if (count < 0 && closed) {
                // cut off, and not at its end
                throw new IOException("closed while it was read");
            }
            return count;
        } catch (IOException e) {
            throw stalled ? new IOException("no byte came for " + limit.toSeconds() + " s", e) : e;
        } finally {
            waitingSince = Long.MAX_VALUE;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        watcher.cancel(false);
        super.close();
    }
}
