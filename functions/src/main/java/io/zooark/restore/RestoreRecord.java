package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.error.EnsembleBusyException;
import io.zooark.error.StaleExecutionException;
import io.zooark.restore.Approval.Question;
import io.zooark.restore.RestoreFiles.Tagged;
import io.zooark.restore.report.Reports;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Takes, advances and gives back the lock of the ensemble: one restore at a time, by compare-and-set. */
public final class RestoreRecord {
    /** Every failed compare-and-set means that somebody else succeeded; more than a few in a row are a fight. */
    private static final int MOST_TRIES = 5;

    private static final String NOTHING_MORE = "this execution does nothing more; follow the one that holds the lock";

    private final RestoreFiles files;
    private final Pause clock;
    private final Reports reports;

    public RestoreRecord(RestoreFiles files, Pause clock) {
        this.files = requireNonNull(files, "files is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.reports = new Reports(files);
    }

    /** Does what is asked; doing it again answers the same. */
    public Answer record(Request request) {
        return switch (request.action()) {
            case TAKE -> Answer.of(take(request), "");
            case ADVANCE -> advanced(request);
            case RELEASE -> end(request);
            case FAIL -> fail(request);
            case ASK -> throw new IllegalArgumentException("ask changes no lock: it has an answer of its own");
        };
    }

    /** Writes down what a person is to decide; the lock is not taken before. */
    public Approval ask(Request request) {
        Approval approval =
                Approval.of(request.plan(), requireNonNull(request.question(), "question is null"), clock.now());
        files.write(request.plan().ensemble(), request.plan().restoreId(), "approval.json", approval);
        return approval;
    }

    private Lock take(Request request) {
        RestorePlan plan = request.plan();
        for (int i = 0; i < MOST_TRIES; i++) {
            Optional<Tagged<Lock>> found = files.lock(plan.ensemble());
            if (found.isPresent() && found.get().value().restoreId().equals(plan.restoreId())) {
                return going(ownedBy(request.execution(), found.get().value()));
            }
            if (found.isPresent() && !found.get().value().phase().ended()) {
                throw busy(found.get().value());
            }
            Lock next = Lock.taken(
                    plan,
                    requireNonNull(request.execution(), "execution is null"),
                    found.map(Tagged::value),
                    clock.now());
            // before the lock: a restore that holds it without a plan on record could not be ended by a person
            files.write(plan.ensemble(), plan.restoreId(), "plan.json", plan);
            boolean taken = found.isEmpty()
                    ? files.createLock(next)
                    : files.replaceLock(next, found.get().etag());
            if (taken) {
                return next;
            }
        }
        throw new EnsembleBusyException(
                "the lock of '" + plan.ensemble() + "' was taken by others " + MOST_TRIES + " times in a row",
                "see which restores are running, and start one only");
    }

    private static Lock ownedBy(@Nullable String execution, Lock lock) {
        if (!lock.execution().equals(execution)) {
            throw stale(lock, "it was taken over by " + lock.execution());
        }
        return lock;
    }

    private Answer advanced(Request request) {
        Lock lock = advance(request);
        // after the lock: an execution that has been overtaken must not write into the report of the other
        reports.underway(request, lock);
        return Answer.of(lock, "");
    }

    private Lock advance(Request request) {
        Phase phase = requireNonNull(request.phase(), "phase is null");
        return change(request, lock -> {
            requireNext(going(lock), phase);
            Lock next = lock.in(phase, clock.now());
            // both chosen once, for a phase is entered once: a second choice after servers have started would raise
            // some servers and not others
            return switch (phase) {
                case MOVING ->
                    next.served(Boolean.TRUE.equals(request.quorum()))
                            .with(Epochs.above(request.plan(), request.stopped(), lock.epoch()));
                case ROLLING_BACK -> next.with(Epochs.above(request.plan(), request.stopped(), lock.epoch()));
                default -> next;
            };
        });
    }

    /** A call that comes late, or again after others have succeeded, must not lead a restore back. */
    private static void requireNext(Lock lock, Phase next) {
        boolean follows = next == lock.phase()
                || switch (next) {
                    case CLOSING -> lock.phase() == Phase.TAKEN;
                    case MOVING -> lock.phase() == Phase.CLOSING;
                    case OPENING -> lock.phase() == Phase.MOVING;
                    case ROLLING_BACK ->
                        lock.phase() == Phase.MOVING || (lock.undoing() && lock.phase() == Phase.CLOSING);
                    case REOPENING -> lock.phase() == Phase.ROLLING_BACK;
                    case TAKEN, RELEASED, LEFT_CLOSED -> false;
                };
        if (!follows) {
            throw stale(lock, "it is in phase " + lock.phase() + ", from which no step leads to " + next);
        }
    }

    /** Ends with clients let in; but what was taken over closed stays so unless it succeeds. */
    private Answer end(Request request) {
        Lock before = held(request).value();
        if (before.phase().ended()) {
            return close(request, before, before.phase());
        }
        return close(request, before, Endings.released(before));
    }

    /** Ends an execution that cannot go on; what is due now is the recovery's work, or a person's. */
    private Answer fail(Request request) {
        Lock before = held(request).value();
        return close(request, before, Endings.failed(before, request.recovering()));
    }

    private Answer close(Request request, Lock before, Phase next) {
        Outcome outcome = Endings.outcome(request, before, next);
        // the report first: an ended lock without a report would leave a person without the next step
        String summary = reports.ended(request, before, outcome, clock.now());
        Lock after = change(request, lock -> lock.in(next, clock.now()).ended(outcome));
        return Answer.of(after, summary);
    }

    private Lock change(Request request, UnaryOperator<Lock> change) {
        for (int i = 0; i < MOST_TRIES; i++) {
            Tagged<Lock> found = held(request);
            Lock next = change.apply(found.value());
            // an answer that was lost is given again; but how an attempt ended is kept also where the phase stays
            boolean known = next.phase() == found.value().phase()
                    && (next.outcome().isEmpty()
                            || next.outcome().equals(found.value().outcome()));
            if (known) {
                return found.value();
            }
            if (files.replaceLock(next, found.etag())) {
                return next;
            }
        }
        throw new StaleExecutionException(
                "the lock of '" + request.plan().ensemble() + "' was changed by others " + MOST_TRIES
                        + " times in a row",
                "see which executions are running, and stop all but one");
    }

    /** Returns the lock if it is still this execution's. */
    private Tagged<Lock> held(Request request) {
        RestorePlan plan = request.plan();
        Tagged<Lock> found = files.lock(plan.ensemble())
                .orElseThrow(() -> new StaleExecutionException(
                        "restore " + plan.restoreId() + " does not hold the lock of '" + plan.ensemble()
                                + "': nobody does",
                        NOTHING_MORE));
        Lock lock = found.value();
        if (!lock.restoreId().equals(plan.restoreId())) {
            throw stale(lock, "restore " + plan.restoreId() + " does not hold it: " + lock.restoreId() + " does");
        }
        boolean mine = request.fence() == null
                ? lock.execution().equals(request.execution())
                : lock.fence() == request.fence();
        if (!mine) {
            throw stale(lock, "it was taken over by " + lock.execution() + " with fence " + lock.fence());
        }
        return found;
    }

    /** An execution that is redriven after its end would go on where clients are in again, or where others must decide. */
    private static Lock going(Lock lock) {
        if (lock.phase().ended()) {
            throw new StaleExecutionException(
                    "restore " + lock.restoreId() + " has ended (" + lock.phase() + " since " + lock.since() + ")",
                    "start a new execution instead of redriving this one");
        }
        return lock;
    }

    private static EnsembleBusyException busy(Lock lock) {
        return new EnsembleBusyException(
                "'" + lock.ensemble() + "' is being restored by " + lock.execution() + " (phase " + lock.phase()
                        + " since " + lock.since() + ")",
                "wait for that execution to end; nothing was changed by this one");
    }

    private static StaleExecutionException stale(Lock lock, String why) {
        return new StaleExecutionException("the lock of '" + lock.ensemble() + "': " + why, NOTHING_MORE);
    }

    /** What to do with the lock. */
    public enum Action {
        /** Asks a person; changes nothing. */
        ASK,
        TAKE,
        ADVANCE,
        RELEASE,
        /** Hands what cannot go on to the recovery, or to a person. */
        FAIL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What is asked for.
     *
     * @param action what to do
     * @param plan the restore's plan; may be missing where {@code states} has it
     * @param states what the execution has brought together, for the report
     * @param state the context of the state that asks, as Step Functions names its fields; for the report
     * @param execution the execution's ARN; for {@code take}, and where the fence is not known
     * @param fence the number that came with the lock
     * @param phase the next phase; for {@code advance}
     * @param stopped what the hosts answered when their servers were stopped; for {@code advance} to {@code MOVING} and
     *     {@code ROLLING_BACK}
     * @param quorum whether the ensemble served before it was stopped; for {@code advance} to {@code MOVING}
     * @param recovering whether it is the recovery that asks: then others come after it only so many times
     * @param conflicts the rules that could not be opened as they were; for {@code release}
     * @param failure what ended the restore; for {@code release} and {@code fail}
     * @param question what a person is asked; for {@code ask}
     */
    public record Request(
            Action action,
            RestorePlan plan,
            @Nullable StateData states,
            @Nullable Map<String, Object> state,
            @Nullable String execution,
            @Nullable Long fence,
            @Nullable Phase phase,
            List<NodeCommand.Answer> stopped,
            @Nullable Boolean quorum,
            boolean recovering,
            List<String> conflicts,
            @Nullable Failure failure,
            @Nullable Question question) {
        public Request {
            requireNonNull(action, "action is null");
            plan = plan == null && states != null ? states.plan() : plan;
            requireNonNull(plan, "plan is null");
            stopped = stopped == null ? List.of() : List.copyOf(stopped);
            conflicts = conflicts == null ? List.of() : List.copyOf(conflicts);
        }
    }

    /** An error as Step Functions caught it. */
    public record Failure(@Nullable String Error, @Nullable String Cause) {}

    /**
     * The lock after the change.
     *
     * @param takenOver whether the ensemble was closed before this restore, and stays closed if it fails
     * @param recovers whether the recovery goes on where this execution ends
     * @param summary what a person is told at the end; empty before
     */
    public record Answer(Lock lock, boolean takenOver, boolean recovers, String summary) {
        static Answer of(Lock lock, String summary) {
            return new Answer(lock, lock.takenOver(), !lock.phase().ended(), summary);
        }
    }
}
