package io.zooark.local;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How one cell of the crash matrix ended.
 *
 * @param end in which state the ensemble was found
 * @param words what the machines said of it, or what was wrong
 * @param took from the start of the restore until no recovery was due any more
 */
record Verdict(Cell cell, End end, String words, Duration took) {
    Verdict {
        requireNonNull(cell, "cell is null");
        requireNonNull(end, "end is null");
        requireNonNull(words, "words is null");
        requireNonNull(took, "took is null");
    }

    boolean good() {
        return end != End.WRONG;
    }

    /** What the clients find. */
    enum End {
        /** All that was acknowledged before, on every server, and clients are in. */
        OLD("old"),
        /** The snapshot, on every server, and clients are in. */
        NEW("new"),
        /** Nobody is in, and a person is told what to do; the next restore took over. */
        CLOSED("closed"),
        /** The fault did not occur: there is no such call, or no server to kill. */
        UNTOUCHED("–"),
        /** None of these. */
        WRONG("WRONG");

        private final String word;

        End(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
