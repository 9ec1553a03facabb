package io.zooark.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a snapshot on their way into a command: each moves the {@link Progress}, and a failure names the snapshot. */
final class FollowedStream extends FilterInputStream {
    private final String name;
    private final Progress progress;

    FollowedStream(String name, InputStream in, Progress progress) {
        super(in);
        this.name = name;
        this.progress = progress;
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
            progress.clear();
            throw new IOException("cannot read " + name + ": " + e.getMessage(), e);
        }
        if (count < 0) {
            progress.clear();
        } else {
            progress.read(count);
        }
        return count;
    }

    /** Reads: bytes that are jumped over are part of the way too. */
    @Override
    public long skip(long count) throws IOException {
        long before = 0;
        byte[] discarded = new byte[8192];
        while (before < count) {
            int read = read(discarded, 0, (int) Math.min(discarded.length, count - before));
            if (read < 0) {
                break;
            }
            before += read;
        }
        return before;
    }

    @Override
    public void close() throws IOException {
        progress.clear();
        super.close();
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
