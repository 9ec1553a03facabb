package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Parallel;
import io.zooark.ensemble.ServerStatus;
import io.zooark.error.EnsembleNotReadyException;
import io.zooark.error.EnsembleUnprovenException;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerNotServingException;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.SnapshotExaminer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Judges the ensemble between the steps of a restore.
 *
 * <p>It judges against the plan, which is derived from the snapshot, and never only server against server: servers that
 * agree perfectly may agree on nothing.
 */
public final class CheckEnsemble {
    /** One call waits no longer than this, so that the function ends by itself well within its own time-out. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);

    /** The znodes that ZooKeeper itself makes: the root, /zookeeper, and quota, config under it, and its own marks. */
    private static final int EMPTY_TREE_NODES = 5;

    /** How long an ensemble whose servers run may take to elect a leader before it is said to have no quorum. */
    private static final Duration ELECTION = Duration.ofSeconds(20);

    /** How long a server may show a wrong tree while everyone else is ready before it is taken for what it holds. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final AdminServers servers;
    private final ClientProbe probe;
    private final SnapshotExaminer examiner;
    private final Executor executor;
    private final Pause pause;

    public CheckEnsemble(
            AdminServers servers, ClientProbe probe, SnapshotExaminer examiner, Executor executor, Pause pause) {
        this.servers = requireNonNull(servers, "servers is null");
        this.probe = requireNonNull(probe, "probe is null");
        this.examiner = requireNonNull(examiner, "examiner is null");
        this.executor = requireNonNull(executor, "executor is null");
        this.pause = requireNonNull(pause, "pause is null");
    }

    /** Answers the question that is asked. */
    public Answer check(Request request) {
        return switch (request.question()) {
            case QUORUM -> quorum(request.plan());
            case EMPTY -> await(request, found -> found.serving(EMPTY_TREE_NODES, epoch(request)));
            case SETTLED ->
                await(request, found -> found.serving(request.plan().expected().nodes(), epoch(request)));
            case PROVEN -> proven(request);
        };
    }

    /**
     * An election takes seconds, and must not cost the safety snapshot: only where too few servers run for a quorum is the
     * answer no at once.
     */
    private Answer quorum(RestorePlan plan) {
        Instant end = pause.now().plus(ELECTION);
        while (true) {
            RollCall found = call(plan);
            if (found.isLed() && majority(plan, found.broadcasting())) {
                // what a marker write will need at the end is tried now, while nothing is lost by giving up
                Parallel.ask(found.broadcasting(), executor, probe::membership);
                return new Answer(true, found.toString());
            }
            boolean possible = majority(
                    plan, plan.servers().stream().filter(PlannedServer::running).toList());
            if (!possible || pause.now().isAfter(end)) {
                requireAnswers(plan);
                return new Answer(false, found.toString());
            }
            pause.brief();
        }
    }

    private static boolean majority(RestorePlan plan, List<PlannedServer> servers) {
        long voters =
                plan.servers().stream().filter(server -> !server.observer()).count();
        return servers.stream().filter(server -> !server.observer()).count() > voters / 2;
    }

    /** A server that runs and cannot be reached would only be found out when its data has been moved. */
    private void requireAnswers(RestorePlan plan) {
        for (PlannedServer server : plan.servers()) {
            if (server.running()) {
                try {
                    servers.at(server.admin()).status();
                } catch (ServerNotServingException e) {
                    // it answers: that is all that is asked of it
                }
            }
        }
    }

    private interface Condition {
        Optional<String> missing(RollCall found);
    }

    private Answer await(Request request, Condition condition) {
        Instant began = pause.now();
        // what came before, such as the wait of a rate limiter, must not use up the patience of this question
        Instant limit = later(request.since(), began, request.question())
                .plus(request.plan().patience());
        Instant wrongSince = began;
        while (true) {
            RollCall found = call(request.plan());
            Optional<String> missing = condition.missing(found);
            if (missing.isEmpty()) {
                return new Answer(true, found.toString());
            }
            Instant now = pause.now();
            boolean wrongTree = missing.get().startsWith(RollCall.WRONG_TREE);
            wrongSince = wrongTree ? wrongSince : now;
            // servers that are all ready and hold another tree will not change their minds
            if ((wrongTree && Duration.between(wrongSince, now).compareTo(GRACE) > 0) || now.isAfter(limit)) {
                throw new EnsembleUnprovenException(
                        "after " + Duration.between(request.since(), now).toSeconds() + " s: " + missing.get(),
                        "the ensemble stays closed; look at the logs of the servers named here");
            }
            if (Duration.between(began, now).compareTo(LONGEST_CALL) > 0) {
                throw new EnsembleNotReadyException(
                        "still waiting: " + missing.get(), "the same check may be made again");
            }
            pause.brief();
        }
    }

