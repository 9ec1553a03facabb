package io.zooark.zookeeper.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A gzip stream after whose trailer nothing may follow, not even another member.
 *
 * <p>{@link GZIPInputStream} takes whatever follows the trailer and is not another member for the end of the stream: a
 * file with something appended would look whole.
 */
final class WholeGzipStream extends GZIPInputStream {
    private static final int BUFFER = 64 * 1024;
    private static final int TRAILER = 8;

    private boolean reading;

    WholeGzipStream(InputStream packed) throws IOException {
        super(packed, BUFFER);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (reading) {
            // another member, for each of which GZIPInputStream calls itself: thousands of them would exhaust the stack
            throw new ZipException("bytes follow its trailer");
        }
        reading = true;
        int read = super.read(bytes, from, length);
        reading = false;
        if (read < 0 && (inf.getRemaining() > TRAILER || in.read() >= 0)) {
            throw new ZipException("bytes follow its trailer");
        }
        return read;
    }
}
