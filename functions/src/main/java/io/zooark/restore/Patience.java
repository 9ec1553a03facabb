package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Parallel;
import io.zooark.ensemble.ServerStatus;
import io.zooark.error.EnsembleNotReadyException;
import io.zooark.error.EnsembleUnprovenException;
import io.zooark.error.RestoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Asks all servers again and again until they are as they must be, or it is certain that they never will. */
final class Patience {
    /** One call waits no longer than this, so that the function ends by itself well within its own time-out. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);

    /** How long a server may show a wrong tree while everyone else is ready before it is taken for what it holds. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final AdminServers servers;
    private final Executor executor;
    private final Pause pause;
    private final Instant began;

    /** Begins a call: from here on it may take ten minutes. */
    Patience(AdminServers servers, Executor executor, Pause pause) {
        this.servers = requireNonNull(servers, "servers is null");
        this.executor = requireNonNull(executor, "executor is null");
        this.pause = requireNonNull(pause, "pause is null");
        this.began = pause.now();
    }

    /** What is waited for. */
    interface Condition {
        /** Returns what is still missing, in words; empty when nothing is. */
        Optional<String> missing(RollCall found);
    }

    Instant now() {
        return pause.now();
    }

    /** Returns what all servers say now. */
    RollCall call(RestorePlan plan) {
        return new RollCall(Parallel.ask(plan.servers(), executor, this::status));
    }

    /**
     * Waits until nothing is missing.
     *
     * @param since when waiting began, perhaps in an earlier call
     * @param limit when it is in vain
     * @throws EnsembleUnprovenException at the limit, or when all are ready and hold another tree
     * @throws EnsembleNotReadyException after ten minutes of this call; the same may be asked again
     */
    RollCall await(RestorePlan plan, Instant since, Instant limit, Condition condition) {
        Instant wrongSince = pause.now();
        while (true) {
            RollCall found = call(plan);
            Optional<String> missing = condition.missing(found);
            if (missing.isEmpty()) {
                return found;
            }
            Instant now = pause.now();
            boolean wrongTree = missing.get().startsWith(RollCall.WRONG_TREE);
            wrongSince = wrongTree ? wrongSince : now;
            // servers that are all ready and hold another tree will not change their minds
            if ((wrongTree && Duration.between(wrongSince, now).compareTo(GRACE) > 0) || now.isAfter(limit)) {
                throw new EnsembleUnprovenException(
                        "after " + Duration.between(since, now).toSeconds() + " s: " + missing.get(),
                        "the ensemble stays closed; look at the logs of the servers named here");
            }
            rest(missing.get());
        }
    }

    /**
     * Waits a moment before something is asked again.
     *
     * @param missing what is still missing, in words
     * @throws EnsembleNotReadyException after ten minutes of this call
     */
    void rest(String missing) {
        if (Duration.between(began, pause.now()).compareTo(LONGEST_CALL) > 0) {
            throw new EnsembleNotReadyException("still waiting: " + missing, "the same check may be made again");
        }
        pause.brief();
    }

    private Optional<ServerStatus> status(PlannedServer server) {
        try {
            return Optional.of(servers.at(server.admin()).status());
        } catch (RestoreException e) {
            return Optional.empty();
        }
    }
}
