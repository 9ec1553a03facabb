package io.zooark.cli;

import java.util.regex.Pattern;

/** Text from a snapshot for a terminal, which must not take any of it for a command. */
final class Printable {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

    private Printable() {}

    static String of(String text) {
        return CONTROL.matcher(text).replaceAll("\ufffd");
    }
}
