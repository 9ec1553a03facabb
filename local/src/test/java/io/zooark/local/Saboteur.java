package io.zooark.local;

import static java.util.Objects.requireNonNull;

import io.zooark.json.Json;
import io.zooark.local.cloud.Disturbance;
import io.zooark.local.cloud.Functions;
import io.zooark.local.stepfunctions.HistoryEvent;
import io.zooark.local.stepfunctions.Listener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Does to one restore at a time what a cell of the crash matrix asks for: between its states, in its functions and at their
 * calls of AWS.
 *
 * <p>"In a state" is at the first call that its function makes after it has looked at the lock; a function that makes none
 * is struck when it begins.
 */
final class Saboteur implements Listener, Disturbance {
    private static final String RESTORES = ":" + LocalCloud.RESTORE_MACHINE + ":";
    private static final String LOCKS = LocalCloud.BUCKET + "/locks/";
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String EXIT = Json.write(Map.of(
            "errorType",
            "Runtime.ExitError",
            "errorMessage",
            "RequestId: 1 Error: Runtime exited with error: signal: killed"));

    /** What of the machine's states are no states of its Maps. */
    private final Set<String> states;

    private volatile Consumer<String> stop = execution -> {};
    private volatile BooleanSupplier runs = () -> false;
    private volatile Runnable kill = () -> {};
    private final AtomicInteger underway = new AtomicInteger();
    private final Map<String, Set<String>> calls = new ConcurrentHashMap<>();
    private volatile Raid raid = new Raid(List.of());

    /** @param states the machine's outer states */
    Saboteur(Set<String> states) {
        this.states = Set.copyOf(states);
    }

    /**
     * Begins its work in a cloud.
     *
     * @param running whether the server that is killed next runs: one that does not is killed at the end of the function, if
     *     that has started it
     * @param killing kills it
     */
    void begin(LocalCloud cloud, BooleanSupplier running, Runnable killing) {
        runs = requireNonNull(running, "running is null");
        kill = requireNonNull(killing, "killing is null");
        stop = arn ->
                cloud.stepFunctions().execution(arn).orElseThrow().stop("Operator.Stopped", "a person pressed Stop");
        cloud.stepFunctions().listen(this);
        cloud.disturb(this);
    }

    /** Returns functions that may die. */
    Functions around(Functions functions) {
        return new Mortal(functions);
    }

    /** Has the next restore befallen by this. */
    void arm(Cell cell) {
        raid = new Raid(cell.all());
    }

    /** Leaves restores alone; returns whether all that was asked for has happened. */
    boolean disarm() {
        Raid last = raid;
        raid = new Raid(List.of());
        return last.left.values().stream().allMatch(left -> left.get() != left.first());
    }

    /** Returns the calls of AWS that restores have made so far, by state. */
    Map<String, Set<String>> calls() {
        return new TreeMap<>(calls);
    }

    /** Waits until no function works any more: those of a stopped execution go on. */
    void awaitQuiet() throws InterruptedException {
        Instant limit = Instant.now().plus(LONGEST);
        while (underway.get() > 0) {
            if (Instant.now().isAfter(limit)) {
                throw new IllegalStateException(underway + " functions still work");
            }
            // between two looks, as long as functions of a stopped execution go on
            Thread.sleep(20);
        }
    }

    @Override
    public void entering(String executionArn, String state) {
        Raid now = raid;
        if (!executionArn.contains(RESTORES) || !states.contains(state)) {
            return;
        }
        now.entered(executionArn, state);
        if (now.take(Fault.STOPPED_BEFORE)) {
            stop.accept(executionArn);
        }
    }

    @Override
    public void happened(String executionArn, HistoryEvent event) {
        Raid now = raid;
        if (!executionArn.equals(now.execution)) {
            return;
        }
        if (event.type().equals("TaskTimedOut")) {
            now.timedOut.countDown();
        }
        if (event.type().startsWith("Execution")) {
            now.ended = true;
            now.timedOut.countDown();
        }
    }

