package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.error.EnsembleBusyException;
import io.zooark.error.StaleExecutionException;
import io.zooark.restore.RestoreFiles.Tagged;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Takes, advances and gives back the lock of the ensemble: one restore at a time, by compare-and-set. */
public final class RestoreRecord {
    /** Every failed compare-and-set means that somebody else succeeded; more than a few in a row are a fight. */
    private static final int MOST_TRIES = 5;

    private final RestoreFiles files;
    private final Pause clock;

    public RestoreRecord(RestoreFiles files, Pause clock) {
        this.files = requireNonNull(files, "files is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Does what is asked; doing it again answers the same. */
    public Answer record(Request request) {
        return switch (request.action()) {
            case TAKE -> Answer.of(take(request), "");
            case ADVANCE -> Answer.of(advance(request), "");
            case RELEASE -> end(request, Phase.RELEASED);
            case LEAVE_CLOSED -> end(request, Phase.LEFT_CLOSED);
        };
    }

    private Lock take(Request request) {
        RestorePlan plan = request.plan();
        for (int i = 0; i < MOST_TRIES; i++) {
            Optional<Tagged<Lock>> found = files.lock(plan.ensemble());
            if (found.isPresent() && found.get().value().restoreId().equals(plan.restoreId())) {
                return going(found.get().value());
            }
            if (found.isPresent() && !found.get().value().phase().ended()) {
                throw busy(found.get().value());
            }
            Lock next = next(request, found.map(Tagged::value));
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

    private Lock next(Request request, Optional<Lock> last) {
        RestorePlan plan = request.plan();
        // an ensemble that was left closed has its original rules in the record of the restore that closed it
        String accessRecord = last.filter(lock -> lock.phase() == Phase.LEFT_CLOSED)
                .map(Lock::accessRecord)
                .orElse(plan.restoreId());
        return new Lock(
                plan.ensemble(),
                plan.restoreId(),
                requireNonNull(request.execution(), "execution is null"),
                last.map(Lock::fence).orElse(0L) + 1,
                Phase.TAKEN,
                clock.now(),
                accessRecord,
                last.flatMap(Lock::epoch));
    }

    private Lock advance(Request request) {
        Phase phase = requireNonNull(request.phase(), "phase is null");
        return change(request.plan(), lock -> {
            Lock next = going(lock).in(phase, clock.now());
            // chosen once, for a phase is entered once: a second choice after servers have started would raise some
            // servers and not others
            return phase == Phase.MOVING
                    ? next.with(Epochs.above(request.plan(), request.stopped(), lock.epoch()))
                    : next;
        });
    }

    private Answer end(Request request, Phase wanted) {
        RestorePlan plan = request.plan();
        Lock before = held(plan).value();
        // only success opens what was taken over closed: released, the next restore would take the parked rules for
        // right; once it is proven and the groups are open, it is a success, whatever fails then
        boolean staysClosed = request.failure() != null && before.takenOver() && before.phase() != Phase.OPENING;
        Phase phase = staysClosed ? Phase.LEFT_CLOSED : wanted;
        Report report = Report.of(request, before, phase, clock.now());
        // the report first: an ended lock without a report would leave a person without the next step
        files.write(plan.ensemble(), plan.restoreId(), "report.json", report);
        return Answer.of(change(plan, lock -> lock.in(phase, clock.now())), report.summary());
    }

    private Lock change(RestorePlan plan, UnaryOperator<Lock> change) {
        for (int i = 0; i < MOST_TRIES; i++) {
            Tagged<Lock> found = held(plan);
            Lock next = change.apply(found.value());
            if (next.phase() == found.value().phase() || files.replaceLock(next, found.etag())) {
                return next.phase() == found.value().phase() ? found.value() : next;
            }
        }
        throw stale(plan, "others");
    }

    private Tagged<Lock> held(RestorePlan plan) {
        Tagged<Lock> found = files.lock(plan.ensemble()).orElseThrow(() -> stale(plan, "nobody"));
        if (!found.value().restoreId().equals(plan.restoreId())) {
            throw stale(plan, found.value().restoreId());
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

    private static StaleExecutionException stale(RestorePlan plan, String holder) {
        return new StaleExecutionException(
                "restore " + plan.restoreId() + " does not hold the lock of '" + plan.ensemble() + "': " + holder
                        + " does",
                "this execution does nothing more; follow the one that holds the lock");
    }

    /** What to do with the lock. */
    public enum Action {
        TAKE,
        ADVANCE,
        RELEASE,
        LEAVE_CLOSED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What is asked for.
     *
     * @param action what to do
     * @param plan the restore's plan
     * @param execution the execution's ARN; for {@code take}
     * @param phase the next phase; for {@code advance}
     * @param stopped what the hosts answered when their servers were stopped; for {@code advance} to {@code MOVING}
     * @param conflicts the rules that could not be opened as they were; for {@code release}
     * @param failure what ended the restore; for {@code release} and {@code leave-closed}
     */
    public record Request(
            Action action,
            RestorePlan plan,
            @Nullable String execution,
            @Nullable Phase phase,
            List<NodeCommand.Answer> stopped,
            List<String> conflicts,
            @Nullable Failure failure) {
        public Request {
            requireNonNull(action, "action is null");
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
     * @param summary what a person is told at the end; empty before
     */
    public record Answer(Lock lock, boolean takenOver, String summary) {
        static Answer of(Lock lock, String summary) {
            return new Answer(lock, lock.takenOver(), summary);
        }
    }
}
