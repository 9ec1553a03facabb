package io.zooark.zookeeper.format;

import io.zooark.snapshot.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The bytes of a snapshot as ZooKeeper serialised them, decompressed while they are read. */
final class UnpackedStream implements AutoCloseable {
    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};

    private final Source source;
    private final PushbackInputStream packed;
    private final Compression compression;
    private @Nullable InputStream unpacked;

    /**
     * Looks at the first bytes to see how the stream is compressed.
     *
     * @throws IOException if the source cannot be read
     */
    UnpackedStream(Source source) throws IOException {
        this.source = source;
        packed = new PushbackInputStream(source, SnappyBlockStream.MAGIC.length);
        byte[] first = packed.readNBytes(SnappyBlockStream.MAGIC.length);
        packed.unread(first);
        compression = compressionOf(first);
    }

    Compression compression() {
        return compression;
    }

    /**
     * Reads some bytes, or returns -1 at the end.
     *
     * @throws DamagedSnapshotException if the bytes cannot be decompressed
     * @throws IOException if the source cannot be read
     */
    int read(byte[] bytes, int from, int length) throws IOException, DamagedSnapshotException {
        try {
            if (unpacked == null) {
                unpacked = open();
            }
            return unpacked.read(bytes, from, length);
        } catch (IOException e) {
            source.rethrowFailure();
            throw new DamagedSnapshotException("the %s stream is broken or cut short after %d compressed bytes: %s"
                    .formatted(compression.name().toLowerCase(Locale.ROOT), source.count(), e.getMessage()));
        }
    }

    /** Frees what the decompressor holds; the source stays open. */
    @Override
    public void close() throws IOException {
        if (unpacked != null) {
            unpacked.close();
        }
    }

    private InputStream open() throws IOException {
        return switch (compression) {
            case NONE -> packed;
            case GZIP -> new WholeGzipStream(packed);
            case SNAPPY -> new SnappyBlockStream(packed);
        };
    }

    private static Compression compressionOf(byte[] first) {
        if (startsWith(first, GZIP_MAGIC)) {
            return Compression.GZIP;
        }
        return startsWith(first, SnappyBlockStream.MAGIC) ? Compression.SNAPPY : Compression.NONE;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
