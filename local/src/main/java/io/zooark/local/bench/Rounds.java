package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs several things in turn, again and again, each round beginning with the next: whatever drifts, drifts for all of
 * them, and none always follows the same other.
 */
final class Rounds {
    private final int rounds;

    Rounds(int rounds) {
        if (rounds < 1) {
            throw new IllegalArgumentException("at least one round, got " + rounds);
        }
        this.rounds = rounds;
    }

    /**
     * One of the things.
     *
     * @param name what it is called in the results
     * @param run runs it once and returns what is known of that run
     */
    record Subject<T>(String name, Run<T> run) {
        Subject {
            requireNonNull(name, "name is null");
            requireNonNull(run, "run is null");
        }
    }

    /** Runs something once. */
    @FunctionalInterface
    interface Run<T> {
        T run() throws IOException;
    }

    /** What happens before each run, outside of what is measured. */
    @FunctionalInterface
    interface Before {
        void prepare() throws IOException;
    }

    /** Returns by name what the runs gave, one for each round: the same place in two lists is a pair. */
    <T> Map<String, List<T>> of(List<Subject<T>> subjects, Before before) throws IOException {
        Map<String, List<T>> results = new LinkedHashMap<>();
        subjects.forEach(subject -> results.put(subject.name(), new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < subjects.size(); i++) {
                Subject<T> subject = subjects.get((round + i) % subjects.size());
                before.prepare();
                requireNonNull(results.get(subject.name())).add(subject.run().run());
            }
        }
        return results;
    }
}
