package io.zooark.local.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A body that remembers its end, where an aws-chunked one has its checksum. */
final class Tail extends FilterInputStream {
    private static final Pattern CHECKSUM = Pattern.compile("(x-amz-checksum-[a-z0-9]+):\\s*([A-Za-z0-9+/=]+)");
    private static final int KEPT = 512;

    private byte[] end = new byte[0];

    Tail(InputStream body) {
        super(body);
    }

    /** A checksum that came after the content. */
    record Checksum(String header, String value) {}

    /** Returns the checksum in what has been read last. */
    synchronized Optional<Checksum> checksum() {
        Matcher trailer = CHECKSUM.matcher(new String(end, ISO_8859_1));
        return trailer.find() ? Optional.of(new Checksum(trailer.group(1), trailer.group(2))) : Optional.empty();
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
            keep(new byte[] {(byte) next}, 0, 1);
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            keep(buffer, offset, count);
        }
        return count;
    }

    /** Leaves the body open: what was not read of it is still to be drained by whoever answers. */
    @Override
    public void close() {}

    private synchronized void keep(byte[] buffer, int offset, int count) {
        int fresh = Math.min(count, KEPT);
        int old = Math.min(end.length, KEPT - fresh);
        byte[] kept = Arrays.copyOf(Arrays.copyOfRange(end, end.length - old, end.length), old + fresh);
        System.arraycopy(buffer, offset + count - fresh, kept, old, fresh);
        end = kept;
    }
}
