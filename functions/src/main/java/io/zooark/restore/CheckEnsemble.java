package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Parallel;
import io.zooark.error.EnsembleUnprovenException;
import io.zooark.error.ServerNotServingException;
import io.zooark.snapshot.TreeExaminer;
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
    /** The znodes that ZooKeeper itself makes: the root, /zookeeper, and quota, config under it, and its own marks. */
    private static final int EMPTY_TREE_NODES = 5;

    /** How long an ensemble whose servers run may take to elect a leader before it is said to have no quorum. */
    private static final Duration ELECTION = Duration.ofSeconds(20);

    private final SurveyServers survey;
    private final AdminServers servers;
    private final Intruders intruders;
    private final ClientProbe probe;
    private final TreeExaminer examiner;
    private final Executor executor;
    private final Pause pause;

    public CheckEnsemble(
            Ensemble ensemble,
            RootAccess rootAccess,
            AdminServers servers,
            ClientProbe probe,
            TreeExaminer examiner,
            Executor executor,
            Pause pause) {
        this.survey = new SurveyServers(servers, ensemble, rootAccess, executor, pause);
        this.servers = requireNonNull(servers, "servers is null");
        this.intruders = new Intruders(servers);
        this.probe = requireNonNull(probe, "probe is null");
        this.examiner = requireNonNull(examiner, "examiner is null");
        this.executor = requireNonNull(executor, "executor is null");
        this.pause = requireNonNull(pause, "pause is null");
    }

    /** Answers the question that is asked. */
    public Answer check(Request request) {
        return switch (request.question()) {
            case SURVEY -> new Answer(true, "", List.of(), survey.survey(request.plan()));
            case QUORUM -> quorum(request.plan());
            case EMPTY -> await(request, NodeCount.exactly(EMPTY_TREE_NODES));
            case SETTLED -> await(request, request.plan().expected().nodesHeld());
            case PROVEN -> proven(request);
            case RETURNED ->
                new ReturnedProof(servers, probe, examiner, executor, pause)
                        .prove(request.plan(), request.since(), epoch(request));
        };
    }

    /**
     * An election takes seconds, and must not cost the safety snapshot: only where too few servers run for a quorum is the
     * answer no at once.
     */
    private Answer quorum(RestorePlan plan) {
        Patience patience = patience();
        Instant end = pause.now().plus(ELECTION);
        while (true) {
            RollCall found = patience.call(plan);
            boolean led = found.isLed() && majority(plan, found.broadcasting());
            Optional<String> intruder = led ? intruders.inQuorum(plan) : Optional.empty();
            if (led && intruder.isEmpty()) {
                // what a marker write will need at the end is tried now, while nothing is lost by giving up
                Parallel.ask(found.broadcasting(), executor, probe::membership);
                return Answer.of(true, found);
            }
            boolean possible = majority(
                    plan, plan.servers().stream().filter(PlannedServer::running).toList());
            if (!possible || pause.now().isAfter(end)) {
                intruder.ifPresent(problem -> {
                    throw new EnsembleUnprovenException(problem, "stop its instance, then start the restore again");
                });
                requireAnswers(plan);
                return Answer.of(false, found);
            }
            pause.brief();
        }
    }

    private static boolean majority(RestorePlan plan, List<PlannedServer> servers) {
        return servers.stream().filter(server -> !server.observer()).count() > plan.voters() / 2;
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

    private Answer await(Request request, NodeCount nodes) {
        long epoch = epoch(request);
        Instant limit = request.since().plus(request.plan().patience());
        RollCall found = patience()
                .await(
                        request.plan(),
                        request.since(),
                        limit,
                        all -> all.serving(nodes, epoch).or(() -> intruders.inQuorum(request.plan())));
        return Answer.of(true, found);
    }

    private Answer proven(Request request) {
        return new LastProof(servers, intruders, probe, examiner, executor)
                .prove(request.plan(), epoch(request), request.since(), patience());
    }

    private Patience patience() {
        return new Patience(servers, executor, pause);
    }

    private static long epoch(Request request) {
        if (request.epoch() == null) {
            throw new IllegalArgumentException("epoch is null, but " + request.question() + " needs it");
        }
        return request.epoch();
    }

    /** What is asked about the ensemble. */
    public enum Question {
        /** How is each server, and what will be lost? For the person who decides. */
        SURVEY,
        /** Do a leader and a majority serve right now? */
        QUORUM,
        /** Do all servers serve an empty tree in one quorum? Waits for it. */
        EMPTY,
        /** Do all servers serve as many znodes as the snapshot has, after a restart? Waits for it. */
        SETTLED,
        /** Does a write commit, and do all servers hold exactly the snapshot's tree? */
        PROVEN,
        /** Do the servers that ran before serve their old data again, in one quorum, and all the same? Waits for it. */
        RETURNED;

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
     * @param servers what was seen of each that serves
     * @param situation what the {@code survey} found, field by field; null for every other question
     */
    public record Answer(
            boolean yes,
            String seen,
            List<ServerFacts> servers,
            @Nullable Situation situation) {
        public Answer {
            requireNonNull(seen, "seen is null");
            servers = List.copyOf(servers);
        }

        Answer(boolean yes, String seen, List<ServerFacts> servers) {
            this(yes, seen, servers, null);
        }

        private static Answer of(boolean yes, RollCall found) {
            return new Answer(yes, found.toString(), found.facts());
        }
    }
}