    @Override
    public Effect effect(String call, String key) {
        Raid now = raid;
        if (!now.runs()) {
            return Effect.NONE;
        }
        calls.computeIfAbsent(now.state, state -> ConcurrentHashMap.newKeySet()).add(call);
        if (!(call.equals("s3:GetObject") && key.startsWith(LOCKS))) {
            strike(now);
        }
        return now.effect(call);
    }

    private void strike(Raid now) {
        if (runs.getAsBoolean() && now.take(Fault.SERVER_KILLED)) {
            kill.run();
        }
        if (now.take(Fault.STOPPED_IN)) {
            stop.accept(now.execution);
        }
    }

    /** One restore and what befalls it. */
    private static final class Raid {
        private final Map<Cell, Left> left = new ConcurrentHashMap<>();
        private final CountDownLatch timedOut = new CountDownLatch(1);
        private volatile String execution = "";
        private volatile String state = "";
        private volatile boolean ended;

        Raid(List<Cell> cells) {
            cells.forEach(cell -> left.put(cell, new Left(cell.fault().times())));
        }

        void entered(String executionArn, String entered) {
            execution = executionArn;
            state = entered;
        }

        boolean runs() {
            return !execution.isEmpty() && !ended;
        }

        /** Returns whether this is to happen now. */
        boolean take(Fault fault) {
            return runs()
                    && left.entrySet().stream()
                            .filter(one -> one.getKey().fault() == fault)
                            .filter(one -> one.getKey().state().equals(state))
                            .anyMatch(one -> one.getValue().take());
        }

        Effect effect(String call) {
            return left.entrySet().stream()
                    .filter(one -> one.getKey().call().equals(call))
                    .filter(one -> here(one.getKey(), one.getValue()))
                    .filter(one -> one.getValue().take())
                    .map(one -> effect(one.getKey().fault()))
                    .findFirst()
                    .orElse(Effect.NONE);
        }

        /** What fails for good goes on to do so in the states that come after. */
        private boolean here(Cell cell, Left times) {
            return cell.state().equals(state)
                    || (cell.fault() == Fault.REFUSED_FOR_GOOD && times.get() != times.first());
        }

        private static Effect effect(Fault fault) {
            return switch (fault) {
                case REFUSED_ONCE, REFUSED_FOR_GOOD -> Effect.REFUSED;
                case THROTTLED -> Effect.THROTTLED;
                case UNANSWERED -> Effect.UNANSWERED;
                default -> Effect.NONE;
            };
        }
    }

    /** How many times something may still happen. */
    private static final class Left {
        private final int first;
        private final AtomicInteger left;

        Left(int first) {
            this.first = first;
            this.left = new AtomicInteger(first);
        }

        int first() {
            return first;
        }

        int get() {
            return left.get();
        }

        boolean take() {
            return left.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
        }
    }

    private final class Mortal implements Functions {
        private final Functions functions;

        Mortal(Functions functions) {
            this.functions = requireNonNull(functions, "functions is null");
        }

        @Override
        public boolean exists(String name) {
            return functions.exists(name);
        }

        @Override
        public Answer invoke(String name, String payload) {
            underway.incrementAndGet();
            try {
                return invoke(raid, name, payload);
            } finally {
                underway.decrementAndGet();
            }
        }

        private Answer invoke(Raid now, String name, String payload) {
            if (now.take(Fault.DIES_BEFORE)) {
                return new Answer(EXIT, true);
            }
            if (name.equals("CheckEnsemble") || payload.contains("\"action\":\"persist\"")) {
                strike(now);
            }
            Answer answer = functions.invoke(name, payload);
            strike(now);
            if (now.take(Fault.DIES_AFTER)) {
                return new Answer(EXIT, true);
            }
            if (now.take(Fault.OVERDUE)) {
                await(now.timedOut);
            }
            return answer;
        }

        private static void await(CountDownLatch timedOut) {
            try {
                if (!timedOut.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException("no time-out after " + LONGEST);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
