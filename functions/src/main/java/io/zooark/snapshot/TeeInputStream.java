package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies to another place every byte that is read from it, and tells the watch. Skipping is reading. */
final class TeeInputStream extends FilterInputStream {
    private final OutputStream copy;
    private final Watch watch;

    TeeInputStream(InputStream in, OutputStream copy, Watch watch) {
        super(requireNonNull(in, "in is null"));
        this.copy = requireNonNull(copy, "copy is null");
        this.watch = requireNonNull(watch, "watch is null");
    }

    @Override
    public int read() throws IOException {
        watch.reads();
        int value = super.read();
        if (value >= 0) {
            watch.stores(1);
            copy.write(value);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        watch.reads();
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            watch.stores(count);
            copy.write(buffer, offset, count);
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(count, 8192)];
        int read = read(skipped, 0, skipped.length);
        return Math.max(read, 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
