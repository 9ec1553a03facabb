package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/** Writes snapshots field by field, sealed rightly: what ZooKeeper would never write, or not any more. */
final class Forge {
    static final long OPEN_ACL = -1;
    /** The transaction of a {@link #whole} snapshot. */
    static final long ZXID = 7;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CheckedOutputStream checked = new CheckedOutputStream(bytes, new Adler32());
    private final DataOutputStream out = new DataOutputStream(checked);

    /** Returns a snapshot that has come to its znodes, the root among them, with one ACL of id 1. */
    static Forge rooted() {
        return new Forge()
                .header()
                .ints(0)
                .ints(1)
                .longs(1)
                .ints(1, 31)
                .text("world")
                .text("anyone")
                .node("");
    }

    /** Returns the digest of a znode written by {@link #node(String, byte[], long, long)}, from path bytes of choice. */
    static long digestOf(byte[] path, byte[] data, long owner) {
        CRC32 crc = new CRC32();
        crc.update(path);
        crc.update(data);
        ByteArrayOutputStream stat = new ByteArrayOutputStream();
        try (DataOutputStream fields = new DataOutputStream(stat)) {
            for (long field : new long[] {1, 2, 9, 3, 4}) {
                fields.writeLong(field);
            }
            for (int field : new int[] {5, 6, 7}) {
                fields.writeInt(field);
            }
            fields.writeLong(owner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        crc.update(stat.toByteArray());
        return crc.getValue();
    }

    Forge header() {
        return ints(0x5a4b534e, 2).longs(77);
    }

    Forge node(String path) {
        return node(path, new byte[0], OPEN_ACL, 0);
    }

    Forge node(String path, byte[] data, long acl, long owner) {
        return text(path).ints(data.length).raw(data).longs(acl).stat(owner);
    }

    Forge stat(long owner) {
        return longs(1, 2, 3, 4).ints(5, 6, 7).longs(owner, 9);
    }

    /** Ends the znodes. */
    Forge end() {
        return text("/").seal();
    }

    Forge digest(long zxid, int version, long value) {
        return longs(zxid).ints(version).longs(value).seal();
    }

    /** Ends the znodes, with this digest, and the snapshot. */
    Forge whole(long digest) {
        return end().digest(ZXID, 2, digest).trailer(ZXID);
    }

    Forge trailer(long zxid) {
        return longs(zxid).seal();
    }

    Forge seal() {
        return longs(checked.getChecksum().getValue()).text("/");
    }

    Forge text(String text) {
        byte[] encoded = text.getBytes(UTF_8);
        return ints(encoded.length).raw(encoded);
    }

    Forge ints(int... values) {
        return write(() -> {
            for (int value : values) {
                out.writeInt(value);
            }
        });
    }

    Forge longs(long... values) {
        return write(() -> {
            for (long value : values) {
                out.writeLong(value);
            }
        });
    }

    Forge raw(byte[] raw) {
        return write(() -> out.write(raw));
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private Forge write(Writing writing) {
        try {
            writing.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private interface Writing {
        void write() throws IOException;
    }
}
