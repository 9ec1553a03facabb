package io.zooark.restore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a restore ended, in words for the person who started it.
 *
 * @param restoreId the restore
 * @param outcome how it ended
 * @param summary one paragraph: what happened, what that means, what to do next
 * @param failure what ended it early; empty where it succeeded
 * @param servers the servers and where their data of before is
 */
record Report(
        String ensemble,
        String restoreId,
        Outcome outcome,
        Instant endedAt,
        String summary,
        Optional<String> failure,
        Lock lock,
        List<String> servers) {
    private static final Pattern MESSAGE = Pattern.compile("\"errorMessage\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    enum Outcome {
        RESTORED,
        /** Proven and served, but a rule or a host still keeps clients out. */
        RESTORED_NOT_FULLY_OPEN,
        NOTHING_CHANGED,
        LEFT_CLOSED
    }

    static Report of(RestoreRecord.Request request, Lock before, Phase end, Instant now) {
        RestorePlan plan = request.plan();
        Optional<String> why = Optional.ofNullable(request.failure()).map(Report::words);
        Outcome outcome =
                outcome(before, end, why.isPresent(), !request.conflicts().isEmpty());
        List<String> servers = plan.servers().stream()
                .map(server -> server + ": data of before in " + aside(before) + ", beside version-2, if it was moved")
                .toList();
        return new Report(
                plan.ensemble(),
                plan.restoreId(),
                outcome,
                now,
                summary(plan, before, outcome, why.orElse(String.join("; ", request.conflicts()))),
                why,
                before,
                servers);
    }

    private static Outcome outcome(Lock before, Phase end, boolean failed, boolean conflicts) {
        if (end == Phase.LEFT_CLOSED) {
            return Outcome.LEFT_CLOSED;
        }
        if (before.phase() == Phase.OPENING) {
            return failed || conflicts ? Outcome.RESTORED_NOT_FULLY_OPEN : Outcome.RESTORED;
        }
        return failed ? Outcome.NOTHING_CHANGED : Outcome.RESTORED;
    }

    private static String summary(RestorePlan plan, Lock lock, Outcome outcome, String why) {
        return switch (outcome) {
            case RESTORED -> serves(plan, lock);
            case RESTORED_NOT_FULLY_OPEN ->
                serves(plan, lock) + " But not every client is let in: " + why
                        + ". Do NOT restore again, that would drop what clients have written since: run the document uncut"
                        + " on the host that is named, or give the rule the ports that you want.";
            case NOTHING_CHANGED ->
                "The restore of '" + plan.ensemble()
                        + "' ended before any data was moved, and nothing was changed: clients are let in as before. Reason: "
                        + why;
            case LEFT_CLOSED ->
                "'" + plan.ensemble() + "' is CLOSED: no client is let in, because "
                        + (lock.phase() == Phase.OPENING
                                ? "the restored data is proven on every server, but opening failed."
                                : "what its servers hold is not proven.")
                        + " Reason: " + why
                        + " Nothing was deleted: where data was moved, it lies in " + aside(lock)
                        + " beside version-2 on each server. Next: mend the reason, then start the restore again with"
                        + " {\"confirm\": \"" + plan.ensemble() + "\", \"snapshot\": \""
                        + plan.snapshot().id()
                        + "\"}; it takes over this lock and opens the rules recorded by " + lock.accessRecord()
                        + ". To go back to the data of before instead, follow 'Put the old data back by hand' in"
                        + " statemachine/README.md.";
        };
    }

    private static String serves(RestorePlan plan, Lock lock) {
        return "'" + plan.ensemble() + "' serves snapshot "
                + plan.snapshot().id() + " (" + plan.expected().nodes() + " znodes, zxid "
                + plan.expected().zxid() + ") on all " + plan.servers().size() + " servers. The data of before lies in "
                + aside(lock) + " on each of them.";
    }

    /** What was there before the first of several attempts lies where each came to. */
    private static String aside(Lock lock) {
        return "set-aside/" + lock.restoreId() + "/before"
                + (lock.takenOver() ? " (and that of the earlier attempts, since " + lock.accessRecord() + ")" : "");
    }

    /** Step Functions hands on the Lambda service's JSON as text; a time-out comes without any. */
    private static String words(RestoreRecord.Failure failure) {
        String cause = failure.Cause() == null ? "" : failure.Cause();
        Matcher matcher = MESSAGE.matcher(cause);
        String message = matcher.find() ? matcher.group(1).replace("\\n", " ").replace("\\\"", "\"") : cause;
        String error = failure.Error() == null ? "unknown error" : failure.Error();
        return message.isBlank() ? error : error.replaceFirst("^io\\.zooark\\.error\\.", "") + ": " + message;
    }
}
