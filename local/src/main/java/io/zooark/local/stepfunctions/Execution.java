package io.zooark.local.stepfunctions;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run of a state machine, from its start until long after its end. */
public final class Execution {
    private final StateMachine machine;
    private final String name;
    private final String input;
    private final JsonNode inputJson;
    private final Environment environment;
    private final Instant startedAt;
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    // both guarded by history
    private final List<HistoryEvent> history = new ArrayList<>();
    private @Nullable Ending ending;

    /** Where an execution stands. */
    public enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED,
        /** Never reached here: machines have no time-out of their own. */
        TIMED_OUT,
        ABORTED
    }

    private record Ending(
            Status status,
            @Nullable String output,
            @Nullable String error,
            @Nullable String cause,
            Instant at) {}

    Execution(StateMachine machine, String name, String input, Environment environment) {
        this.machine = machine;
        this.name = name;
        this.input = input;
        this.inputJson = Json.read(input);
        this.environment = environment;
        this.startedAt = environment.clock().instant();
    }

    /** Begins to run, in a thread of its own. */
    void start() {
        environment.threads().execute(this::run);
    }

    private void run() {
        Branch branch = new Branch(this, cancelled, 0, null);
        try {
            ObjectNode started = data("input", input);
            started.put("roleArn", Arns.role(machine.name()));
            record(branch, 0, "ExecutionStarted", started);
            String output = Json.write(branch.run(machine.workflow(), inputJson));
            finish(branch.lastEvent(), new Ending(Status.SUCCEEDED, output, null, null, now()));
        } catch (StateFailure failure) {
            finish(branch.lastEvent(), failed(failure.error(), failure.cause().orElse(null)));
        } catch (StoppedException e) {
            finished.complete(null);
        } catch (RuntimeException | Error e) {
            // a fault of the local cloud and no failure of the machine: it must be seen, not waited for
            finish(branch.lastEvent(), failed("Local.InterpreterBroken", e.toString()));
            throw e;
        }
    }

    private Ending failed(String error, @Nullable String cause) {
        return new Ending(Status.FAILED, null, error, cause, now());
    }

    /**
     * Stops at once: no further state is entered and no Catch runs, but functions already invoked go on. An execution
     * that has ended stays as it is.
     */
    public void stop(String error, String cause) {
        finish(0, new Ending(Status.ABORTED, null, requireNonNull(error, "error is null"), cause, now()));
    }

    private void finish(long previous, Ending end) {
        HistoryEvent event;
        synchronized (history) {
            if (ending != null) {
                return;
            }
            ending = end;
            event = add(previous, "Execution" + title(end.status()), details(end));
        }
        cancelled.complete(null);
        try {
            environment.listener().happened(arn(), event);
        } finally {
            finished.complete(null);
        }
    }

    private static String title(Status status) {
        return status.name().charAt(0) + status.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static ObjectNode details(Ending end) {
        if (end.output() != null) {
            return data("output", end.output());
        }
        ObjectNode details = Json.object();
        if (end.error() != null && !end.error().isEmpty()) {
            details.put("error", end.error());
        }
        if (end.cause() != null && !end.cause().isEmpty()) {
            details.put("cause", end.cause());
        }
        return details;
    }

    private static ObjectNode data(String kind, String value) {
        ObjectNode details = Json.object();
        details.put(kind, value);
        details.putObject(kind + "Details").put("truncated", false);
        return details;
    }

    void entering(Branch branch, String state) {
        if (!branch.cancelled().isDone()) {
            environment.listener().entering(arn(), state);
        }
    }

    /**
     * Adds an event, unless the branch has been stopped meanwhile: then nothing more may happen in it.
     *
     * @return the event's id
     */
    long record(Branch branch, long previous, String type, ObjectNode details) {
        HistoryEvent event;
        synchronized (history) {
            if (ending != null || branch.cancelled().isDone()) {
                throw new StoppedException();
            }
            event = add(previous, type, details);
        }
        environment.listener().happened(arn(), event);
        if (branch.cancelled().isDone()) {
            throw new StoppedException();
        }
        return event.id();
    }

    private HistoryEvent add(long previous, String type, ObjectNode details) {
        HistoryEvent event = new HistoryEvent(history.size() + 1L, previous, now(), type, details);
        history.add(event);
        return event;
    }

    /**
     * Waits for the end.
     *
     * @return this execution, which has ended
     * @throws IllegalStateException if it still runs after that time; the message says in which state it was last
     */
    public Execution await(Duration longest) throws InterruptedException {
        try {
            finished.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            String last = history().stream()
                    .flatMap(event -> event.enteredState().stream())
                    .reduce("none", (earlier, later) -> later);
            throw new IllegalStateException(
                    "%s still runs after %s; the last state entered is '%s'".formatted(arn(), longest, last), e);
        }
        return this;
    }

    /** Returns the events so far, oldest first. */
    public List<HistoryEvent> history() {
        synchronized (history) {
            return List.copyOf(history);
        }
    }

    private Optional<Ending> ending() {
        synchronized (history) {
            return Optional.ofNullable(ending);
        }
    }

    public String arn() {
        return Arns.execution(machine.name(), name);
    }

    public String name() {
        return name;
    }

    public StateMachine machine() {
        return machine;
    }

    /** Returns the input as it was given, JSON. */
    public String input() {
        return input;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Status status() {
        return ending().map(Ending::status).orElse(Status.RUNNING);
    }

    /** Returns the output, JSON, if it succeeded. */
    public Optional<String> output() {
        return ending().map(Ending::output);
    }

    /** Returns the error's name, if it failed or was stopped with one. */
    public Optional<String> error() {
        return ending().map(Ending::error).filter(error -> !error.isEmpty());
    }

    /** Returns the error's cause, if it has one. */
    public Optional<String> cause() {
        return ending().map(Ending::cause).filter(cause -> !cause.isEmpty());
    }

    public Optional<Instant> stoppedAt() {
        return ending().map(Ending::at);
    }

    JsonNode inputJson() {
        return inputJson;
    }

    Environment environment() {
        return environment;
    }

    private Instant now() {
        return environment.clock().instant();
    }
}
