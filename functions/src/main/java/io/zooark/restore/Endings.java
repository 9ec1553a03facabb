package io.zooark.restore;

/** In which phase a restore or a recovery ends, and what that is called. */
final class Endings {
    private Endings() {}

    /** Returns the phase after clients were let in; but what was taken over closed stays so unless it succeeds. */
    static Phase released(Lock before) {
        boolean proven = before.phase() == Phase.OPENING || before.phase() == Phase.REOPENING;
        // released, the next restore would take the parked rules for right; once it is proven and the groups are open,
        // it is a success, whatever fails then
        return before.takenOver() && !proven ? Phase.LEFT_CLOSED : Phase.RELEASED;
    }

    /**
     * Returns the phase of what cannot go on.
     *
     * @param recovering whether it is a recovery that has failed
     */
    static Phase failed(Lock before, boolean recovering) {
        return switch (before.phase()) {
            // nothing was moved, or everything is proven: the recovery lets clients in, and is tried until it can
            case TAKEN, CLOSING -> before.takenOver() ? Phase.LEFT_CLOSED : before.phase();
            case OPENING, REOPENING -> before.phase();
            case MOVING, ROLLING_BACK ->
                (recovering ? before.triesAgain() : before.rollsBack()) ? Phase.ROLLING_BACK : Phase.LEFT_CLOSED;
            case RELEASED, LEFT_CLOSED -> before.phase();
        };
    }

    /** Returns what an end is called that leads from one phase to another. */
    static Outcome outcome(RestoreRecord.Request request, Lock before, Phase next) {
        if (before.phase().ended() && before.outcome().isPresent()) {
            // asked again, because the first answer was lost
            return before.outcome().get();
        }
        if (next == Phase.LEFT_CLOSED) {
            return Outcome.LEFT_CLOSED;
        }
        if (!next.ended()) {
            return Outcome.RECOVERING;
        }
        return switch (before.phase()) {
            case OPENING ->
                request.failure() != null || !request.conflicts().isEmpty()
                        ? Outcome.RESTORED_NOT_FULLY_OPEN
                        : Outcome.RESTORED;
            case REOPENING -> before.undoing() ? Outcome.UNDONE : Outcome.ROLLED_BACK;
            default -> Outcome.NOTHING_CHANGED;
        };
    }
}
