package io.zooark.local.stepfunctions;

import static java.util.Objects.requireNonNull;

import io.zooark.local.cloud.Functions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * AWS Step Functions on this machine: runs exactly the part of the Amazon States Language that Zooark uses.
 *
 * <p>Everything lives in memory. Closing it stops what still runs; functions are interrupted.
 */
public final class StepFunctions implements AutoCloseable {
    private static final int LAST_WORDS_SECONDS = 5;

    private final ExecutorService threads = threads();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Environment environment;
    private final Api api = new Api(this);
    private volatile Permissions permissions = (machine, action, resource) -> Optional.empty();

    // both guarded by this
    private final Map<String, Deployed> machines = new LinkedHashMap<>();
    private final Map<String, Execution> executions = new LinkedHashMap<>();

    public StepFunctions(Functions functions) {
        this(functions, Pace.REAL, Clock.systemUTC());
    }

    public StepFunctions(Functions functions, Pace pace, Clock clock) {
        requireNonNull(functions, "functions is null");
        requireNonNull(pace, "pace is null");
        requireNonNull(clock, "clock is null");
        environment = new Environment(
                functions, this::execution, this::refusal, pace, clock, threads, new Everyone(listeners), new Tokens());
    }

    private static ExecutorService threads() {
        AtomicInteger count = new AtomicInteger();
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "step-functions-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Adds a listener to all executions, those that already run included. */
    public StepFunctions listen(Listener listener) {
        listeners.add(requireNonNull(listener, "listener is null"));
        return this;
    }

    /** Has the machines do from now on what their roles allow, and nothing else. */
    public void permit(Permissions granted) {
        permissions = requireNonNull(granted, "granted is null");
    }

    private Optional<String> refusal(String machine, String action, String resource) {
        return permissions.refusal(machine, action, resource);
    }

    /** Deploys a machine, or a new definition of one; executions that run keep the old definition. */
    public synchronized void register(StateMachine machine) {
        machines.put(machine.arn(), new Deployed(machine, environment.clock().instant()));
    }

    /** Starts an execution under a name nobody has used. */
    public Execution start(String machineName, String input) {
        return start(machineName, UUID.randomUUID().toString(), input);
    }

    /**
     * Starts an execution. Starting one again that runs under this name with this very input returns that one.
     *
     * @throws StepFunctionsException if AWS would refuse it
     */
    public Execution start(String machineName, String executionName, String input) {
        if (!Names.valid(executionName)) {
            throw new StepFunctionsException("InvalidName", "Invalid Name: '" + executionName + "'");
        }
        Api.checkInput(input);
        Execution execution;
        synchronized (this) {
            StateMachine machine = machine(Arns.machine(machineName)).machine();
            String arn = Arns.execution(machineName, executionName);
            Execution earlier = executions.get(arn);
            if (earlier != null) {
                if (earlier.status() == Execution.Status.RUNNING
                        && earlier.input().equals(input)) {
                    return earlier;
                }
                throw new StepFunctionsException("ExecutionAlreadyExists", "Execution Already Exists: '" + arn + "'");
            }
            execution = new Execution(machine, executionName, input, environment);
            executions.put(arn, execution);
        }
        execution.start();
        return execution;
    }

    /**
     * Answers a call of the service's API.
     *
     * @param action the action, such as {@code StartExecution}
     * @param body the request, JSON
     * @return the answer, JSON
     * @throws StepFunctionsException if the answer is an error
     */
    public String call(String action, String body) {
        return api.call(action, body);
    }

    Tokens tokens() {
        return environment.tokens();
    }

    synchronized Deployed machine(String arn) {
        Deployed deployed = machines.get(arn);
        if (deployed == null) {
            throw new StepFunctionsException("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
        }
        return deployed;
    }

    synchronized List<Deployed> machines() {
        return List.copyOf(machines.values());
    }

    /** Returns the execution of this ARN, if there is one. */
    public synchronized Optional<Execution> execution(String arn) {
        return Optional.ofNullable(executions.get(arn));
    }

    /** Returns all executions ever started here, oldest first. */
    public synchronized List<Execution> executions() {
        return new ArrayList<>(executions.values());
    }

    @Override
    public void close() {
        executions().forEach(execution -> execution.stop("Local.Closed", "the local cloud was shut down"));
        threads.shutdownNow();
        try {
            // so that no function still writes where its caller cleans up
            threads.awaitTermination(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Everyone(List<Listener> listeners) implements Listener {
        @Override
        public void entering(String executionArn, String state) {
            listeners.forEach(listener -> listener.entering(executionArn, state));
        }

        @Override
        public void happened(String executionArn, HistoryEvent event) {
            listeners.forEach(listener -> listener.happened(executionArn, event));
        }
    }
}
