package io.zooark.local.stepfunctions;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Counts the retries of one visit of a state, for each entry of its Retry on its own. */
final class Attempts {
    private final List<Retrier> retriers;
    private final int[] granted;

    Attempts(List<Retrier> retriers) {
        this.retriers = retriers;
        this.granted = new int[retriers.size()];
    }

    /**
     * Grants another attempt, or not.
     *
     * <p>The first entry that names the error decides: once it has granted its last attempt, no later entry is asked.
     *
     * @return how long to wait before it
     */
    Optional<Duration> next(String error) {
        for (int i = 0; i < granted.length; i++) {
            Retrier retrier = retriers.get(i);
            if (retrier.errors().match(error)) {
                return granted[i] < retrier.maxAttempts()
                        ? Optional.of(retrier.delay(
                                granted[i]++, ThreadLocalRandom.current().nextDouble()))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
