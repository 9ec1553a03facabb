package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.ServerStatus;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.RequestRefusedException;
import io.zooark.error.RestoreException;
import io.zooark.error.SnapshotFailedException;
import io.zooark.error.StorageRefusedException;
import java.io.IOException;
import java.util.Optional;

/**
 * Goes from server to server until one has given a whole snapshot, or none is left to ask. The latest torn one is kept open
 * meanwhile, and published where nothing better comes.
 */
final class Attempts {
    private final Equipment equipment;
    private final Watch watch;
    private final Tally tally;
    private final Spare spare = new Spare();
    private boolean mistrusted;

    Attempts(Equipment equipment, Watch watch, Tally tally) {
        this.equipment = requireNonNull(equipment, "equipment is null");
        this.watch = requireNonNull(watch, "watch is null");
        this.tally = requireNonNull(tally, "tally is null");
    }

    TakeSnapshot.Taken take(SnapshotName name) {
        try {
            Search search = search(name);
            if (search.whole().isPresent()) {
                // whatever fails from here on, its bytes may be stored: a torn one must not take their place
                spare.drop();
                return publish(search.whole().get(), name, watch);
            }
            return publishSpare(spare.take(), watch).orElseThrow(search::failure);
        } finally {
            // at the end of its time the spare is left for the rescue
            if (!watch.ended()) {
                spare.drop();
            }
        }
    }

    /**
     * After the watch has ended all else: publishes the torn one, if there is one.
     *
     * @param during ends this in its turn
     */
    Optional<TakeSnapshot.Taken> rescue(Watch during) {
        tally.gaveUp(watch.howFar());
        return publishSpare(spare.takeLast(), during);
    }

    private Optional<TakeSnapshot.Taken> publishSpare(Optional<Spare.Torn> torn, Watch during) {
        return torn.map(kept -> {
            try {
                during.over(kept.draft().upload());
            } catch (IOException e) {
                throw new SnapshotFailedException("the invocation has been ended", "run it again", e);
            }
            return publish(kept.draft(), kept.name(), during);
        });
    }

    private TakeSnapshot.Taken publish(Draft draft, SnapshotName name, Watch during) {
        try (draft) {
            return new Publication(equipment, name, during).publish(draft, tally.reasonsBut(draft));
        } finally {
            during.release(draft.upload());
        }
    }

    /** What came of asking: a whole snapshot, or why there is none. */
    private record Search(Optional<Draft> whole, RestoreException failure) {}

    /** Looks for a snapshot that is not torn. A closed ensemble ends it: of that nothing is kept, whole or torn. */
    private Search search(SnapshotName name) {
        try {
            Optional<Draft> whole = firstWhole(name);
            return new Search(whole, tally.error(equipment.ensemble().name()));
        } catch (EnsembleBusyException e) {
            throw e;
        } catch (RestoreException e) {
            watch.requireGoingOn();
            return new Search(Optional.empty(), e);
        }
    }

    private Optional<Draft> firstWhole(SnapshotName name) {
        Surveyor surveyor = new Surveyor(equipment.ensemble(), equipment.servers(), equipment.executor());
        while (tally.torn() < equipment.ensemble().backups().attempts()) {
            watch.says("the servers were being asked how they are");
            Survey survey = surveyor.survey();
            tally.surveyed(survey);
            Optional<ServerStatus> source = tally.next(survey.candidates());
            if (source.isEmpty()) {
                break;
            }
            Optional<Draft> whole = ask(name, source.get(), survey.why(source.get()));
            if (whole.isPresent()) {
                return whole;
            }
        }
        return Optional.empty();
    }

    /** Returns what the server gave, if it is not torn. */
    private Optional<Draft> ask(SnapshotName name, ServerStatus source, String why) {
        tally.begins();
        try {
            Draft draft = new SnapshotAttempt(equipment, watch).take(name, source, why, mistrusted);
            if (draft.examination().verdict() != Verdict.TORN) {
                return Optional.of(draft);
            }
            keep(draft, name);
            tally.torn(draft);
        } catch (RestoreException e) {
            watch.requireGoingOn();
            tally.failed(source, e);
            if (!worthAnother(e)) {
                throw e;
            }
        }
        return Optional.empty();
    }

    /** What another server may do better; S3 refusing, a bad request or a restore that has begun is not among it. */
    private static boolean worthAnother(RestoreException e) {
        return !(e instanceof StorageRefusedException)
                && !(e instanceof RequestRefusedException)
                && !(e instanceof EnsembleBusyException);
    }

    private void keep(Draft draft, SnapshotName name) {
        boolean kept = false;
        try {
            if (draft.id().equals(name.torn())) {
                watch.says("a torn snapshot of " + draft.source().address() + " was on its way to S3");
                draft.upload().hold();
                kept = true;
            } else {
                // its server seemed to stand still: it lies under the name of a whole one, and cannot be kept there
                mistrusted = true;
            }
        } catch (IOException e) {
            throw new SnapshotFailedException(
                    "the snapshot of " + draft.source().address() + " could not be stored: " + e.getMessage(),
                    "look at the function's network to S3; the next attempt starts from nothing",
                    e);
        } finally {
            // what the watch has closed already cannot be kept
            if (watch.release(draft.upload()) && kept) {
                spare.keep(new Spare.Torn(draft, name));
            } else {
                draft.close();
            }
        }
    }
}
