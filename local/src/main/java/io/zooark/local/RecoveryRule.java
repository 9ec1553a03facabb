package io.zooark.local;

import static java.util.Objects.requireNonNull;

import io.zooark.json.Json;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.stepfunctions.HistoryEvent;
import io.zooark.local.stepfunctions.Listener;
import io.zooark.local.stepfunctions.StepFunctions;
import io.zooark.local.stepfunctions.StepFunctionsException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The EventBridge rule and the schedule that start the recover machine: when a restore has ended in any other way than
 * well, and every five minutes.
 */
public final class RecoveryRule implements Listener, AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Set<String> ENDS = Set.of("ExecutionFailed", "ExecutionAborted", "ExecutionTimed_out");
    private static final String INPUT = Json.write(Map.of("confirm", LocalCloud.ENSEMBLE));

    private final StepFunctions stepFunctions;
    private final AtomicBoolean eventsArrive = new AtomicBoolean(true);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "recovery-rule");
        thread.setDaemon(true);
        return thread;
    });

    RecoveryRule(StepFunctions stepFunctions) {
        this.stepFunctions = requireNonNull(stepFunctions, "stepFunctions is null");
        ScheduledFuture<?> unused =
                timer.scheduleAtFixedRate(this::tick, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    /** Has events arrive, or be lost: Step Functions emits them on a best effort basis. */
    public void eventsArrive(boolean arrive) {
        eventsArrive.set(arrive);
    }

    /** Starts a recovery now, as the schedule does. */
    public Execution start() {
        return stepFunctions.start(LocalCloud.RECOVER_MACHINE, INPUT);
    }

    private void tick() {
        try {
            start();
        } catch (StepFunctionsException e) {
            // the next one is due in five minutes; one that throws would be the last
            System.err.println("the recovery was not started: " + e.getMessage());
        }
    }

    @Override
    public void happened(String executionArn, HistoryEvent event) {
        if (eventsArrive.get()
                && ENDS.contains(event.type())
                && executionArn.contains(":" + LocalCloud.RESTORE_MACHINE + ":")) {
            // not in the thread that ends the execution: whoever waits for its end must not wait for this
            timer.execute(this::tick);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
