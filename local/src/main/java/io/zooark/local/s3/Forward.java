package io.zooark.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.zooark.local.s3.S3.MultipartTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * Passes S3 requests on to the server behind, and adds what that one leaves out: it judges a completed upload's stated
 * size and CRC-32, and answers with the checksum that came after a body.
 */
final class Forward {
    /** What belongs to one connection, or is set by whoever sends. */
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

    private static final Pattern UPLOAD_ID = Pattern.compile("(?:^|&)uploadId=([^&]*)");
    private static final Pattern OBJECT = Pattern.compile("/([^/]+)/(.+)");
    private static final int LONGEST_COMPLETION = 4 * 1024 * 1024;

    private final S3 s3;
    private final URI server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile boolean versions;

    Forward(S3 s3, URI server) {
        this.s3 = s3;
        this.server = server;
    }

    void tellVersions() {
        versions = true;
    }

    void answer(HttpExchange exchange) throws IOException {
        MultipartTarget target = exchange.getRequestMethod().equals("POST") ? target(exchange.getRequestURI()) : null;
        if (target == null) {
            pass(exchange, exchange.getRequestBody(), length(exchange));
            return;
        }
        byte[] completion = exchange.getRequestBody().readNBytes(LONGEST_COMPLETION);
        String wrong = wrong(exchange.getRequestHeaders(), target, new String(completion, UTF_8));
        if (wrong == null) {
            pass(exchange, new ByteArrayInputStream(completion), completion.length);
        } else {
            refuse(exchange, 400, wrong, "The stated size or checksum is not that of the parts.");
        }
    }

    /** Returns the error code for what a completion states and its parts do not bear out. */
    private @Nullable String wrong(Headers stated, MultipartTarget target, String completion) throws IOException {
        String size = stated.getFirst("x-amz-mp-object-size");
        String crc = stated.getFirst("x-amz-checksum-crc32");
        List<Part> parts = s3.parts(target, completion);
        if (parts.isEmpty()) {
            return null;
        }
        if (size != null && parts.stream().mapToLong(Part::size).sum() != Long.parseLong(size.trim())) {
            return "InvalidRequest";
        }
        // with a checksum for each part the server judges by itself; a dash marks a checksum of checksums
        if (crc == null || crc.contains("-") || completion.contains("<ChecksumCRC32>")) {
            return null;
        }
        byte[] actual = ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) s3.crc32(target, parts))
                .array();
        return Base64.getEncoder().encodeToString(actual).equals(crc) ? null : "BadDigest";
    }

    /** Passes on; the length is -1 for a body that does not say how long it is. */
    private void pass(HttpExchange exchange, InputStream body, long length) throws IOException {
        Tail tail = new Tail(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path(exchange.getRequestURI())))
                .method(exchange.getRequestMethod(), publisher(tail, length));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                String passedOn = writesIf(exchange, name) ? WholeObjects.IF_MATCH_HEADER : name;
                values.forEach(value -> request.header(passedOn, value));
            }
        });
        HttpResponse<InputStream> response = send(request.build());
        Optional<String> version = versions ? Versions.asked(exchange.getRequestURI()) : Optional.empty();
        if (response.statusCode() / 100 == 2 && version.isPresent()) {
            String etag = response.headers().firstValue("etag").orElse("");
            if (!version.get().equals(Versions.idOf(etag))) {
                response.body().close();
                refuse(exchange, 404, "NoSuchVersion", "The specified version does not exist.");
                return;
            }
        }
        if (response.statusCode() >= 400) {
            // what the server did not want to read: a client that cannot get rid of it does not look at the answer
            body.transferTo(OutputStream.nullOutputStream());
        } else if (exchange.getRequestHeaders().containsKey("x-amz-trailer")) {
            tail.checksum().ifPresent(sum -> exchange.getResponseHeaders().set(sum.header(), sum.value()));
        }
        try (InputStream content = response.body()) {
            giveBack(exchange, response, versions ? told(exchange, response, content) : content);
        }
    }

    /** Adds the version to an answer that has one. */
    private static InputStream told(HttpExchange exchange, HttpResponse<?> response, InputStream content)
            throws IOException {
        boolean completion = exchange.getRequestMethod().equals("POST");
        byte[] answer = completion ? content.readAllBytes() : new byte[0];
        (completion ? Versions.completed(answer) : response.headers().firstValue("etag"))
                .filter(etag -> response.statusCode() / 100 == 2)
                .ifPresent(etag -> exchange.getResponseHeaders().set(Versions.HEADER, Versions.idOf(etag)));
        return completion ? new ByteArrayInputStream(answer) : content;
    }

    /** The server would judge the condition of a write before it reads the body, and leave the rest of it unread. */
    private static boolean writesIf(HttpExchange exchange, String header) {
        return header.equalsIgnoreCase("If-Match")
                && exchange.getRequestMethod().equals("PUT");
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while S3 was answering");
        }
    }

    private static void giveBack(HttpExchange exchange, HttpResponse<?> response, InputStream content)
            throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        String length = response.headers().firstValue("content-length").orElse(null);
        boolean bodiless = exchange.getRequestMethod().equals("HEAD")
                || response.statusCode() == 204
                || response.statusCode() == 304;
        if (bodiless || "0".equals(length)) {
            if (length != null && bodiless) {
                exchange.getResponseHeaders().set("Content-Length", length);
            }
            exchange.sendResponseHeaders(response.statusCode(), -1);
            return;
        }
        // 0 stands for "not known: chunked"
        exchange.sendResponseHeaders(response.statusCode(), length == null ? 0 : Long.parseLong(length));
        content.transferTo(exchange.getResponseBody());
    }

    private static void refuse(HttpExchange exchange, int status, String code, String message) throws IOException {
        String id = UUID.randomUUID().toString();
        byte[] error = """
                <?xml version="1.0" encoding="UTF-8"?>
                <Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId></Error>
                """.formatted(code, message, id).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.getResponseHeaders().set("x-amz-request-id", id);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, error.length);
        exchange.getResponseBody().write(error);
    }

    private static BodyPublisher publisher(InputStream body, long length) {
        if (length == 0) {
            return BodyPublishers.noBody();
        }
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> body);
        return length < 0 ? stream : BodyPublishers.fromPublisher(stream, length);
    }

    private static long length(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length != null) {
            return Long.parseLong(length);
        }
        return exchange.getRequestHeaders().containsKey("Transfer-Encoding") ? -1 : 0;
    }

    private String path(URI uri) {
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        String known = versions ? Versions.withoutVersion(query) : query;
        return uri.getRawPath() + (known.isEmpty() ? "" : "?" + known);
    }

    private static @Nullable MultipartTarget target(URI uri) {
        Matcher upload = UPLOAD_ID.matcher(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        Matcher object = OBJECT.matcher(uri.getPath());
        return upload.find() && object.matches()
                ? new MultipartTarget(object.group(1), object.group(2), URLDecoder.decode(upload.group(1), UTF_8))
                : null;
    }
}
