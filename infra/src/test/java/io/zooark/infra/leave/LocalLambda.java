package io.zooark.infra.leave;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.handler.FunctionLog;
import io.zooark.local.LocalCloud;
import io.zooark.local.cloud.Functions;
import io.zooark.local.cloud.HandlerFunctions;
import io.zooark.local.cloudformation.Resource;
import io.zooark.local.iam.Call;
import io.zooark.local.iam.Caller;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The synthesised functions, under their physical names: each with its own environment, role and log. */
final class LocalLambda implements Functions {
    private static final String SERVICE = "lambda.amazonaws.com";

    private final Supplier<Installation> installation;
    private final HandlerFunctions handlers;

    /**
     * Deploys the functions.
     *
     * @param installation whose leave counts, asked at each invocation
     * @param endpoint where AWS is
     */
    LocalLambda(Supplier<Installation> installation, URI endpoint, FunctionLog log) {
        this.installation = installation;
        this.handlers = HandlerFunctions.each(handler -> environment(installation.get(), handler, endpoint), log);
    }

    private static Map<String, String> environment(Installation installation, String handler, URI endpoint) {
        Resource function = installation.stacks().all(Installation.FUNCTION).stream()
                .filter(one -> handlerOf(one).equals(handler))
                .findFirst()
                .orElseThrow(() -> new AssertionError(handler + " is not deployed"));
        JsonNode variables = installation.stacks().resolved(function, "/Environment/Variables");
        Map<String, String> environment = new TreeMap<>();
        variables
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        // what the runtime adds; the keys are those of the function's role
        environment.put("AWS_REGION", LocalCloud.PLACE.region());
        environment.put("AWS_ACCESS_KEY_ID", function.name());
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        // the only thing that is not as in the account
        environment.put("AWS_ENDPOINT_URL", endpoint.toString());
        return environment;
    }

    @Override
    public boolean exists(String name) {
        return installation.get().stacks().all(Installation.FUNCTION).stream()
                .anyMatch(function -> function.name().equals(name));
    }

    @Override
    public Answer invoke(String name, String payload) {
        Installation now = installation.get();
        Resource function = now.named(Installation.FUNCTION, name);
        String role = now.stacks().text(function, "/Role");
        now.iam().takingRefusal(role, SERVICE, Map.of());
        Answer answer = handlers.invoke(handlerOf(function), payload);
        log(now, function, role);
        return answer;
    }

    /** Lambda writes the log as the role; without leave it writes none and says nothing, so that the refusal is kept. */
    private static void log(Installation now, Resource function, String role) {
        String group = now.stacks().text(function, "/LoggingConfig/LogGroup");
        String stream = LocalCloud.PLACE.arn("logs", "log-group:" + group + ":log-stream:" + function.name());
        Caller lambda = new Caller(role, function.name(), Map.of());
        now.iam().refusal(lambda, Call.of("logs:CreateLogStream", stream));
        now.iam().refusal(lambda, Call.of("logs:PutLogEvents", stream));
    }

    private static String handlerOf(Resource function) {
        return function.properties()
                .path("Handler")
                .asText()
                .replaceFirst("^io\\.zooark\\.handler\\.", "")
                .replaceFirst("Handler$", "");
    }
}
