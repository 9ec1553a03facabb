package io.zooark.zookeeper.format;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Adler32;

/**
 * The part of a snapshot that is in memory: an array over which the parser moves forward, with the Adler32 of
 * everything behind it.
 *
 * <p>The array is filled in large reads and the checksum taken over large ranges; a parser that asked a stream for one
 * field after another would take several times as long. It grows only for one long path or, while something is held,
 * for one long record, and only as fast as bytes really arrive: a length in damaged bytes costs nothing.
 */
final class Window {
    /** Small enough to stay in the processor's cache between reading, digest and checksum. */
    private static final int INITIAL = 256 * 1024;
    /** The most that is kept in memory of one record: 64 times ZooKeeper's default {@code jute.maxbuffer}. */
    static final int LIMIT = 64 * 1024 * 1024;

    private static final int NOTHING_HELD = -1;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final UnpackedStream stream;
    private final Adler32 adler = new Adler32();
    private byte[] bytes = new byte[INITIAL];
    private int position;
    private int limit;
    /** Where the checksum has got to. */
    private int summed;
    /** From where bytes must stay in the array although the parser has passed them. */
    private int held = NOTHING_HELD;
    /** How much of the stream went before the array. */
    private long discarded;

    Window(UnpackedStream stream) {
        this.stream = requireNonNull(stream, "stream is null");
    }

    /** Returns the array; another one after any call that reads. */
    byte[] bytes() {
        return bytes;
    }

    /** Returns where in the array the parser stands. */
    int position() {
        return position;
    }

    /** Returns where in the stream the parser stands. */
    long offset() {
        return discarded + position;
    }

    /**
     * Makes sure that this many bytes are in the array from the position on.
     *
     * @param what what they are, for the message when the stream ends before
     */
    void require(int count, String what) throws IOException, DamagedSnapshotException {
        if (limit - position < count && available(count) < count) {
            throw new DamagedSnapshotException(
                    "the stream ends after %d bytes, in the middle of %s".formatted(discarded + limit, what));
        }
    }

    /** Reads until this many bytes are in the array or the stream ends, and returns how many of them there are. */
    int available(int count) throws IOException, DamagedSnapshotException {
        while (limit - position < count) {
            if (limit == bytes.length) {
                makeRoom();
            }
            int read = stream.read(bytes, limit, bytes.length - limit);
            if (read < 0) {
                return limit - position;
            }
            limit += read;
        }
        return count;
    }

    /** Reads if the array is exhausted, and returns how many of the next {@code most} bytes it holds: at least one. */
    int some(int most, String what) throws IOException, DamagedSnapshotException {
        if (limit == position) {
            require(1, what);
        }
        return Math.min(most, limit - position);
    }

    int readInt(String what) throws IOException, DamagedSnapshotException {
        require(Integer.BYTES, what);
        int value = (int) INT.get(bytes, position);
        position += Integer.BYTES;
        return value;
    }

    long readLong(String what) throws IOException, DamagedSnapshotException {
        require(Long.BYTES, what);
        long value = (long) LONG.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /** Moves over bytes that are in the array. */
    void advance(int count) {
        position += count;
    }

    /** Moves over bytes that need not be in the array. */
    void skip(int count, String what) throws IOException, DamagedSnapshotException {
        int left = count;
        while (left > 0) {
            int some = some(left, what);
            position += some;
            left -= some;
        }
    }

    /** Keeps everything from the position on in the array, until {@link #release}. */
    void hold() {
        held = position;
    }

    /** Returns where in the array the held bytes begin; they end at the position. */
    int held() {
        return held;
    }

    void release() {
        held = NOTHING_HELD;
    }

    /** Returns the Adler32 of everything before the position. */
    long checksum() {
        adler.update(bytes, summed, position - summed);
        summed = position;
        return adler.getValue();
    }

    private void makeRoom() throws DamagedSnapshotException {
        int first = held == NOTHING_HELD ? position : held;
        if (first == 0) {
            grow();
            return;
        }
        // the checksum first: what is moved over is gone
        checksum();
        System.arraycopy(bytes, first, bytes, 0, limit - first);
        position -= first;
        limit -= first;
        summed -= first;
        held = held == NOTHING_HELD ? NOTHING_HELD : 0;
        discarded += first;
    }

    private void grow() throws DamagedSnapshotException {
        if (bytes.length >= LIMIT) {
            throw new DamagedSnapshotException(
                    "the record at byte %d is longer than %d bytes, more than is kept in memory of one record"
                            .formatted(discarded, LIMIT));
        }
        bytes = Arrays.copyOf(bytes, Math.min(LIMIT, bytes.length * 2));
    }
}
