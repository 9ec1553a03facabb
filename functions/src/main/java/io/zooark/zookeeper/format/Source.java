package io.zooark.zookeeper.format;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The caller's stream, counted, with its own failures remembered.
 *
 * <p>A decompressor reports bad bytes and a broken connection alike as {@link IOException}. Only the first is a verdict
 * about the snapshot; {@link #rethrowFailure()} tells them apart.
 */
final class Source extends InputStream {
    private final InputStream stream;
    private long count;
    private @Nullable IOException failure;

    Source(InputStream stream) {
        this.stream = requireNonNull(stream, "stream is null");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        try {
            int read = stream.read(bytes, from, length);
            count += Math.max(read, 0);
            return read;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Never promises bytes: {@code GZIPInputStream} would look for a second member in them and swallow what is none. */
    @Override
    public int available() {
        return 0;
    }

    /** Reads what is left, so that whoever stands behind the stream has seen every byte. */
    void drain() throws IOException {
        transferTo(OutputStream.nullOutputStream());
    }

    /** Throws again what the stream itself has thrown, if it has. */
    void rethrowFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Returns how many bytes have been read. */
    long count() {
        return count;
    }
}
