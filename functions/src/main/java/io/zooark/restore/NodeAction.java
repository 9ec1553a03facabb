package io.zooark.restore;

import java.util.Locale;

/** What a document does on one host; {@code statemachine/node/} holds the shell of each. */
public enum NodeAction {
    INSPECT,
    FETCH,
    CUT,
    STOP,
    SET_ASIDE,
    PLACE,
    START,
    KEEP_RESTORED,
    PUT_BACK,
    UNCUT;

    /** Returns the name as it stands in the state machine and in file names, such as {@code set-aside}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
