package io.zooark.local.stepfunctions;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.local.stepfunctions.State.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One visit of one state, with all its retries. */
final class Visit {
    /** 256 KiB, counted in bytes of UTF-8: AWS's quota for the data of a task, a state or an execution. */
    static final int LARGEST_PAYLOAD = 262_144;

    private static final Set<String> RETRYING = Set.of("Task", "Map", "Parallel");

    private final Branch branch;
    private final State state;
    private final Instant entered;
    private int retries;
    private @Nullable String token;

    Visit(Branch branch, State state, Instant entered) {
        this.branch = branch;
        this.state = state;
        this.entered = entered;
    }

    /** Performs the state until it succeeds, or no retry is left and a Catch takes the failure or lets it through. */
    Step perform(JsonNode raw) {
        Attempts attempts = new Attempts(state.outline().handlers().retriers());
        while (true) {
            try {
                return attempt(raw);
            } catch (StateFailure failure) {
                Optional<Duration> delay = attempts.next(failure.error());
                if (delay.isEmpty()) {
                    return caught(raw, failure);
                }
                branch.pause(delay.get());
                retries++;
            }
        }
    }

    private Step attempt(JsonNode raw) {
        token = state instanceof TaskState task && task.callback()
                ? branch.environment().tokens().issue()
                : null;
        try {
            return attemptOnce(raw);
        } finally {
            if (token != null) {
                branch.environment().tokens().forget(token);
            }
        }
    }

    private Step attemptOnce(JsonNode raw) {
        DataFlow data = state.outline().data();
        Step step = state.perform(this, data.in(raw, context()));
        return limited(new Step(data.out(raw, step.result(), context()), step.next()));
    }

    private Step caught(JsonNode raw, StateFailure failure) {
        Catcher catcher = state.outline().handlers().catcher(failure.error()).orElseThrow(() -> failure);
        return limited(new Step(catcher.output(raw, failure), catcher.next()));
    }

    private Step limited(Step step) {
        if (Json.size(step.result()) > LARGEST_PAYLOAD) {
            throw StateFailure.tooLarge(state.name());
        }
        return step;
    }

    /** Returns a new copy of the context object, as it is at this attempt. */
    ObjectNode context() {
        Execution execution = branch.execution();
        ObjectNode context = Json.object();
        ObjectNode executionPart = context.putObject("Execution");
        executionPart.put("Id", execution.arn());
        executionPart.set("Input", execution.inputJson());
        executionPart.put("Name", execution.name());
        executionPart.put("StartTime", moment(execution.startedAt()));
        ObjectNode statePart = context.putObject("State");
        statePart.put("Name", state.name());
        statePart.put("EnteredTime", moment(entered));
        if (RETRYING.contains(state.type())) {
            statePart.put("RetryCount", retries);
        }
        if (token != null) {
            context.putObject("Task").put("Token", token);
        }
        ObjectNode machinePart = context.putObject("StateMachine");
        machinePart.put("Id", execution.machine().arn());
        machinePart.put("Name", execution.machine().name());
        if (branch.item() != null) {
            context.set("Map", branch.item());
        }
        return context;
    }

    /** ISO 8601 with milliseconds, always three digits. */
    private static String moment(Instant instant) {
        return "%tFT%<tT.%<tLZ".formatted(instant.atOffset(ZoneOffset.UTC));
    }

    /** Returns the token of a task that waits for an answer; each attempt has its own. */
    String token() {
        return requireNonNull(token, "token is null");
    }

    Branch branch() {
        return branch;
    }

    State state() {
        return state;
    }
}
