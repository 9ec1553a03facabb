package io.zooark.local.artefact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lambda's Runtime API for one execution environment: hands out the events that are put in, and takes the answers. */
final class RuntimeApi implements AutoCloseable {
    private static final String ROOT = "/2018-06-01/runtime/";
    private static final Pattern ANSWER = Pattern.compile(ROOT + "invocation/([^/]+)/(response|error)");
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> handedOut = new ConcurrentHashMap<>();
    private final CompletableFuture<Answer> failedInit = new CompletableFuture<>();
    private final CompletableFuture<Instant> ready = new CompletableFuture<>();

    /** What came back for an event: the function's own answer, or its error as the Lambda service passes it on. */
    record Answer(String payload, boolean failed) {
        Answer {
            requireNonNull(payload, "payload is null");
        }
    }

    private record Invocation(String id, String event, CompletableFuture<Answer> answer) {}

    private RuntimeApi(HttpServer server) {
        this.server = server;
    }

    static RuntimeApi open() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        RuntimeApi api = new RuntimeApi(server);
        server.setExecutor(api.threads);
        server.createContext(ROOT + "invocation/next", api::next);
        server.createContext(ROOT + "invocation/", api::answered);
        server.createContext(ROOT + "init/error", api::initFailed);
        server.start();
        return api;
    }

    /** Returns what {@code AWS_LAMBDA_RUNTIME_API} has to be. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Puts an event in for the next time that the runtime asks. */
    CompletableFuture<Answer> put(String event) {
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
        waiting.add(invocation);
        return invocation.answer();
    }

    /** Returns when the runtime first asked for an event: the function was made by then. */
    CompletableFuture<Instant> ready() {
        return ready;
    }

    /** Returns what the runtime says where the function could not be made. */
    CompletableFuture<Answer> failedInit() {
        return failedInit;
    }

    private void next(HttpExchange exchange) throws IOException {
        ready.complete(Instant.now());
        Invocation invocation;
        try {
            invocation = waiting.take();
        } catch (InterruptedException e) {
            // the API is being closed
            exchange.close();
            return;
        }
        handedOut.put(invocation.id(), invocation);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                String.valueOf(Instant.now().plus(TIMEOUT).toEpochMilli()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:zooark");
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0");
        headers.set("Content-Type", "application/json");
        send(exchange, 200, invocation.event());
    }

    private void answered(HttpExchange exchange) throws IOException {
        Matcher path = ANSWER.matcher(exchange.getRequestURI().getPath());
        Invocation invocation = path.matches() ? handedOut.remove(path.group(1)) : null;
        if (invocation == null) {
            send(exchange, 404, "{}");
            return;
        }
        Answer answer = new Answer(body(exchange), path.group(2).equals("error"));
        send(exchange, 202, "{}");
        invocation.answer().complete(answer);
    }

    private void initFailed(HttpExchange exchange) throws IOException {
        Answer answer = new Answer(body(exchange), true);
        send(exchange, 202, "{}");
        failedInit.complete(answer);
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
