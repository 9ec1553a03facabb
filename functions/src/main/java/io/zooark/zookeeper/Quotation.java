package io.zooark.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;

/** What a person may see of an answer: a proxy's page may be long, and may quote the request with its credential. */
final class Quotation {
    private static final int LONGEST = 200;

    private Quotation() {}

    /**
     * Quotes the first line after a colon, or nothing where it tells the credential.
     *
     * @param authorization the header that was sent; empty where none was
     */
    static String of(String answer, String authorization) {
        String line = answer.lines().findFirst().orElse("");
        if (line.isEmpty() || tells(line, authorization)) {
            return "";
        }
        return ": " + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
    }

    private static boolean tells(String line, String authorization) {
        if (line.toLowerCase(Locale.ROOT).contains("digest ")) {
            return true;
        }
        String credential = authorization.replaceFirst("^\\S+ ", "");
        int colon = credential.indexOf(':');
        if (colon < 0) {
            return false;
        }
        String password = credential.substring(colon + 1);
        return Stream.of(password, base64(password), base64(credential), base64(authorization))
                .anyMatch(secret -> !secret.isEmpty() && line.contains(secret));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
