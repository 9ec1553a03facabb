package io.zooark.snapshot;

import io.zooark.ensemble.ServerAddress;
import io.zooark.error.SnapshotFailedException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Knows how far one invocation has come, and ends it from outside. Safe for use by several threads. */
final class Watch {
    private final Set<Closeable> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private volatile String doing = "nothing had been done yet";
    private volatile @Nullable Transfer transfer;
    private @Nullable Thread worker;
    private boolean publishing;
    private boolean ended;

    /** Does the work in this thread; {@link #end} reaches it there. */
    <T> T during(Supplier<T> work) {
        synchronized (this) {
            requireGoingOn();
            worker = Thread.currentThread();
        }
        try {
            return work.get();
        } finally {
            synchronized (this) {
                worker = null;
                if (ended) {
                    // the interruption was meant for this work, and not for what the thread does next
                    Thread.interrupted();
                }
            }
        }
    }

    /** Says what is being done from now on, in words that follow "when it was ended". */
    void says(String what) {
        requireGoingOn();
        transfer = null;
        doing = what;
    }

    /** Says that a server has been asked for its snapshot, and its first byte is awaited. */
    void opens(ServerAddress server) {
        says("");
        transfer = new Transfer(server);
    }

    /** Says that so many bytes will come. */
    void announces(long size) {
        Transfer current = transfer;
        if (current != null) {
            current.size = size;
        }
    }

    /** Says that the server is waited for, and no longer S3. */
    void reads() {
        Transfer current = transfer;
        if (current != null) {
            current.storing = false;
        }
    }

    /** Says that so many bytes more have come from the server and are handed to S3. */
    void stores(int count) {
        Transfer current = transfer;
        if (current != null) {
            current.read.addAndGet(count);
            current.storing = true;
        }
    }

    /** Says that the manifest is being written: one small request, which is left in peace. */
    synchronized void publishes() {
        says("its manifest was being written");
        publishing = true;
    }

    synchronized boolean publishing() {
        return publishing;
    }

    /** Takes a part under watch: it is closed when this ends, or at once if it has ended. */
    <C extends Closeable> C over(C part) throws IOException {
        synchronized (this) {
            if (!ended) {
                open.add(part);
                return part;
            }
        }
        part.close();
        throw tooLate();
    }

    /**
     * Lets a part go that needs no watch any more.
     *
     * @return false if it was not under watch, or has been ended
     */
    synchronized boolean release(Closeable part) {
        return open.remove(part);
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Throws if it has ended. */
    synchronized void requireGoingOn() {
        if (ended) {
            throw tooLate();
        }
    }

    /**
     * Ends what is being done: from now on nothing is begun, and whoever waits is woken up.
     *
     * @return what the caller has to close, which may take time
     */
    synchronized List<Closeable> end() {
        ended = true;
        if (worker != null && !publishing) {
            worker.interrupt();
        }
        List<Closeable> parts = new ArrayList<>(open);
        open.clear();
        return parts;
    }

    /** Returns how far it has come: which bytes of how many, from which server, after how long. */
    String howFar() {
        Transfer current = transfer;
        return current == null ? doing : current.toString();
    }

    private static SnapshotFailedException tooLate() {
        return new SnapshotFailedException("the invocation has been ended", "run it again");
    }

    private static final class Transfer {
        private final ServerAddress server;
        private final long begin = System.nanoTime();
        private volatile long size = -1;
        private final AtomicLong read = new AtomicLong();
        private volatile boolean storing;

        Transfer(ServerAddress server) {
            this.server = server;
        }

        @Override
        public String toString() {
            long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
            if (size < 0) {
                return server + " had sent no byte of its snapshot after " + seconds + " s";
            }
            return String.format(
                    Locale.ROOT,
                    "%d of %d bytes had come from %s after %d s, and %s was waited for",
                    read.get(),
                    size,
                    server,
                    seconds,
                    storing ? "S3" : "the server");
        }
    }
}
