package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.local.stepfunctions.State.Step;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One line of states, run by one thread: an execution's own, one iteration of a Map, or one branch of a Parallel. */
final class Branch {
    private final Execution execution;
    private final CompletableFuture<Void> cancelled;
    private final @Nullable ObjectNode item;
    private volatile long lastEvent;
    private volatile @Nullable String inside;

    Branch(Execution execution, CompletableFuture<Void> cancelled, long lastEvent, @Nullable ObjectNode item) {
        this.execution = execution;
        this.cancelled = cancelled;
        this.lastEvent = lastEvent;
        this.item = item;
    }

    Branch fork(CompletableFuture<Void> cancelledWithSiblings, long after, @Nullable ObjectNode newItem) {
        return new Branch(execution, cancelledWithSiblings, after, newItem);
    }

    /**
     * Runs a workflow to its end.
     *
     * @throws StateFailure if a state fails and does not catch it
     * @throws StoppedException as soon as nobody waits for the result any more
     */
    JsonNode run(Workflow workflow, JsonNode input) {
        Step step = new Step(input, workflow.startAt());
        for (String name = step.next(); name != null; name = step.next()) {
            step = visit(workflow.state(name), step.result());
        }
        return step.result();
    }

    private Step visit(State state, JsonNode raw) {
        execution.entering(this, state.name());
        long entered = record(state.type() + "StateEntered", data(state.name(), "input", raw));
        inside = state.type();
        Step step;
        try {
            step = new Visit(this, state, environment().clock().instant()).perform(raw);
        } catch (StateFailure failure) {
            throw failure.in(state.name(), entered);
        }
        inside = null;
        record(state.type() + "StateExited", data(state.name(), "output", step.result()));
        return step;
    }

    private static ObjectNode data(String name, String kind, JsonNode value) {
        ObjectNode details = Json.object();
        details.put("name", name);
        details.put(kind, Json.write(value));
        details.putObject(kind + "Details").put("truncated", false);
        return details;
    }

    /** Notes an event after the last one of this branch. */
    long record(String type, ObjectNode details) {
        return recordAfter(lastEvent, type, details);
    }

    long recordAfter(long previous, String type, ObjectNode details) {
        lastEvent = execution.record(this, previous, type, details);
        return lastEvent;
    }

    /** Notes that a state of this branch was abandoned, if it was in one. */
    void recordAborted(Branch parent, long previous) {
        String type = inside;
        if (type != null) {
            parent.recordAfter(previous, type + "StateAborted", Json.object());
        }
    }

    /** Lets the next event of this branch follow another branch's. */
    void continueAfter(long event) {
        lastEvent = event;
    }

    void pause(Duration asked) {
        Duration real = environment().pace().really(asked);
        try {
            cancelled.get(real.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (InterruptedException | ExecutionException e) {
            throw stopped(e);
        }
        throw new StoppedException();
    }

    /**
     * Waits for work that another thread does; the work itself goes on whatever happens here.
     *
     * @throws StateFailure {@code States.Timeout} if it takes longer than that
     */
    <T> T await(CompletableFuture<T> work, Optional<Duration> timeout) {
        try {
            CompletableFuture<Object> first = CompletableFuture.anyOf(work, cancelled);
            if (timeout.isPresent()) {
                first.get(timeout.get().toMillis(), TimeUnit.MILLISECONDS);
            } else {
                first.get();
            }
        } catch (TimeoutException e) {
            throw new StateFailure(StateFailure.TIMEOUT, null);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a function's stand-in broke: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw stopped(e);
        }
        if (cancelled.isDone()) {
            throw new StoppedException();
        }
        return work.join();
    }

    private static StoppedException stopped(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new StoppedException();
    }

    /** Returns why the machine's role does not allow something; nothing where it does. */
    Optional<String> refusal(String action, String resource) {
        return environment().permissions().refusal(execution.machine().name(), action, resource);
    }

    Execution execution() {
        return execution;
    }

    Environment environment() {
        return execution.environment();
    }

    CompletableFuture<Void> cancelled() {
        return cancelled;
    }

    long lastEvent() {
        return lastEvent;
    }

    @Nullable
    ObjectNode item() {
        return item;
    }
}
