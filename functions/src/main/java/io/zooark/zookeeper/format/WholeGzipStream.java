package io.zooark.zookeeper.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A gzip stream after whose trailer nothing may follow.
 *
 * <p>{@link GZIPInputStream} takes whatever follows the trailer and is not another member for the end of the stream: a
 * file with something appended would look whole.
 */
final class WholeGzipStream extends GZIPInputStream {
    private static final int BUFFER = 64 * 1024;
    private static final int TRAILER = 8;

    WholeGzipStream(InputStream packed) throws IOException {
        super(packed, BUFFER);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = super.read(bytes, from, length);
        if (read < 0 && (inf.getRemaining() > TRAILER || in.read() >= 0)) {
            throw new ZipException("bytes follow its trailer");
        }
        return read;
    }
}
