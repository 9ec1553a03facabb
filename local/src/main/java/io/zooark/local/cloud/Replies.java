package io.zooark.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Sends short answers. */
final class Replies {
    static final String REQUEST_ID = "x-amzn-RequestId";

    private Replies() {}

    /** Reads a request that is known to be short. */
    static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    }

    static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] content = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        if (content.length > 0) {
            exchange.getResponseBody().write(content);
        }
    }

    /** Returns the id that the gateway gave the request. */
    static String requestId(HttpExchange exchange) {
        return String.valueOf(exchange.getResponseHeaders().getFirst(REQUEST_ID));
    }
}
