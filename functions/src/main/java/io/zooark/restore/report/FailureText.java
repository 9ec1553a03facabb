package io.zooark.restore.report;

import io.zooark.restore.RestoreRecord.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An error as Step Functions has caught it, in words, and without what must not be written down. */
final class FailureText {
    /** A stack trace in a failure must not push the rest off the page. */
    private static final int LONGEST = 3_000;

    private static final Pattern MESSAGE = Pattern.compile("\"errorMessage\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

    /** A presigned URL is a key to what it points to. */
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"']+)\\?[^\\s\"']+");

    private static final Pattern USER = Pattern.compile("(https?://)[^\\s/@\"']+@");
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:password|passwd|secret|token|signature|authorization|credential)[\\w-]*[\"']?\\s*[=:]\\s*[\"']?)"
                    + "(?:(?:basic|bearer|digest)\\s+)?[^\\s\"',;&]+");

    private FailureText() {}

    /** Step Functions hands on the Lambda service's JSON as text; a time-out comes without any. */
    static String of(Failure failure) {
        return of(failure.Error(), failure.Cause());
    }

    /** Returns the words of a failure that is kept in an execution's data; empty where there is none. */
    static Optional<String> of(Map<?, ?> caught) {
        Optional<String> error = Findings.text(caught.get("Error"));
        return error.map(name -> of(name, Findings.text(caught.get("Cause")).orElse("")));
    }

    private static String of(@Nullable String error, @Nullable String cause) {
        String text = cause == null ? "" : cause;
        Matcher matcher = MESSAGE.matcher(text);
        String message = matcher.find() ? unescaped(matcher.group(1)) : text;
        String name = error == null ? "unknown error" : error.replaceFirst("^io\\.zooark\\.error\\.", "");
        return cleared(message.isBlank() ? name : name + ": " + message);
    }

    private static String unescaped(String json) {
        return ESCAPE.matcher(json).replaceAll(found -> {
            String code = found.group(1);
            if (code.length() == 5) {
                return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.substring(1), 16)));
            }
            return switch (code) {
                case "n" -> "\n";
                case "r", "t", "b", "f" -> " ";
                default -> Matcher.quoteReplacement(code);
            };
        });
    }

    /** Returns a text from outside without secrets, and not longer than a person reads. */
    static String cleared(String text) {
        String clear = QUERY.matcher(text).replaceAll("$1?…");
        clear = USER.matcher(clear).replaceAll("$1…@");
        clear = SECRET.matcher(clear).replaceAll("$1…");
        return clear.length() <= LONGEST ? clear : clear.substring(0, LONGEST) + " …";
    }
}
