package io.zooark.local.cloud;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.handler.CheckEnsembleHandler;
import io.zooark.handler.ClientAccessHandler;
import io.zooark.handler.FunctionLog;
import io.zooark.handler.NodeCommandHandler;
import io.zooark.handler.PlanRecoveryHandler;
import io.zooark.handler.PlanRestoreHandler;
import io.zooark.handler.RestoreRecordHandler;
import io.zooark.handler.RestoreServerHandler;
import io.zooark.handler.TakeSnapshotHandler;
import io.zooark.handler.VerifySnapshotHandler;
import io.zooark.handler.Wiring;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The product's own handlers, each wired once from an environment as a function's is, and called in this JVM. */
public final class HandlerFunctions implements Functions {
    /** What the deployed functions have. */
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    private static final Map<String, BiFunction<Wiring, FunctionLog, RequestStreamHandler>> DEPLOYED =
            new TreeMap<>(Map.of(
                    "TakeSnapshot", (wiring, log) -> new TakeSnapshotHandler(wiring.takeSnapshot(), log),
                    "PlanRestore",
                            (wiring, log) -> new PlanRestoreHandler(wiring.planRestore(), wiring.briefRestore(), log),
                    "PlanRecovery",
                            (wiring, log) -> new PlanRecoveryHandler(wiring.planRecovery(), wiring.vitals(), log),
                    "RestoreRecord", (wiring, log) -> new RestoreRecordHandler(wiring.restoreRecord(), log),
                    "ClientAccess", (wiring, log) -> new ClientAccessHandler(wiring.clientAccess(), log),
                    "NodeCommand", (wiring, log) -> new NodeCommandHandler(wiring.nodeCommand(), log),
                    "RestoreServer",
                            (wiring, log) ->
                                    new RestoreServerHandler(wiring.restoreServer(), wiring.preparePlacement(), log),
                    "CheckEnsemble", (wiring, log) -> new CheckEnsembleHandler(wiring.checkEnsemble(), log),
                    "VerifySnapshot", (wiring, log) -> new VerifySnapshotHandler(wiring.verifySnapshot(), log)));

    private final Map<String, RequestStreamHandler> handlers = new TreeMap<>();

    /**
     * Makes all functions.
     *
     * @param environment the functions' environment variables
     * @param log takes the line that each invocation leaves
     */
    public HandlerFunctions(Map<String, String> environment, FunctionLog log) {
        this(sameFor(Wiring.fromEnvironment(environment)), log);
    }

    private HandlerFunctions(Function<String, Wiring> wirings, FunctionLog log) {
        DEPLOYED.forEach((name, handler) -> handlers.put(name, handler.apply(wirings.apply(name), log)));
    }

    private static Function<String, Wiring> sameFor(Wiring wiring) {
        return name -> wiring;
    }

    /**
     * Makes all functions, each from an environment of its own.
     *
     * @param environments the environment variables, by the function's name
     * @param log takes the line that each invocation leaves
     */
    public static HandlerFunctions each(Function<String, Map<String, String>> environments, FunctionLog log) {
        return new HandlerFunctions(environments.andThen(Wiring::fromEnvironment), log);
    }

    /** Returns the names of all functions, as they are deployed. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(DEPLOYED.keySet());
    }

    /** Returns each function's name under itself: what takes the place of the ARNs in a state machine's definition. */
    public static Map<String, String> substitutions() {
        Map<String, String> names = new TreeMap<>();
        names().forEach(name -> names.put(name, name));
        return names;
    }

    @Override
    public boolean exists(String name) {
        return handlers.containsKey(name);
    }

    @Override
    public Answer invoke(String name, String payload) {
        RequestStreamHandler handler = handlers.get(name);
        if (handler == null) {
            throw new IllegalArgumentException("there is no function " + name + "; there are " + handlers.keySet());
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)),
                    answer,
                    new LocalContext(name, TIMEOUT));
            return new Answer(answer.toString(StandardCharsets.UTF_8), false);
        } catch (IOException | RuntimeException | Error e) {
            return new Answer(reported(e), true);
        }
    }

    /** Returns what the Lambda runtime reports of what a handler throws. */
    private static String reported(Throwable e) {
        ObjectNode error = Json.object();
        error.put("errorMessage", e.getMessage());
        error.put("errorType", e.getClass().getName());
        ArrayNode trace = error.putArray("stackTrace");
        for (StackTraceElement element : e.getStackTrace()) {
            trace.add(element.toString());
        }
        return error.toString();
    }
}
