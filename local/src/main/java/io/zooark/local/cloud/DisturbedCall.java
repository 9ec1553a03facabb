package io.zooark.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request at the gateway as a {@link Disturbance} sees it.
 *
 * @param service {@code ec2}, {@code ssm} or {@code s3}
 * @param action the call, without its service
 * @param key the object's bucket and key, for S3
 */
record DisturbedCall(String service, String action, String key) {
    /** Marks what the gateway sends to itself, so that it is carried out and not disturbed again. */
    private static final String CARRIED_OUT = "X-Zooark-Carried-Out";

    private static final Pattern EC2_ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z0-9]+)");
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    /** Reads which call a request is; none where it is no call of EC2, Systems Manager or S3. */
    static Optional<DisturbedCall> of(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (exchange.getRequestHeaders().containsKey(CARRIED_OUT)
                || path.startsWith("/2015-03-31/")
                || (target != null && !target.startsWith("AmazonSSM."))) {
            return Optional.empty();
        }
        if (target != null) {
            return Optional.of(new DisturbedCall("ssm", target.substring(target.indexOf('.') + 1), ""));
        }
        if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
            Matcher action = EC2_ACTION.matcher(new String(buffered(exchange), UTF_8));
            return Optional.of(new DisturbedCall("ec2", action.find() ? action.group(1) : "", ""));
        }
        return Optional.of(new DisturbedCall("s3", s3Action(exchange), path.substring(1)));
    }

    /** By the method; the parts of an upload, and its end, have names of their own. */
    private static String s3Action(HttpExchange exchange) {
        String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery())
                .map(raw -> URLDecoder.decode(raw, UTF_8))
                .orElse("");
        String method = exchange.getRequestMethod();
        if (query.contains("uploadId=") || query.startsWith("uploads")) {
            return method.equals("DELETE") ? "AbortMultipartUpload" : "MultipartUpload";
        }
        if (method.equals("GET") && query.contains("list-type=")) {
            return "ListObjectsV2";
        }
        return method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT) + "Object";
    }

    /** Returns the name that the call has in IAM. */
    String name() {
        return service + ":" + action;
    }

    AwsError refusal() {
        String code = switch (service) {
            case "ec2" -> "UnauthorizedOperation";
            case "ssm" -> "AccessDeniedException";
            default -> "AccessDenied";
        };
        return new AwsError(code, service.equals("ssm") ? 400 : 403, "no leave for " + name() + ", as was asked for");
    }

    AwsError throttle() {
        return switch (service) {
            case "ec2" -> new AwsError("RequestLimitExceeded", 503, "Request limit exceeded.");
            case "ssm" -> new AwsError("ThrottlingException", 400, "Rate exceeded");
            default -> new AwsError("SlowDown", 503, "Please reduce your request rate.");
        };
    }

    /** Has the request carried out once by the gateway, and keeps the answer from the caller. */
    static void carryOut(HttpExchange exchange, URI gateway) throws IOException {
        // by its raw text: resolved, a key that begins with a slash would become another
        URI address = URI.create(gateway + exchange.getRequestURI().toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()))
                .header(CARRIED_OUT, "yes");
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(request.build(), HttpResponse.BodyHandlers.discarding());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads a short body and leaves it to be read again. */
    static byte[] buffered(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.setStreams(new ByteArrayInputStream(body), null);
        return body;
    }
}
