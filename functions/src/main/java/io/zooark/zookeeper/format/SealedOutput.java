package io.zooark.zookeeper.format;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Adler32;

/** Writes a snapshot with ZooKeeper's seals: the Adler32 of everything before, and the text "/". */
final class SealedOutput {
    private static final int BUFFER = 256 * 1024;

    private final OutputStream out;
    private final Adler32 adler = new Adler32();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long written;

    SealedOutput(OutputStream out) {
        this.out = requireNonNull(out, "out is null");
    }

    void write(byte[] bytes, int from, int length) throws IOException {
        int position = from;
        int left = length;
        while (left > 0) {
            makeRoom(1);
            int some = Math.min(left, buffer.remaining());
            buffer.put(bytes, position, some);
            position += some;
            left -= some;
        }
    }

    void writeInt(int value) throws IOException {
        makeRoom(Integer.BYTES);
        buffer.putInt(value);
    }

    void writeLong(long value) throws IOException {
        makeRoom(Long.BYTES);
        buffer.putLong(value);
    }

    void seal() throws IOException {
        empty();
        writeLong(adler.getValue());
        writeInt(1);
        buffer.put((byte) '/');
    }

    /** Writes what was held back until now; the last seal is always part of it. */
    void finish() throws IOException {
        empty();
        out.flush();
    }

    /** Returns how many bytes were written. */
    long count() {
        return written;
    }

    private void makeRoom(int count) throws IOException {
        if (buffer.remaining() < count) {
            empty();
        }
    }

    private void empty() throws IOException {
        adler.update(buffer.array(), 0, buffer.position());
        out.write(buffer.array(), 0, buffer.position());
        written += buffer.position();
        buffer.clear();
    }
}
