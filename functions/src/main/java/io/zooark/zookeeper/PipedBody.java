package io.zooark.zookeeper;

import io.zooark.ensemble.AdminServer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A body that writes itself, as the stream that the HTTP client wants to read.
 *
 * <p>Where writing fails, reading throws: a body that was cut short must never look like one that has ended.
 */
final class PipedBody extends FilterInputStream {
    private static final int BUFFER = 1 << 20;

    private volatile @Nullable Throwable failure;
    private volatile boolean finished;

    PipedBody(AdminServer.Body body, Executor executor) {
        this(body, executor, new PipedInputStream(BUFFER));
    }

    private PipedBody(AdminServer.Body body, Executor executor, PipedInputStream in) {
        super(in);
        PipedOutputStream out;
        try {
            out = new PipedOutputStream(in);
        } catch (IOException e) {
            throw new IllegalStateException("a new pipe is never connected", e);
        }
        executor.execute(() -> write(body, out));
    }

    private void write(AdminServer.Body body, PipedOutputStream out) {
        try (out) {
            body.writeTo(out);
            finished = true;
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count;
        try {
            count = in.read(buffer, offset, length);
        } catch (IOException e) {
            throw broken(e);
        }
        // the pipe closes before the writer has said how it ended only if it failed
        if (count < 0 && !finished) {
            throw broken(null);
        }
        return count;
    }

    private IOException broken(@Nullable IOException e) {
        Throwable cause = failure == null ? e : failure;
        return new IOException("the snapshot could not be read to its end: " + cause, cause);
    }
}
