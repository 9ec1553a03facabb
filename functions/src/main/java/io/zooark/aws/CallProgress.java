package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * How far one call to S3 has come. That its body is read counts as progress: the next piece is only asked for when the one
 * before has been written.
 */
final class CallProgress {
    private static final int PIECE = 64 << 10;

    private final Duration limit;
    private final long length;
    private volatile long moved = System.nanoTime();
    private final AtomicLong taken = new AtomicLong();

    /**
     * Begins with nothing taken.
     *
     * @param limit how long nothing may move
     * @param length bytes of the body
     */
    CallProgress(Duration limit, long length) {
        this.limit = requireNonNull(limit, "limit is null");
        this.length = length;
    }

    void move() {
        moved = System.nanoTime();
    }

    boolean stalled() {
        return System.nanoTime() - moved >= limit.toNanos();
    }

    StalledException exception(IOException cause) {
        String silence = limit.toMillis() < 1000 ? limit.toMillis() + " ms" : limit.toSeconds() + " s";
        String came;
        if (length == 0) {
            came = "it did not answer for ";
        } else if (taken.get() < length) {
            came = "it took " + taken.get() + " of " + length + " bytes, then neither read nor answered for ";
        } else {
            came = "it took all " + length + " bytes, then did not answer for ";
        }
        StalledException stalled = new StalledException(came + silence);
        stalled.addSuppressed(cause);
        return stalled;
    }

    ContentStreamProvider watching(ContentStreamProvider body) {
        return () -> new Body(body.newStream());
    }

    private final class Body extends FilterInputStream {
        Body(InputStream in) {
            super(in);
            taken.set(0);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (stalled()) {
                // S3 was asked whether it wants the body (100-continue), and has kept silent
                throw new IOException("stalled");
            }
            int count = in.read(buffer, offset, length);
            taken.addAndGet(Math.max(count, 0));
            move();
            return count;
        }

        /** In pieces: an array in memory would hand itself over as a whole, and show no progress. */
        @Override
        public long transferTo(OutputStream out) throws IOException {
            byte[] piece = new byte[PIECE];
            long total = 0;
            for (int count = read(piece); count >= 0; count = read(piece)) {
                out.write(piece, 0, count);
                total += count;
            }
            return total;
        }
    }
}
