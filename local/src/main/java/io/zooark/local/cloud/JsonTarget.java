package io.zooark.local.cloud;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** The JSON protocols 1.0 and 1.1: {@code POST /} with {@code X-Amz-Target: <service>.<action>}. */
final class JsonTarget implements Service {
    private final String prefix;
    private final JsonService service;

    JsonTarget(String name, JsonService service) {
        this.prefix = name + ".";
        this.service = service;
    }

    @Override
    public boolean owns(HttpExchange request) {
        return target(request).startsWith(prefix);
    }

    @Override
    public void answer(HttpExchange exchange) throws IOException {
        String action = target(exchange).substring(prefix.length());
        Replies.send(exchange, 200, type(exchange), service.call(action, Replies.body(exchange)));
    }

    @Override
    public void refuse(HttpExchange exchange, AwsError error) throws IOException {
        String body = Json.object()
                .put("__type", error.code())
                .put("message", error.text())
                .toString();
        Replies.send(exchange, error.status(), type(exchange), body);
    }

    private static String target(HttpExchange request) {
        String target = request.getRequestHeaders().getFirst("X-Amz-Target");
        return target == null ? "" : target;
    }

    private static String type(HttpExchange request) {
        String type = request.getRequestHeaders().getFirst("Content-Type");
        return type == null ? "application/x-amz-json-1.1" : type;
    }
}
