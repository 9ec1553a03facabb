package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.invocation.Journal;
import io.zooark.invocation.Metric;
import java.time.Duration;

/**
 * Writes into the journal what became of one invocation.
 *
 * <p>{@link Metric#BACKUP_SUCCEEDED} and {@link Metric#TORN} are measured for the schedule alone: a backup that a person
 * asks for, or a restore for safety, must not stand for one that the schedule has missed. An UNPROVEN backup counts as
 * taken, since neither another attempt nor another hour would prove it; but {@link Metric#BACKUP_AGE} goes by CONSISTENT
 * ones alone, so that whoever has nothing else is told in time.
 */
final class Minutes {
    private final boolean scheduled;
    private final Journal journal;
    private final Tally tally;

    Minutes(boolean scheduled, Journal journal, Tally tally) {
        this.scheduled = scheduled;
        this.journal = requireNonNull(journal, "journal is null");
        this.tally = requireNonNull(tally, "tally is null");
    }

    void taken(TakeSnapshot.Taken taken) {
        Manifest manifest = taken.manifest();
        Examination examination = manifest.examination();
        journal.note("id", taken.id())
                .note("verdict", taken.verdict())
                .note("reason", taken.reason())
                .note("alreadyTaken", taken.alreadyTaken())
                .note("server", manifest.source().address().toString())
                .note("whyThisServer", manifest.whyThisServer())
                .note("passedOver", manifest.passedOver())
                .note("bytes", manifest.object().size())
                .note("znodes", examination.content().nodes())
                .note("durationMs", manifest.duration().toMillis());
        examination.startZxid().ifPresent(zxid -> journal.note("startZxid", zxid.toString()));
        examination.endZxid().ifPresent(zxid -> journal.note("endZxid", zxid.toString()));
        manifest.label().ifPresent(label -> journal.note("label", label));
        journal.measure(Metric.BYTES, (double) manifest.object().size());
        journal.measure(Metric.ZNODES, (double) examination.content().nodes());
        ended(taken.verdict() != Verdict.TORN);
    }

    void failed() {
        journal.note("passedOver", tally.reasons());
        ended(false);
    }

    /** Says how old the newest good backup is. */
    void newestIs(Duration old) {
        journal.measure(Metric.BACKUP_AGE, (double) old.toSeconds());
    }

    void lasted(Duration elapsed) {
        journal.measure(Metric.DURATION, (double) elapsed.toMillis());
    }

    private void ended(boolean succeeded) {
        journal.note("attempts", tally.attempts()).note("torn", tally.torn());
        tally.reachable().ifPresent(servers -> journal.measure(Metric.SERVERS_REACHABLE, servers));
        if (scheduled) {
            journal.measure(Metric.BACKUP_SUCCEEDED, succeeded ? 1 : 0);
            journal.measure(Metric.TORN, tally.torn());
        }
    }
}
