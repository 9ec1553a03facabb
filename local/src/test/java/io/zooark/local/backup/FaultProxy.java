package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/** Stands between a client and S3 and passes everything on, but for the faults that a test has asked for. */
final class FaultProxy implements AutoCloseable {
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "content-length",
            "date",
            "expect",
            "host",
            "keep-alive",
            "te",
            "transfer-encoding",
            "upgrade");

    private final URI target;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fault proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** A request as it came in. */
    record Call(String method, String path, String query, String range) {
        boolean putsAnObject() {
            return method.equals("PUT") && query.isEmpty();
        }

        boolean uploadsAPart() {
            return method.equals("PUT") && query.contains("partNumber=");
        }

        boolean completes() {
            return method.equals("POST") && query.contains("uploadId=");
        }

        boolean reads() {
            return method.equals("GET") && path.endsWith("/snapshot");
        }
    }

    /** What becomes of some calls. */
    private record Fault(Predicate<Call> calls, int times, Consequence consequence, List<Call> struck) {}

    private interface Consequence {
        void befall(HttpExchange exchange, FaultProxy proxy) throws IOException, InterruptedException;
    }

    private FaultProxy(URI target, HttpServer server) {
        this.target = target;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static FaultProxy before(URI target) throws IOException {
        return new FaultProxy(
                target,
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0));
    }

    /** Stands there behind TLS. */
    static FaultProxy before(URI target, SSLContext tls) throws IOException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new FaultProxy(target, server);
    }

    URI endpoint() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Call> calls() {
        return calls;
    }

    /** Has calls refused instead of passed on. */
    FaultProxy refusing(Predicate<Call> which, int status, String code) {
        return fault(which, Integer.MAX_VALUE, (exchange, proxy) -> refuse(exchange, status, code));
    }

    /** Leaves calls without an answer until this is closed. */
    FaultProxy hanging(Predicate<Call> which) {
        return fault(which, Integer.MAX_VALUE, (exchange, proxy) -> proxy.closed.await());
    }

    /** Has some calls obeyed, and their answer lost: the caller sees a failure. */
    FaultProxy losingTheAnswer(Predicate<Call> which, int times) {
        return fault(which, times, (exchange, proxy) -> {
            proxy.forward(exchange);
            refuse(exchange, 500, "InternalError");
        });
    }

    /** Breaks the bodies of some answers off after this many bytes, in the middle of what was announced. */
    FaultProxy cuttingOff(Predicate<Call> which, int times, int bytes) {
        return fault(which, times, (exchange, proxy) -> {
            HttpResponse<byte[]> response = proxy.forward(exchange);
            giveHeaders(exchange, response);
            exchange.sendResponseHeaders(response.statusCode(), response.body().length);
            exchange.getResponseBody().write(response.body(), 0, Math.min(bytes, response.body().length - 1));
            exchange.getResponseBody().flush();
        });
    }

    /** Reads this many bytes of some requests' bodies and then neither reads nor answers any more. */
    FaultProxy stallingAfter(Predicate<Call> which, int times, int bytes) {
        return fault(which, times, (exchange, proxy) -> {
            exchange.getRequestBody().readNBytes(bytes);
            proxy.closed.await();
        });
    }

    /** Takes some requests whole and never answers them. */
    FaultProxy neverAnswering(Predicate<Call> which, int times) {
        return stallingAfter(which, times, Integer.MAX_VALUE);
    }

    /** Falls silent after this many bytes of some answers. */
    FaultProxy fallingSilent(Predicate<Call> which, int times, int bytes) {
        return fault(which, times, (exchange, proxy) -> {
            HttpResponse<byte[]> response = proxy.forward(exchange);
            giveHeaders(exchange, response);
            exchange.sendResponseHeaders(response.statusCode(), response.body().length);
            exchange.getResponseBody().write(response.body(), 0, bytes);
            exchange.getResponseBody().flush();
            proxy.closed.await();
        });
    }

    /** Answers reads of a range with the whole object, as a proxy that knows no ranges does. */
    FaultProxy ignoringRanges() {
        return fault(
                call -> call.reads() && !call.range().isEmpty(),
                Integer.MAX_VALUE,
                (exchange, proxy) -> giveBack(exchange, proxy.forward(exchange, Set.of("range"))));
    }

    private FaultProxy fault(Predicate<Call> which, int times, Consequence consequence) {
        faults.add(new Fault(which, times, consequence, new CopyOnWriteArrayList<>()));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        // closing an exchange before its whole body was written cuts the connection
        try (exchange) {
            String query = exchange.getRequestURI().getRawQuery();
            String range = exchange.getRequestHeaders().getFirst("Range");
            Call call = new Call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    query == null ? "" : query,
                    range == null ? "" : range);
            calls.add(call);
            for (Fault fault : faults) {
                if (fault.calls().test(call) && fault.struck().size() < fault.times()) {
                    fault.struck().add(call);
                    fault.consequence().befall(exchange, this);
                    return;
                }
            }
            pass(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(HttpExchange exchange) throws IOException, InterruptedException {
        giveBack(exchange, forward(exchange));
    }

    private static void giveBack(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        giveHeaders(exchange, response);
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || response.body().length == 0;
        if (exchange.getRequestMethod().equals("HEAD")) {
            response.headers()
                    .firstValue("content-length")
                    .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
        }
        exchange.sendResponseHeaders(response.statusCode(), bodiless ? -1 : response.body().length);
        if (!bodiless) {
            exchange.getResponseBody().write(response.body());
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange) throws IOException, InterruptedException {
        return forward(exchange, Set.of());
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, Set<String> without)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create(target + exchange.getRequestURI().toString()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NOT_PASSED_ON.contains(lower) && !without.contains(lower)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        byte[] body = exchange.getRequestBody().readAllBytes();
        request.method(
                exchange.getRequestMethod(),
                body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void giveHeaders(HttpExchange exchange, HttpResponse<?> response) {
        response.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] error = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>" + code
                        + " by the proxy</Message><RequestId>1</RequestId></Error>")
                .getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, error.length);
        exchange.getResponseBody().write(error);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
