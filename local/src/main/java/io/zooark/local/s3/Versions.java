package io.zooark.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a bucket with versions says of them. Only the newest of each object is there, and its id follows from its ETag. */
final class Versions {
    static final String HEADER = "x-amz-version-id";

    private static final Pattern PARAMETER = Pattern.compile("(?:^|&)versionId=([^&]*)");
    private static final Pattern ETAG = Pattern.compile("<ETag>(?:\"|&quot;|&#34;)?([^<&\"]+)");

    private Versions() {}

    /** Returns the version that a request asks for. */
    static Optional<String> asked(URI request) {
        String query = request.getRawQuery();
        Matcher parameter = PARAMETER.matcher(query == null ? "" : query);
        return parameter.find() ? Optional.of(URLDecoder.decode(parameter.group(1), UTF_8)) : Optional.empty();
    }

    /** Returns a request's raw query without the version; empty where there is nothing else in it. */
    static String withoutVersion(String rawQuery) {
        return PARAMETER.matcher(rawQuery).replaceAll("").replaceFirst("^&", "");
    }

    /** Returns the id of the version that has an ETag. */
    static String idOf(String etag) {
        return "version-" + etag.replace("\"", "");
    }

    /** Returns the ETag in the answer to the completion of an upload, which may be an error. */
    static Optional<String> completed(byte[] answer) {
        Matcher etag = ETAG.matcher(new String(answer, UTF_8));
        return etag.find() ? Optional.of(etag.group(1)) : Optional.empty();
    }
}
