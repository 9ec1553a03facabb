package io.zooark.zookeeper.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.xerial.snappy.Snappy;

/**
 * The framing of {@code SnappyOutputStream}, which ZooKeeper writes: a header, then blocks, each after its length.
 *
 * <p>The library's own {@code SnappyInputStream} allocates whatever length a block claims and ends without a word in
 * the middle of a length. Both matter for bytes that are not trusted yet.
 */
final class SnappyBlockStream extends InputStream {
    static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};

    private static final int VERSION = 1;
    /** ZooKeeper's blocks hold 32 KiB; a block longer than this is none of its own. */
    private static final int LONGEST_BLOCK = 1024 * 1024;

    private final InputStream packed;
    private byte[] block = {};
    private byte[] content = {};
    private int position;
    private int limit;

    SnappyBlockStream(InputStream packed) throws IOException {
        this.packed = packed;
        ByteBuffer header = ByteBuffer.wrap(readExactly(MAGIC.length + 2 * Integer.BYTES, "the header"));
        header.position(MAGIC.length);
        int version = header.getInt();
        int compatible = header.getInt();
        if (version != VERSION || compatible != VERSION) {
            throw new IOException("its framing has version " + version + "/" + compatible + ", known is " + VERSION);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (position == limit && !nextBlock()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(content, position, bytes, from, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        packed.close();
    }

    private boolean nextBlock() throws IOException {
        byte[] lengthBytes = packed.readNBytes(Integer.BYTES);
        if (lengthBytes.length == 0) {
            return false;
        }
        if (lengthBytes.length < Integer.BYTES) {
            throw new EOFException("it ends in the length of a block");
        }
        int length = requireLength(ByteBuffer.wrap(lengthBytes).getInt(), "a block");
        block = readExactly(length, "a block");
        int unpackedLength = requireLength(Snappy.uncompressedLength(block, 0, length), "the content of a block");
        if (content.length < unpackedLength) {
            content = new byte[unpackedLength];
        }
        position = 0;
        limit = Snappy.uncompress(block, 0, length, content, 0);
        return true;
    }

    private byte[] readExactly(int length, String what) throws IOException {
        byte[] bytes = block.length == length ? block : new byte[length];
        int read = packed.readNBytes(bytes, 0, length);
        if (read < length) {
            throw new EOFException("it ends after %d of %d bytes of %s".formatted(read, length, what));
        }
        return bytes;
    }

    private static int requireLength(int length, String what) throws IOException {
        if (length <= 0 || length > LONGEST_BLOCK) {
            throw new IOException(what + " claims " + length + " bytes");
        }
        return length;
    }
}
