package io.zooark.local.stepfunctions;

import java.util.regex.Pattern;

/** What AWS takes as the name of a state machine or an execution. */
final class Names {
    private static final Pattern VALID =
            Pattern.compile("[^\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\p{Cntrl}\\x7f-\\x9f]{1,80}");

    private Names() {}

    static boolean valid(String name) {
        return VALID.matcher(name).matches();
    }
}
