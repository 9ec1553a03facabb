package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Has the verifier examine bytes and watches what it needs for that. */
final class Examining {
    private static final Duration ENDLESS = Duration.ofSeconds(20);
    /** Half of what a thread gets by default. */
    private static final int STACK = 512 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Examining() {}

    /** An examination and the bytes of heap it took, garbage included. */
    record Watched(Examination found, long allocated) {}

    static Examination examine(byte[] snapshot) throws IOException {
        return new SnapshotVerifier().examine(new ByteArrayInputStream(snapshot), Optional.empty());
    }

    static Examination examine(byte[] snapshot, long start) throws IOException {
        return new SnapshotVerifier().examine(new ByteArrayInputStream(snapshot), Optional.of(new Zxid(start)));
    }

    static Watched watch(byte[] snapshot) {
        return watch(new ByteArrayInputStream(snapshot));
    }

    /** Fails where the examination does not end, or ends with anything but a verdict. */
    static Watched watch(InputStream snapshot) {
        CompletableFuture<Watched> watched = CompletableFuture.supplyAsync(() -> watchHere(snapshot), Examining::start);
        assertThat(watched).succeedsWithin(ENDLESS);
        return watched.join();
    }

    private static void start(Runnable examination) {
        Thread thread = new Thread(null, examination, "examination", STACK);
        // one that does not end fails its test, and must not keep the others from ending
        thread.setDaemon(true);
        thread.start();
    }

    private static Watched watchHere(InputStream snapshot) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        try {
            Examination found = new SnapshotVerifier().examine(snapshot, Optional.empty());
            return new Watched(found, THREADS.getThreadAllocatedBytes(thread) - before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
