package io.zooark.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import io.zooark.local.iam.Authority;
import io.zooark.local.iam.Call;
import io.zooark.local.iam.PolicyException;
import io.zooark.local.s3.S3;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks an authority about each request at the gateway, and refuses as the service does that it is for. */
final class CallLeave {
    /** In the header of a signed request, and in an address that was signed. */
    private static final Pattern CREDENTIAL = Pattern.compile("(?:^|[ &])(?:X-Amz-)?Credential=([^/]+)/");

    private final Authority authority;
    private final IamCalls calls;
    private final S3 s3;

    CallLeave(Authority authority, IamCalls calls, S3 s3) {
        this.authority = requireNonNull(authority, "authority is null");
        this.calls = requireNonNull(calls, "calls is null");
        this.s3 = requireNonNull(s3, "s3 is null");
    }

    /** Returns what the caller is told who has no leave. */
    Optional<AwsError> refusal(HttpExchange exchange) throws IOException {
        try {
            return judged(accessKey(exchange), calls.of(exchange));
        } catch (AwsError e) {
            return Optional.of(e);
        } catch (PolicyException e) {
            // nobody has leave by a policy whose meaning is not known
            return Optional.of(new AwsError("InternalFailure", 500, e.toString()));
        }
    }

    private Optional<AwsError> judged(String key, List<Call> asked) {
        for (Call call : asked) {
            Optional<String> why = authority.refusal(key, call);
            if (why.isPresent()) {
                return Optional.of(error(call, why.get()));
            }
        }
        for (Call read : asked) {
            Optional<AwsError> refused =
                    read.action().startsWith("s3:GetObject") ? missing(key, read) : Optional.empty();
            if (refused.isPresent()) {
                return refused;
            }
        }
        return Optional.empty();
    }

    /** What is not there is refused, not missed, to who may not list the bucket (S3 API Reference, "GetObject"). */
    private Optional<AwsError> missing(String accessKey, Call read) {
        String[] object = read.resource().replaceFirst("^arn:aws:s3:::", "").split("/", 2);
        if (s3.holds(object[0], object[1])) {
            return Optional.empty();
        }
        for (Call list : S3Calls.ofMissing(object[0], object[1])) {
            Optional<String> why = authority.refusal(accessKey, list);
            if (why.isPresent()) {
                return Optional.of(error(list, why.get() + ", and so is not told that " + object[1] + " is missing"));
            }
        }
        return Optional.empty();
    }

    private static String accessKey(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        String query = exchange.getRequestURI().getRawQuery();
        String signed = header != null ? header : query == null ? "" : URLDecoder.decode(query, UTF_8);
        Matcher credential = CREDENTIAL.matcher(signed);
        return credential.find() ? credential.group(1) : "";
    }

    private static AwsError error(Call call, String why) {
        return switch (call.action().substring(0, call.action().indexOf(':'))) {
            case "ec2" ->
                new AwsError("UnauthorizedOperation", 403, "You are not authorized to perform this operation. " + why);
            case "ssm" -> new AwsError("AccessDeniedException", 400, why);
            default -> new AwsError("AccessDenied", 403, why);
        };
    }
}
