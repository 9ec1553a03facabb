package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Parallel;
import io.zooark.ensemble.ServerStatus;
import io.zooark.error.EnsembleUnprovenException;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerRateLimitedException;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.SnapshotExaminer;
import io.zooark.snapshot.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Proves that an ensemble serves its old data again: one quorum in a later epoch, in which a write commits and whose
 * servers hold the same tree.
 *
 * <p>What they must hold is written nowhere: it is what a quorum of them had when it was stopped. Sessions in it end while
 * this looks, so the trees are compared again and again until they are read at one and the same transaction.
 */
final class ReturnedProof {
    /** What a server says of itself that does not contradict its own digest; it may keep none. */
    private static final Set<Verdict> SOUND = Set.of(Verdict.CONSISTENT, Verdict.UNPROVEN);

    /** The old tree may be much larger than the snapshot by which the plan's patience goes. */
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(5);

    private final AdminServers servers;
    private final ClientProbe probe;
    private final SnapshotExaminer examiner;
    private final Executor executor;
    private final Pause pause;

    ReturnedProof(AdminServers servers, ClientProbe probe, SnapshotExaminer examiner, Executor executor, Pause pause) {
        this.servers = requireNonNull(servers, "servers is null");
        this.probe = requireNonNull(probe, "probe is null");
        this.examiner = requireNonNull(examiner, "examiner is null");
        this.executor = requireNonNull(executor, "executor is null");
        this.pause = requireNonNull(pause, "pause is null");
    }

    /**
     * Waits until it is so, and returns what was seen.
     *
     * @param plan its servers that ran before are looked at; the others were not started
     * @param epoch the one that every server was given
     * @throws EnsembleUnprovenException if it is not so within the plan's patience
     */
    CheckEnsemble.Answer prove(RestorePlan plan, Instant since, long epoch) {
        List<PlannedServer> started =
                plan.servers().stream().filter(PlannedServer::running).toList();
        Duration patience = plan.patience().compareTo(LEAST_PATIENCE) > 0 ? plan.patience() : LEAST_PATIENCE;
        Instant end = since.plus(patience);
        await(started, epoch, end);
        probe.commitMarker(started);
        // committing has its own patience
        Instant last = later(end, pause.now().plus(patience));
        while (true) {
            await(started, epoch, last);
            Map<PlannedServer, Tree> held = Parallel.ask(started, executor, this::held);
            String different = difference(held);
            if (different.isEmpty()) {
                return returned(call(started), held);
            }
            if (pause.now().isAfter(last)) {
                throw new EnsembleUnprovenException(
                        different, "the ensemble stays closed; look at the logs of the servers named here");
            }
            pause.brief();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void await(List<PlannedServer> started, long epoch, Instant end) {
        while (true) {
            Optional<String> missing = call(started).returned(epoch);
            if (missing.isEmpty()) {
                return;
            }
            if (pause.now().isAfter(end)) {
                throw new EnsembleUnprovenException(
                        "the servers do not serve their old data: " + missing.get(),
                        "the ensemble stays closed; look at the logs of the servers named here");
            }
            pause.brief();
        }
    }

    private static CheckEnsemble.Answer returned(RollCall found, Map<PlannedServer, Tree> held) {
        Optional<String> digest =
                held.values().stream().flatMap(tree -> tree.digest().stream()).findFirst();
        return new CheckEnsemble.Answer(
                true,
                held.size() + " servers hold the same tree: " + found,
                found.facts().stream()
                        .map(server -> digest.map(server::with).orElse(server))
                        .toList());
    }

    private static String difference(Map<PlannedServer, Tree> held) {
        boolean same = held.values().stream().allMatch(tree -> tree.digest().isPresent())
                && held.values().stream().distinct().count() == 1;
        return same
                ? ""
                : held.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + " holds " + entry.getValue().words())
                        .collect(Collectors.joining("; "));
    }

    private Tree held(PlannedServer planned) {
        AdminServer server = servers.at(planned.admin());
        try (AdminServer.Download download = server.openSnapshot()) {
            Examination tree = examiner.examine(download.body(), Optional.of(download.startZxid()));
            String what = tree.content().nodes() + " znodes with digest "
                    + tree.treeDigest().orElse("none") + " at "
                    + tree.endZxid().map(String::valueOf).orElse("no zxid");
            boolean sound = SOUND.contains(tree.verdict());
            return new Tree(
                    sound ? what : what + " (" + tree.reason() + ")",
                    tree.treeDigest().filter(digest -> sound));
        } catch (ServerRateLimitedException e) {
            // waiting helps here, and comparing does not
            throw e;
        } catch (IOException | RestoreException e) {
            return new Tree("what could not be read: " + e.getMessage(), Optional.empty());
        }
    }

    /** What a server holds, in words by which two are compared; without a digest it is equal to none. */
    private record Tree(String words, Optional<String> digest) {}

    private RollCall call(List<PlannedServer> started) {
        return new RollCall(Parallel.ask(started, executor, this::status));
    }

    private Optional<ServerStatus> status(PlannedServer server) {
        try {
            return Optional.of(servers.at(server.admin()).status());
        } catch (RestoreException e) {
            return Optional.empty();
        }
    }
}
