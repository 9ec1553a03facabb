package io.zooark.local.iam;

import java.util.Locale;
import java.util.regex.Pattern;

/** The patterns of policies: {@code *} stands for any characters, {@code ?} for one. */
final class Wildcards {
    private static final int ARN_PARTS = 6;

    private Wildcards() {}

    static boolean match(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        pattern.chars().forEach(character -> {
            switch (character) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(character)));
            }
        });
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    }

    /** Actions know no case. */
    static boolean matchAction(String pattern, String action) {
        return match(pattern.toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT));
    }

    /** Each part of an ARN is compared for itself: a wildcard does not reach over a colon, but in the last part. */
    static boolean matchArn(String pattern, String arn) {
        String[] wanted = pattern.split(":", ARN_PARTS);
        String[] given = arn.split(":", ARN_PARTS);
        if (pattern.equals("*")) {
            return true;
        }
        if (wanted.length != ARN_PARTS || given.length != ARN_PARTS) {
            return false;
        }
        for (int i = 0; i < ARN_PARTS; i++) {
            if (!match(wanted[i], given[i])) {
                return false;
            }
        }
        return true;
    }
}