    private static Instant later(Instant since, Instant began, Question question) {
        return question == Question.PROVEN ? began : since;
    }

    private Answer proven(Request request) {
        RestorePlan plan = request.plan();
        probe.commitMarker(plan.servers());
        // the marker's session has ended before this: from here on nothing moves, for no client is let in
        await(request, found -> found.standingStill(plan.expected().nodes(), epoch(request)));
        List<String> problems = Parallel.ask(plan.servers(), executor, server -> prove(plan, server)).values().stream()
                .filter(problem -> !problem.isEmpty())
                .toList();
        if (!problems.isEmpty()) {
            throw new EnsembleUnprovenException(
                    String.join("; ", problems), "the ensemble stays closed; its servers do not hold the snapshot");
        }
        return new Answer(
                true,
                "all " + plan.servers().size() + " servers hold "
                        + plan.expected().nodes() + " znodes with digest "
                        + plan.expected().treeDigest());
    }

    /** Returns what is wrong with one server; empty if nothing is. */
    private String prove(RestorePlan plan, PlannedServer planned) {
        AdminServer server = servers.at(planned.admin());
        long mismatches = server.digestMismatches();
        if (mismatches != 0) {
            return planned + " counts " + mismatches + " digest mismatches";
        }
        String membership = probe.membership(planned);
        if (!membership.isEmpty() && !Membership.same(plan.members(), membership)) {
            return planned + " serves another membership in /zookeeper/config than its zoo.cfg: "
                    + membership.replace("\n", " ");
        }
        try (AdminServer.Download download = server.openSnapshot()) {
            Examination held = examiner.examine(download.body(), Optional.of(download.startZxid()));
            boolean same = held.treeDigest().equals(Optional.of(plan.expected().treeDigest()))
                    && held.content().nodes() == plan.expected().nodes();
            return same
                    ? ""
                    : planned + " holds " + held.content().nodes() + " znodes with digest "
                            + held.treeDigest().orElse("none") + ", the snapshot "
                            + plan.expected().nodes() + " with "
                            + plan.expected().treeDigest() + " ("
                            + held.reason() + ")";
        } catch (IOException e) {
            throw new EnsembleNotReadyException(
                    planned + " broke off while its tree was read: " + e.getMessage(),
                    "the same check may be made again",
                    e);
        }
    }

    private RollCall call(RestorePlan plan) {
        return new RollCall(Parallel.ask(plan.servers(), executor, this::status));
    }

    private Optional<ServerStatus> status(PlannedServer server) {
        try {
            return Optional.of(servers.at(server.admin()).status());
        } catch (RestoreException e) {
            return Optional.empty();
        }
    }

    private static long epoch(Request request) {
        if (request.epoch() == null) {
            throw new IllegalArgumentException("epoch is null, but " + request.question() + " needs it");
        }
        return request.epoch();
    }

    /** What is asked about the ensemble. */
    public enum Question {
        /** Do a leader and a majority serve right now? */
        QUORUM,
        /** Do all servers serve an empty tree in one quorum? Waits for it. */
        EMPTY,
        /** Do all servers serve as many znodes as the snapshot has, after a restart? Waits for it. */
        SETTLED,
        /** Does a write commit, and do all servers hold exactly the snapshot's tree? */
        PROVEN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is asked.
     *
     * @param since when waiting began: the state's entry, which retries do not move
     * @param epoch the epoch that the servers were given; not for {@code quorum}
     */
    public record Request(
            Question question,
            RestorePlan plan,
            Instant since,
            @Nullable Long epoch) {
        public Request {
            requireNonNull(question, "question is null");
            requireNonNull(plan, "plan is null");
            requireNonNull(since, "since is null");
        }
    }

    /**
     * The answer.
     *
     * @param yes whether it is so
     * @param seen what was seen, for a person
     */
    public record Answer(boolean yes, String seen) {}
}
