package io.zooark.local;

/** What can befall a restore in one of its states. */
enum Fault {
    STOPPED_BEFORE("stopped before it"),
    /** The function goes on, as in AWS. */
    STOPPED_IN("stopped in it"),
    DIES_BEFORE("function dies first"),
    DIES_AFTER("answer lost"),
    /** The state's time-out has passed when the work is done. */
    OVERDUE("overdue"),
    SERVER_KILLED("server killed"),
    /** The caller has no leave, for one call. */
    REFUSED_ONCE("once"),
    /** The caller has no leave until the execution has ended. */
    REFUSED_FOR_GOOD("for good"),
    /** More calls than an SDK makes by itself. */
    THROTTLED("throttled"),
    /** The call is carried out, and the connection ends without an answer. */
    UNANSWERED("unanswered");

    /** The SDK makes three attempts, and the JDK's HTTP client each of them twice where a connection just ends. */
    private static final int MORE_THAN_AN_SDK_TRIES = 7;

    private final String heading;

    Fault(String heading) {
        this.heading = heading;
    }

    /** Returns it as a column of the matrix. */
    String heading() {
        return heading;
    }

    /** Returns whether it befalls a call of AWS. */
    boolean ofCalls() {
        return compareTo(REFUSED_ONCE) >= 0;
    }

    /** Returns whether it befalls every state, and not only those that invoke a function. */
    boolean ofEveryState() {
        return this == STOPPED_BEFORE;
    }

    /** Returns how many times it happens in one restore. */
    int times() {
        return switch (this) {
            case THROTTLED, UNANSWERED -> MORE_THAN_AN_SDK_TRIES;
            case REFUSED_FOR_GOOD -> Integer.MAX_VALUE;
            default -> 1;
        };
    }
}
