package io.zooark.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a describing action returns of all that was found.
 *
 * @param next where the next page starts; null on the last
 */
record Page<T>(List<T> items, @Nullable String next) {

    /** Cuts the page that {@code MaxResults} and {@code NextToken} ask for; without them all is one page. */
    static <T> Page<T> of(Query query, List<T> found) {
        Integer most = query.number("MaxResults");
        if (most != null && (most < 5 || most > 1000)) {
            throw AwsError.refused(
                    "InvalidParameterValue", "Value ( " + most + " ) for parameter maxResults is invalid: 5 to 1000");
        }
        int start = start(query.get("NextToken"), found.size());
        int end = most == null ? found.size() : Math.min(found.size(), start + most);
        String next = end < found.size()
                ? Base64.getUrlEncoder().encodeToString(String.valueOf(end).getBytes(UTF_8))
                : null;
        return new Page<>(List.copyOf(found.subList(start, end)), next);
    }

    private static int start(@Nullable String token, int size) {
        if (token == null) {
            return 0;
        }
        try {
            return Math.min(
                    size, Integer.parseInt(new String(Base64.getUrlDecoder().decode(token), UTF_8)));
        } catch (IllegalArgumentException e) {
            throw AwsError.refused("InvalidNextToken", "The token '" + token + "' is invalid");
        }
    }
}
