package io.zooark.zookeeper.format;

import io.zooark.snapshot.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.xerial.snappy.SnappyInputStream;
import org.xerial.snappy.SnappyOutputStream;

/** Compresses and decompresses as ZooKeeper's {@code SnapStream} does, with the same libraries. */
final class Packing {
    private Packing() {}

    static byte[] packed(byte[] bytes, Compression compression) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = switch (compression) {
            case NONE -> packed;
            case GZIP -> new GZIPOutputStream(packed);
            case SNAPPY -> new SnappyOutputStream(packed);
        }) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    static byte[] unpacked(byte[] bytes, Compression compression) throws IOException {
        InputStream packed = new ByteArrayInputStream(bytes);
        try (InputStream in = switch (compression) {
            case NONE -> packed;
            case GZIP -> new GZIPInputStream(packed);
            case SNAPPY -> new SnappyInputStream(packed);
        }) {
            return in.readAllBytes();
        }
    }
}
