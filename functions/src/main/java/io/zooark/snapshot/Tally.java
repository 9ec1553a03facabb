package io.zooark.snapshot;

import io.zooark.ensemble.ServerStatus;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerNotServingException;
import io.zooark.error.ServerRateLimitedException;
import io.zooark.error.ServerRefusedException;
import io.zooark.error.SnapshotFailedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which servers were asked in one invocation, and what came of it. Safe for use by several threads. */
final class Tally {
    private final List<Failure> failures = new ArrayList<>();
    private List<String> passedOver = List.of();
    private int attempts;
    private int torn;
    private int reachable = -1;
    private Optional<String> end = Optional.empty();

    synchronized void surveyed(Survey survey) {
        passedOver = survey.passedOver();
        // a server that did not answer is not asked again: the first survey has seen the most
        reachable = Math.max(reachable, survey.reachable());
    }

    /** Begins an attempt at a server. */
    synchronized void begins() {
        attempts++;
    }

    synchronized void torn(Draft draft) {
        torn++;
        failures.add(
                new Failure(draft.source(), "its snapshot was torn by writes", Optional.empty(), Optional.of(draft)));
    }

    synchronized void failed(ServerStatus source, RestoreException e) {
        failures.add(new Failure(source, Reasons.of(e), Optional.of(e), Optional.empty()));
    }

    /** Notes that the invocation was ended, and how far it had come. */
    synchronized void gaveUp(String howFar) {
        end = Optional.of("given up for want of time: " + howFar);
    }

    /**
     * Returns the server to ask next: the best of those that have failed least often. Under writes each survey has another
     * order: by place alone the same server could be asked again and again, against its rate limiter.
     *
     * @return empty if none of them is worth asking again
     */
    synchronized Optional<ServerStatus> next(List<ServerStatus> candidates) {
        // what one server does not give another may; where there is only one, its network may have failed
        int mostErrors = candidates.size() == 1 ? 2 : 1;
        return candidates.stream()
                .filter(candidate -> !refused(candidate) && errors(candidate) < mostErrors)
                .min(Comparator.comparing((ServerStatus candidate) -> count(failure -> failure.at(candidate)))
                        // by another address it is the same server, with the same rate limiter
                        .thenComparing(candidate -> count(failure -> failure.of(candidate))));
    }

    /** What a person has to mend, or the rate limiter's minutes: asking again in this invocation is no use. */
    private boolean refused(ServerStatus candidate) {
        return count(failure -> failure.at(candidate)
                        && failure.cause()
                                .filter(e ->
                                        e instanceof ServerRefusedException || e instanceof ServerRateLimitedException)
                                .isPresent())
                > 0;
    }

    private long errors(ServerStatus candidate) {
        return count(failure -> failure.at(candidate) && failure.cause().isPresent());
    }

    private long count(Predicate<Failure> which) {
        return failures.stream().filter(which).count();
    }

    /** Returns how many attempts were begun. */
    synchronized int attempts() {
        return attempts;
    }

    /** Returns how many snapshots came out torn. */
    synchronized int torn() {
        return torn;
    }

    /** Returns how many servers answered; empty before they were asked. */
    synchronized Optional<Integer> reachable() {
        return reachable < 0 ? Optional.empty() : Optional.of(reachable);
    }

    /** Returns all servers that gave nothing, each with its reason, in the order in which they failed. */
    synchronized List<String> reasons() {
        return reasons(failure -> true);
    }

    /** Returns the same without the snapshot that is kept after all. */
    synchronized List<String> reasonsBut(Draft kept) {
        return reasons(failure -> !failure.draft().equals(Optional.of(kept)));
    }

    private List<String> reasons(Predicate<Failure> which) {
        List<String> reasons = new ArrayList<>(passedOver);
        failures.stream().filter(which).map(Failure::toString).forEach(reasons::add);
        end.ifPresent(reasons::add);
        return reasons;
    }

    /** Returns the error that says why no server gave a snapshot: each with its reason. */
    synchronized RestoreException error(String ensemble) {
        List<String> reasons = reasons().stream().distinct().toList();
        Optional<RestoreException> last =
                failures.stream().flatMap(failure -> failure.cause().stream()).reduce((earlier, later) -> later);
        if (last.isEmpty()) {
            return torn > 0 ? different(ensemble, reasons) : nobodyServes(ensemble, reasons);
        }
        boolean alike = failures.stream()
                .allMatch(failure -> failure.cause()
                        .filter(cause -> cause.getClass() == last.get().getClass())
                        .isPresent());
        if (!alike) {
            return different(ensemble, reasons);
        }
        return reasons.size() == 1
                ? last.get()
                : Reasons.like(
                        last.get(), "no server of '" + ensemble + "' gave a snapshot: " + String.join("; ", reasons));
    }

    private static SnapshotFailedException different(String ensemble, List<String> reasons) {
        return new SnapshotFailedException(
                "no attempt at a snapshot of '" + ensemble + "' succeeded: " + String.join("; ", reasons),
                "see to the servers named here; the next attempt starts from nothing");
    }

    private static ServerNotServingException nobodyServes(String ensemble, List<String> reasons) {
        return new ServerNotServingException(
                "no server of '" + ensemble + "' can give a snapshot: " + String.join("; ", reasons),
                "if the quorum is lost, restore the last backup; else see to the servers named here");
    }

    /** An attempt that gave no snapshot to keep: by an error, or torn where there is none. */
    private record Failure(
            ServerStatus server, String problem, Optional<RestoreException> cause, Optional<Draft> draft) {
        boolean at(ServerStatus other) {
            return server.address().equals(other.address());
        }

        boolean of(ServerStatus other) {
            return at(other) || (server.id() > 0 && server.id() == other.id());
        }

        @Override
        public String toString() {
            return server.address() + ": " + problem;
        }
    }
}
