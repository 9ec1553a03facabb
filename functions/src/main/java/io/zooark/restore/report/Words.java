package io.zooark.restore.report;

import io.zooark.restore.Lock;
import io.zooark.restore.Outcome;
import io.zooark.restore.Phase;
import io.zooark.restore.RestorePlan;
import java.util.stream.Collectors;

/**
 * The outcome in words: a headline for whoever opens the report, and a paragraph that is also the execution's cause.
 *
 * @param lock as it was before the end
 * @param why what ended it early, or what is in the way of opening; blank where nothing is
 */
record Words(RestorePlan plan, Lock lock, String why) {
    String headline(Outcome outcome) {
        String name = "‘" + plan.ensemble() + "’";
        return switch (outcome) {
            case RESTORED ->
                "Restored. " + name + " serves the snapshot on all "
                        + plan.servers().size() + " servers, and clients are in.";
            case RESTORED_NOT_FULLY_OPEN -> "Restored, but not every client is let in. Do not restore again.";
            case NOTHING_CHANGED ->
                "The restore was called off. No data was changed: " + name + " is as it was before.";
            case ROLLED_BACK ->
                "The restore failed and was rolled back. " + name + " serves its data of before, and clients are in.";
            case UNDONE -> "The restore was undone. " + name + " serves its data of before, and clients are in.";
            case RECOVERING ->
                proven()
                        ? "What " + name
                                + " serves is proven, but not every client is let in. The recovery goes on by itself."
                        : "The restore failed. The recovery goes on by itself; wait for it.";
            case LEFT_CLOSED -> name + " is CLOSED. No client is in, and a person must decide.";
        };
    }

    String underway() {
        return "The restore of ‘" + plan.ensemble() + "’ is under way, or was stopped.";
    }

    String underwaySummary() {
        return "In phase " + lock.phase() + " since " + lock.since()
                + ". If its execution was stopped or died, the machine recover-"
                + plan.ensemble() + " takes over within five minutes; this report is then written anew.";
    }

    String summary(Outcome outcome) {
        String name = "'" + plan.ensemble() + "'";
        return switch (outcome) {
            case RESTORED -> serves();
            case RESTORED_NOT_FULLY_OPEN ->
                serves() + " But not every client is let in: " + why
                        + ". Do NOT restore again, that would drop what clients have written since: run the document uncut"
                        + " on the host that is named, or give the rule the ports that you want.";
            case NOTHING_CHANGED ->
                "The restore of " + name
                        + " ended before any data was moved, and nothing was changed: clients are let in as before. Reason: "
                        + why;
            case ROLLED_BACK ->
                "The restore of " + name + " failed, and was rolled back: the data of before is served again by"
                        + " its servers, and clients are in" + (why.isBlank() ? "" : ", but not all: " + why)
                        + ". What the restore had put there lies in set-aside/" + lock.restoreId()
                        + "/restored on each server. Why it failed is in the history of the report.";
            case UNDONE ->
                "The restore of " + name + " was undone: the data of before is served again, and clients are in"
                        + (why.isBlank() ? "" : ", but not all: " + why)
                        + ". What was restored and written since lies in set-aside/" + lock.restoreId()
                        + "/restored on each server.";
            case RECOVERING ->
                name + " is being recovered: " + due() + " Reason: " + why + " The machine recover-" + plan.ensemble()
                        + " does it, within five minutes at the latest; its report replaces this one.";
            case LEFT_CLOSED -> closed(name);
        };
    }

    private String serves() {
        return "'" + plan.ensemble() + "' serves snapshot "
                + plan.snapshot().id()
                + (plan.snapshot().ensemble().equals(plan.ensemble())
                        ? ""
                        : " of '" + plan.snapshot().ensemble() + "'")
                + " (" + plan.expected().nodes() + " znodes, zxid "
                + plan.expected().zxid() + ") on " + everywhere() + " servers. The data of before lies in "
                + aside() + " on each of them."
                + plan.left().stream()
                        .map(server -> " " + server.wipe(lock) + ".")
                        .collect(Collectors.joining());
    }

    private String everywhere() {
        int restored = plan.servers().size();
        return plan.left().isEmpty()
                ? "all " + restored
                : restored + " of " + (restored + plan.left().size());
    }

    private String closed(String name) {
        return name + " is CLOSED: no client is let in, because "
                + (lock.phase() == Phase.OPENING
                        ? "the restored data is proven on every server, but opening failed."
                        : "what its servers hold is not proven.")
                + " Reason: " + why
                + " Nothing was deleted: where data was moved, it lies in " + aside()
                + " beside version-2 on each server. Next: mend the reason, then start the restore again with"
                + " {\"confirm\": \"" + plan.ensemble() + "\", \"snapshot\": "
                + plan.snapshotInput()
                + "}; it takes over this lock and opens the rules recorded by " + lock.accessRecord()
                + ". To go back to the data of before instead, "
                + (lock.served()
                        ? "start recover-" + plan.ensemble() + " with {\"confirm\": \"" + plan.ensemble()
                                + "\", \"undo\": \"" + plan.restoreId() + "\"}."
                        : "follow 'Put the old data back by hand' in statemachine/README.md: it had no quorum.");
    }

    /** Once it is, nothing is put back any more. */
    private boolean proven() {
        return lock.phase() == Phase.OPENING || lock.phase() == Phase.REOPENING;
    }

    private String due() {
        return switch (lock.phase()) {
            case OPENING, REOPENING ->
                "what its servers hold is proven, but letting every client in failed, and is tried again. Do not restore again: that"
                        + " would drop what clients have written since.";
            case MOVING, ROLLING_BACK ->
                "the restore failed after data was moved; clients are shut out until the data of before is back.";
            default -> "nothing was moved, but letting clients in again failed, and is tried again.";
        };
    }

    /** What was there before the first of several attempts lies where each came to. */
    private String aside() {
        return "set-aside/" + lock.restoreId() + "/before"
                + (lock.takenOver() ? " (and that of the earlier attempts, since " + lock.accessRecord() + ")" : "");
    }
}
