package io.zooark.snapshot;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest torn snapshot of an invocation open, in case that nothing better comes: all its bytes are with S3, and
 * one call makes an object of them. Safe for use by several threads.
 */
final class Spare {
    private @Nullable Torn torn;
    private boolean closed;

    /** A torn snapshot, and what it will be called. */
    record Torn(Draft draft, SnapshotName name) {}

    /** Keeps one in the place of an earlier one, which is aborted. */
    void keep(Torn latest) {
        swap(latest).ifPresent(earlier -> earlier.draft().close());
    }

    /** Hands it out; it is kept no longer. */
    synchronized Optional<Torn> take() {
        Optional<Torn> kept = Optional.ofNullable(torn);
        torn = null;
        return kept;
    }

    /** Hands it out, and from now on keeps none. */
    synchronized Optional<Torn> takeLast() {
        closed = true;
        return take();
    }

    /** Aborts it. */
    void drop() {
        take().ifPresent(kept -> kept.draft().close());
    }

    private synchronized Optional<Torn> swap(Torn latest) {
        if (closed) {
            return Optional.of(latest);
        }
        Optional<Torn> earlier = take();
        torn = latest;
        return earlier;
    }
}
