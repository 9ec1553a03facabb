package io.zooark.infra;

import static java.util.Objects.requireNonNull;

/** What an alarm says to whom it wakes: what has happened, and what to do; CloudWatch takes 1,024 characters. */
enum AlarmText {
    BACKUP_OVERDUE(
            "two scheduled backups of '%s' in a row have not brought one that is proven consistent. If all were lost"
                    + " now, more would be lost than the schedule promises.",
            "read the newest lines of TakeSnapshot's log: `error` says why, `passedOver` which servers could not serve."
                    + " No lines at all: look whether the schedule of backups is enabled. UNPROVEN backups do not count:"
                    + " nobody has written to the ensemble since it was restarted; one write through a client mends it. While a"
                    + " restore keeps the ensemble closed, backups are refused: end that first. Right after the first deployment: take a backup by hand."
                    + " infra/README.md, 'A backup is overdue'."),
    DRILL_FAILED(
            "the last restore drill of '%s' did not pass: a real server did not take up the backup, or held something"
                    + " else than its manifest says.",
            "do not prune anything. Read `reason` in VerifySnapshot's log, take a backup by hand, and drill it: if that"
                    + " passes, the one that failed is bad; if not, the function or the version of ZooKeeper is."
                    + " infra/README.md, 'A drill failed'."),
    DRILL_OVERDUE(
            "no backup of '%s' that is as new as the schedules promise has been proven by a restore drill.",
            "look whether the schedule of drills is enabled, and into VerifySnapshot's log: one that ends without a line ran"
                    + " out of memory or time (drill.memory, drill.disk). If BackupOverdue rings too, mend that first. Right after"
                    + " the first deployment: drill by hand. infra/README.md, 'A drill is overdue'."),
    CLOSED(
            "clients of '%s' are shut out for more than 30 minutes, by a restore that goes on or one that left the"
                    + " ensemble closed.",
            "open the newest execution of restore-%1$s and recover-%1$s. One runs: read in which state it is; a large tree"
                    + " takes long. None runs: read restores/%1$s/<restore id>/report.html in the vault and do what it says next."
                    + " Do not open security groups by hand before. statemachine/README.md, 'How it ends'."),
    RESTORE_FAILED(
            "the last restore of '%s', its recovery or its undoing did not end well: rolled back, nothing changed, not"
                    + " fully open, or left closed. A refused start or dry run does not ring here. Rings until a restore succeeds,"
                    + " the ensemble is open, or for a day.",
            "read restores/%1$s/<restore id>/report.html in the vault: its first sentence says what is served, and the"
                    + " next steps are to be copied. statemachine/README.md, 'What becomes of a restore that fails'."),
    RECOVERY_SILENT(
            "for 15 minutes nobody has looked whether a restore of '%s' was left unfinished. Backups may go on; but a restore"
                    + " that fails now stays as it is, and the other alarms know nothing and ring after it.",
            "look whether the schedule of recoveries is enabled, then at the newest failed execution of recover-%1$s and"
                    + " the log of PlanRecovery. infra/README.md, 'Nobody looks after restores'."),
    FUNCTION_ERRORS(
            "three or more invocations of the functions that run by themselves for '%s' (TakeSnapshot, VerifySnapshot,"
                    + " PlanRecovery) have failed within an hour: more than their tries mend.",
            "look in the three logs for \"level\":\"ERROR\", or for lines of the runtime: a time-out, a lack of memory, a"
                    + " refused permission. infra/README.md, 'Functions fail'."),
    JOBS_MISSED(
            "a backup or drill of '%s', or the start of a recovery, did not come about in spite of all tries. What was to be"
                    + " done waits in the queue MissedJobs, for 14 days.",
            "read the message (its ERROR_MESSAGE or responsePayload says why), mend it, take or drill a backup by hand"
                    + " where one is missing, then delete the message: the alarm rings until the queue is empty."
                    + " infra/README.md, 'A job was missed'.");

    private final String meaning;
    private final String remedy;

    AlarmText(String meaning, String remedy) {
        this.meaning = requireNonNull(meaning, "meaning is null");
        this.remedy = requireNonNull(remedy, "remedy is null");
    }

    /** Returns the text for one ensemble. */
    String of(String ensemble) {
        return "Zooark: " + meaning.formatted(ensemble) + " TO DO: " + remedy.formatted(ensemble);
    }
}
