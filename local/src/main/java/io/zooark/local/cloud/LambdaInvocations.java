package io.zooark.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.zooark.local.cloud.Functions.Answer;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lambda's Invoke; {@code X-Amz-Invocation-Type: Event} answers at once and is tried once, never again. */
final class LambdaInvocations implements Service {
    private static final Pattern INVOCATION = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");

    /** A name, or an ARN that ends in one; a qualifier may follow. */
    private static final Pattern FUNCTION =
            Pattern.compile("(?:arn:[^:]*:lambda:[^:]*:[^:]*:function:)?([^:]+)(?::[^:]+)?");

    private final Functions functions;
    private final Executor background;

    LambdaInvocations(Functions functions, Executor background) {
        this.functions = functions;
        this.background = background;
    }

    @Override
    public boolean owns(HttpExchange request) {
        return INVOCATION.matcher(request.getRequestURI().getRawPath()).matches();
    }

    @Override
    public void answer(HttpExchange exchange) throws IOException {
        String name = name(exchange);
        String payload = Replies.body(exchange);
        if (!functions.exists(name)) {
            throw new AwsError("ResourceNotFoundException", 404, "Function not found: " + name);
        }
        String type = exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type");
        exchange.getResponseHeaders().set("X-Amz-Executed-Version", "$LATEST");
        if ("DryRun".equals(type)) {
            exchange.sendResponseHeaders(204, -1);
        } else if ("Event".equals(type)) {
            background.execute(() -> functions.invoke(name, payload));
            exchange.sendResponseHeaders(202, -1);
        } else {
            Answer answer = functions.invoke(name, payload);
            if (answer.failed()) {
                exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
            }
            Replies.send(exchange, 200, "application/json", answer.payload());
        }
    }

    @Override
    public void refuse(HttpExchange exchange, AwsError error) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", error.code());
        String body = Json.object()
                .put("Type", error.status() < 500 ? "User" : "Service")
                .put("Message", error.text())
                .toString();
        Replies.send(exchange, error.status(), "application/json", body);
    }

    private static String name(HttpExchange exchange) {
        Matcher path = INVOCATION.matcher(exchange.getRequestURI().getRawPath());
        if (!path.matches()) {
            throw new AwsError("ResourceNotFoundException", 404, "no such path");
        }
        String asked = URLDecoder.decode(path.group(1), UTF_8);
        Matcher function = FUNCTION.matcher(asked);
        return function.matches() ? function.group(1) : asked;
    }
}
