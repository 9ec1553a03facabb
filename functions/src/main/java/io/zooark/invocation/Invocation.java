package io.zooark.invocation;

import static java.util.Objects.requireNonNull;

/**
 * One call of a function, as its use case sees it.
 *
 * @param journal what is to be remembered of it
 * @param deadline when it is killed
 */
public record Invocation(Journal journal, Deadline deadline) {
    public Invocation {
        requireNonNull(journal, "journal is null");
        requireNonNull(deadline, "deadline is null");
    }

    /** Returns a call that nobody watches and nobody kills. */
    public static Invocation unwatched() {
        return new Invocation(new Journal(), Deadline.never());
    }
}
