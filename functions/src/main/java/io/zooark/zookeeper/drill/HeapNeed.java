package io.zooark.zookeeper.drill;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * How much heap it takes to hold a snapshot's tree and to read it: 64 MiB and 1.6 times the tree, which is the uncompressed
 * snapshot and 350 bytes for each znode.
 *
 * <p>Measured with 10 thousand and 200 thousand znodes of 1 KB, 500 thousand empty ones under one parent and a million of
 * 200 B: with 1.2 times the tree a drill still ends, after more than half of its time went into collecting garbage. The
 * serial collector, which small functions get, has only two thirds of the heap for what stays.
 */
final class HeapNeed {
    private static final long BASE = 64L << 20;
    private static final double FACTOR = 1.6;
    private static final long OBJECTS_OF_A_ZNODE = 350;

    /** Path and stat in the snapshot, where its compressed size does not tell. */
    private static final long USUAL_RECORD = 200;

    /** A function's JVM takes so much of its memory for the heap, at the least. */
    private static final double HEAP_OF_MEMORY = 0.8;

    private static final long MEMORY_STEP = 64;
    private static final long MOST_MEMORY = 10_240;

    private HeapNeed() {}

    /** Returns the bytes of heap that a drill of this snapshot needs. */
    static long of(Examination examination) {
        Examination.Content content = examination.content();
        long plain = examination.compression() == Compression.NONE
                ? examination.bytes()
                : content.dataBytes() + content.nodes() * USUAL_RECORD;
        return BASE + (long) (FACTOR * (plain + content.nodes() * OBJECTS_OF_A_ZNODE));
    }

    /**
     * Refuses a snapshot that needs more.
     *
     * @param heap the bytes that there are at most
     */
    static void require(Manifest manifest, long heap) {
        if (heap < of(manifest.examination())) {
            throw tooLittle("", manifest, heap, null);
        }
    }

    /** Says that the heap was too small after all. */
    static SnapshotUnusableException exceeded(Manifest manifest, long heap, OutOfMemoryError e) {
        return tooLittle("memory ran out: ", manifest, heap, e);
    }

    private static SnapshotUnusableException tooLittle(
            String before, Manifest manifest, long heap, @Nullable OutOfMemoryError e) {
        Examination examination = manifest.examination();
        long needed = of(examination);
        return new SnapshotUnusableException(
                "%sa server with the %d znodes of %s takes about %d MiB of heap, and the function has %d"
                        .formatted(before, examination.content().nodes(), manifest.id(), mebibytes(needed), heap >> 20),
                hint(Math.max(needed, e == null ? 0 : 2 * heap)),
                e);
    }

    private static String hint(long heap) {
        long memory = (long) Math.ceil(mebibytes(heap) / HEAP_OF_MEMORY / MEMORY_STEP) * MEMORY_STEP;
        return memory <= MOST_MEMORY
                ? "configure the function with %d MiB of memory (drill.memory)".formatted(memory)
                : "%d MiB of memory would be needed, and no function has more than %d: start a server with it by hand"
                        .formatted(memory, MOST_MEMORY);
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
