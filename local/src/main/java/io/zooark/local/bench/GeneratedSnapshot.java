package io.zooark.local.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Random;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * A snapshot as ZooKeeper 3.9 writes it, of a tree that never was: made while it is written, in constant memory, with the
 * digest and the seals that it must have to be consistent.
 *
 * @param groups how many parents there are
 * @param perGroup how many children each of them has
 * @param dataBytes how much data each child has
 */
record GeneratedSnapshot(int groups, int perGroup, int dataBytes) {
    static final long ZXID = 0x3_0000_0007L;

    private static final int MAGIC = 0x5a4b534e; // ZKSN
    private static final int VERSION = 2;
    private static final int DIGEST_VERSION = 2;
    private static final int HEADER_BYTES = 4 + 4 + 8;
    private static final int TABLES_BYTES = 4 + 4;
    private static final long NODE_BYTES = 4 + 4 + 8 + 60;
    private static final int SEAL_BYTES = 8 + 4 + 1;
    private static final int DIGEST_BYTES = 8 + 4 + 8;
    /** {@code world:anyone}, which is in no table. */
    private static final long OPEN_ACL = -1;

    private static final String PARENT = "/bench";
    private static final int BUFFER = 1 << 20;
    private static final int CHARACTERS = 1 << 16;

    GeneratedSnapshot {
        if (groups < 1 || perGroup < 1 || dataBytes < 0 || dataBytes > CHARACTERS / 2) {
            throw new IllegalArgumentException("a snapshot needs groups and children, with at most " + CHARACTERS / 2
                    + " bytes each, got " + groups + " x " + perGroup + " of " + dataBytes + " bytes");
        }
    }

    /** Returns one of children with 1 KB each that is about so long. */
    static GeneratedSnapshot ofAbout(long bytes) {
        int perGroup = 1000;
        int dataBytes = 1000;
        long oneGroup = (long) perGroup * (NODE_BYTES + childPath(0, 0).length + dataBytes);
        return new GeneratedSnapshot((int) Math.max(1, Math.round((double) bytes / oneGroup)), perGroup, dataBytes);
    }

    /** Returns how many bytes {@link #writeTo} writes. */
    long size() {
        long root = NODE_BYTES;
        long parent = NODE_BYTES + PARENT.length();
        long oneGroup = NODE_BYTES + groupPath(0).length;
        long oneChild = NODE_BYTES + childPath(0, 0).length + dataBytes;
        long nodes = root + parent + groups * (oneGroup + perGroup * oneChild);
        long end = 4 + 1 + SEAL_BYTES;
        return HEADER_BYTES + TABLES_BYTES + nodes + end + DIGEST_BYTES + SEAL_BYTES + Long.BYTES + SEAL_BYTES;
    }

    /** Writes all of it, the same bytes each time. */
    void writeTo(OutputStream out) throws IOException {
        new Writing(out).all(this);
    }

    private static byte[] groupPath(int group) {
        return String.format(Locale.ROOT, "%s/g%05d", PARENT, group).getBytes(US_ASCII);
    }

    private static byte[] childPath(int group, int child) {
        return String.format(Locale.ROOT, "%s/g%05d/n%06d", PARENT, group, child)
                .getBytes(US_ASCII);
    }

    /** One time of writing: the bytes that are not out yet, and the sums of all. */
    private static final class Writing {
        private final OutputStream out;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        private final Adler32 seal = new Adler32();
        private final CRC32 node = new CRC32();
        private final byte[] data = new byte[CHARACTERS];
        private long digest;

        Writing(OutputStream out) {
            this.out = out;
            new Random(1).nextBytes(data);
        }

        void all(GeneratedSnapshot snapshot) throws IOException {
            buffer.putInt(MAGIC).putInt(VERSION).putLong(-1);
            buffer.putInt(0).putInt(0); // no sessions, no table of ACLs
            node(new byte[0], 0, 0);
            node(PARENT.getBytes(US_ASCII), 0, 0);
            for (int group = 0; group < snapshot.groups; group++) {
                node(groupPath(group), 0, 0);
                children(snapshot, group);
            }
            buffer.putInt(1).put((byte) '/');
            seal();
            buffer.putLong(ZXID).putInt(DIGEST_VERSION).putLong(digest);
            seal();
            buffer.putLong(ZXID);
            seal();
            empty();
            out.flush();
        }

        private void children(GeneratedSnapshot snapshot, int group) throws IOException {
            byte[] path = childPath(group, 0);
            for (int child = 0; child < snapshot.perGroup; child++) {
                number(path, child);
                node(path, (group * 31 + child * 7) % (CHARACTERS / 2), snapshot.dataBytes);
            }
        }

        /** Puts a number in place of the last six digits; formatting would take longer than all the rest. */
        private static void number(byte[] path, int number) {
            int left = number;
            for (int i = path.length - 1; i >= path.length - 6; i--) {
                path[i] = (byte) ('0' + left % 10);
                left /= 10;
            }
        }

        private void node(byte[] path, int dataFrom, int dataLength) throws IOException {
            if (buffer.remaining() < NODE_BYTES + path.length + dataLength + SEAL_BYTES) {
                empty();
            }
            buffer.putInt(path.length).put(path);
            buffer.putInt(dataLength).put(data, dataFrom, dataLength);
            buffer.putLong(OPEN_ACL);
            int stat = buffer.position();
            buffer.putLong(5).putLong(6).putLong(1_793_275_200_000L).putLong(1_793_275_200_000L); // zxids, times
            buffer.putInt(0).putInt(0).putInt(0).putLong(0); // versions, no owner
            buffer.putLong(7); // pzxid, which the digest has third
            node.reset();
            node.update(path);
            node.update(data, dataFrom, dataLength);
            node.update(buffer.array(), stat, 16);
            node.update(buffer.array(), stat + 52, 8);
            node.update(buffer.array(), stat + 16, 36);
            digest += node.getValue();
        }

        private void seal() throws IOException {
            empty();
            buffer.putLong(seal.getValue()).putInt(1).put((byte) '/');
        }

        private void empty() throws IOException {
            seal.update(buffer.array(), 0, buffer.position());
            out.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }
}
