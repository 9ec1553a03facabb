package io.zooark.local;

import static java.util.Objects.requireNonNull;

import io.zooark.local.stepfunctions.HistoryEvent;
import io.zooark.local.stepfunctions.Listener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tells the outer states of a restore as they are entered, and measures how long each took. */
final class StateTimes implements Listener {
    private final Story story;
    private final Map<String, Duration> took = new LinkedHashMap<>();
    private final Map<String, Instant> entered = new LinkedHashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    StateTimes(Story story) {
        this.story = requireNonNull(story, "story is null");
    }

    @Override
    public synchronized void happened(String executionArn, HistoryEvent event) {
        event.enteredState().ifPresent(state -> {
            // states inside a Map run for each server at the same time: only the outer one is told
            if (open.isEmpty()) {
                story.tell("  > " + state);
                entered.put(state, event.timestamp());
            }
            open.push(state);
        });
        event.exitedState().ifPresent(state -> {
            open.removeFirstOccurrence(state);
            if (open.isEmpty()) {
                took.put(state, Duration.between(entered(state).orElse(event.timestamp()), event.timestamp()));
            }
        });
    }

    /** Returns how long each outer state took, in the order in which they ended. */
    synchronized Map<String, Duration> took() {
        return new LinkedHashMap<>(took);
    }

    /** Returns when a state was entered. */
    synchronized Optional<Instant> entered(String state) {
        return Optional.ofNullable(entered.get(state));
    }

    /** Returns when a state ended. */
    synchronized Optional<Instant> ended(String state) {
        Duration duration = took.get(state);
        return duration == null ? Optional.empty() : entered(state).map(begin -> begin.plus(duration));
    }
}
