package io.zooark.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.zooark.local.iam.Call;
import io.zooark.local.iam.Keys;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What IAM is asked about a request of S3 (S3 User Guide, "Required permissions for Amazon S3 API operations"). */
final class S3Calls {
    private static final String ARN = "arn:aws:s3:::";

    private S3Calls() {}

    static List<Call> of(HttpExchange exchange) {
        Map<String, String> query = query(exchange);
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
        String bucket = ARN + path[0];
        return path.length < 2 || path[1].isEmpty()
                ? List.of(bucket(exchange.getRequestMethod(), query, bucket))
                : object(exchange, query, bucket + "/" + path[1]);
    }

    /** Returns what is asked where an object that a request wants to read is not there: only who may list is told so. */
    static List<Call> ofMissing(String bucket, String key) {
        Call list = Call.of("s3:ListBucket", ARN + bucket);
        // AWS does not say whether the request counts as one with a prefix: leave is needed for either
        return List.of(list, list.with("s3:prefix", key));
    }

    private static Call bucket(String method, Map<String, String> query, String bucket) {
        if (!method.equals("GET") || query.containsKey("versions")) {
            throw unknown(method + " of a bucket");
        }
        if (query.containsKey("uploads")) {
            return Call.of("s3:ListBucketMultipartUploads", bucket);
        }
        Call list = Call.of("s3:ListBucket", bucket);
        for (String key : List.of("prefix", "delimiter", "max-keys")) {
            if (query.containsKey(key)) {
                list = list.with("s3:" + key, query.getOrDefault(key, ""));
            }
        }
        return list;
    }

    private static List<Call> object(HttpExchange exchange, Map<String, String> query, String object) {
        boolean ofUpload = query.containsKey("uploadId") || query.containsKey("uploads");
        return switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" ->
                List.of(
                        ofUpload
                                ? Call.of("s3:ListMultipartUploadParts", object)
                                // a version takes its own leave, and not the other
                                : Call.of(
                                        query.containsKey("versionId") ? "s3:GetObjectVersion" : "s3:GetObject",
                                        object));
            case "PUT", "POST" -> written(exchange, ofUpload, object);
            case "DELETE" ->
                List.of(Call.of(
                        ofUpload
                                ? "s3:AbortMultipartUpload"
                                : query.containsKey("versionId") ? "s3:DeleteObjectVersion" : "s3:DeleteObject",
                        object));
            default -> throw unknown(exchange.getRequestMethod());
        };
    }

    private static List<Call> written(HttpExchange exchange, boolean ofUpload, String object) {
        Headers headers = exchange.getRequestHeaders();
        for (String header : headers.keySet()) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.equals("x-amz-copy-source")
                    || name.equals("x-amz-tagging")
                    || name.startsWith("x-amz-object-lock")) {
                throw unknown("the header " + name);
            }
        }
        Call put = Call.of("s3:PutObject", object);
        List<Call> calls = new ArrayList<>(List.of(ofUpload ? put.with(Keys.S3_PART, "false") : put));
        if (headers.containsKey("If-Match")) {
            // S3 User Guide, "How to prevent object overwrites with conditional writes"
            calls.add(Call.of("s3:GetObject", object));
        }
        return calls;
    }

    /** Returns the parameters of a request, empty where they have no value. */
    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> parameters = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(
                    URLDecoder.decode(parts[0], UTF_8), parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
        }
        return parameters;
    }

    /** What nobody here has asked for yet must not pass unjudged. */
    private static AwsError unknown(String what) {
        return new AwsError("NotImplemented", 501, "which leave this takes is not known here: " + what);
    }
}
