package io.zooark.zookeeper.format;

import java.nio.ByteBuffer;
import java.util.zip.Adler32;

/** Where in an uncompressed snapshot the last sections are, and how to seal them again after a change. */
final class Sections {
    static final int SEAL = 13;
    static final int DIGEST = 20;
    static final int LAST_ZXID = 8;

    private static final int AFTER_THE_TREE = SEAL + DIGEST + SEAL + LAST_ZXID + SEAL;
    private static final int DIGEST_VALUE = 12;

    private Sections() {}

    /** Returns where the seal after the znodes begins. */
    static int treeEnd(byte[] snapshot) {
        return snapshot.length - AFTER_THE_TREE;
    }

    /** Returns where the seal after the digest begins. */
    static int digestEnd(byte[] snapshot) {
        return treeEnd(snapshot) + SEAL + DIGEST;
    }

    /** Returns where the seal after the last transaction begins. */
    static int lastZxidEnd(byte[] snapshot) {
        return snapshot.length - SEAL;
    }

    static byte[] withDigest(byte[] snapshot, long digest) {
        byte[] changed = snapshot.clone();
        ByteBuffer.wrap(changed).putLong(treeEnd(snapshot) + SEAL + DIGEST_VALUE, digest);
        return resealed(changed);
    }

    static long digest(byte[] snapshot) {
        return ByteBuffer.wrap(snapshot).getLong(treeEnd(snapshot) + SEAL + DIGEST_VALUE);
    }

    /** Writes the three checksums anew where they were. */
    static byte[] resealed(byte[] snapshot) {
        byte[] sealed = snapshot.clone();
        for (int end : new int[] {treeEnd(sealed), digestEnd(sealed), lastZxidEnd(sealed)}) {
            Adler32 adler = new Adler32();
            adler.update(sealed, 0, end);
            ByteBuffer.wrap(sealed).putLong(end, adler.getValue());
        }
        return sealed;
    }
}
