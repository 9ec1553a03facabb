package io.zooark.local.cloud;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.handler.CheckEnsembleHandler;
import io.zooark.handler.ClientAccessHandler;
import io.zooark.handler.NodeCommandHandler;
import io.zooark.handler.PlanRestoreHandler;
import io.zooark.handler.RestoreRecordHandler;
import io.zooark.handler.RestoreServerHandler;
import io.zooark.handler.TakeSnapshotHandler;
import io.zooark.handler.Wiring;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The product's own handlers, each wired once from an environment as a function's is, and called in this JVM. */
public final class HandlerFunctions implements Functions {
    /** What the deployed functions have. */
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    private final Map<String, RequestStreamHandler> handlers = new TreeMap<>();

    /**
     * Makes all functions.
     *
     * @param environment the functions' environment variables
     */
    public HandlerFunctions(Map<String, String> environment) {
        Wiring wiring = Wiring.fromEnvironment(environment);
        handlers.put("TakeSnapshot", new TakeSnapshotHandler(wiring.takeSnapshot()));
        handlers.put("PlanRestore", new PlanRestoreHandler(wiring.planRestore()));
        handlers.put("RestoreRecord", new RestoreRecordHandler(wiring.restoreRecord()));
        handlers.put("ClientAccess", new ClientAccessHandler(wiring.clientAccess()));
        handlers.put("NodeCommand", new NodeCommandHandler(wiring.nodeCommand()));
        handlers.put("RestoreServer", new RestoreServerHandler(wiring.restoreServer()));
        handlers.put("CheckEnsemble", new CheckEnsembleHandler(wiring.checkEnsemble()));
    }

    /** Returns each function's name under itself: what takes the place of the ARNs in a state machine's definition. */
    public Map<String, String> substitutions() {
        Map<String, String> names = new TreeMap<>();
        handlers.keySet().forEach(name -> names.put(name, name));
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
