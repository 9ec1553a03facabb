package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Parallel;
import io.zooark.error.EnsembleNotReadyException;
import io.zooark.error.EnsembleUnprovenException;
import io.zooark.restore.RestorePlan.Expectation;
import io.zooark.snapshot.TreeExaminer;
import io.zooark.snapshot.TreeExaminer.Held;
import io.zooark.snapshot.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The last proof before clients are let in: a write commits, and every server holds exactly the snapshot's tree.
 *
 * <p>Exactly, but for what ZooKeeper ends by itself, with nobody there to write: ephemerals with their session, where sessions
 * were kept, and from a minute after the start on containers that the snapshot left without children and TTL znodes that
 * have outlived theirs. Then what stays must be what stays of the snapshot, and all servers must hold the same.
 */
final class LastProof {
    /** {@code znode.container.maxPerMinute} is 10,000 unless somebody changed it. */
    private static final long REMOVED_IN_A_MINUTE = 10_000;

    /** A session ends at the next tick after its time-out, and ticks may be long. */
    private static final Duration TICKS = Duration.ofSeconds(10);

    /** What a server says of itself that does not contradict its own digest; it may keep none. */
    private static final Set<Verdict> SOUND = Set.of(Verdict.CONSISTENT, Verdict.UNPROVEN);

    private final AdminServers servers;
    private final Intruders intruders;
    private final ClientProbe probe;
    private final TreeExaminer examiner;
    private final Executor executor;

    LastProof(AdminServers servers, Intruders intruders, ClientProbe probe, TreeExaminer examiner, Executor executor) {
        this.servers = requireNonNull(servers, "servers is null");
        this.intruders = requireNonNull(intruders, "intruders is null");
        this.probe = requireNonNull(probe, "probe is null");
        this.examiner = requireNonNull(examiner, "examiner is null");
        this.executor = requireNonNull(executor, "executor is null");
    }

    /**
     * Proves it, and waits for the end of the sessions that were kept.
     *
     * @param since when the servers had settled
     * @return what was seen
     * @throws EnsembleUnprovenException if it is not so; it names what differs
     */
    CheckEnsemble.Answer prove(RestorePlan plan, long epoch, Instant since, Patience patience) {
        awaitSessions(plan, since, patience);
        probe.commitMarker(plan.servers());
        requireMembership(plan);
        // from here, and not from before the wait: that may have taken longer than all patience
        Instant began = patience.now();
        Instant limit = began.plus(plan.patience()).plus(removal(plan.expected()));
        while (true) {
            // the marker's session has ended before this; with no client let in, nobody moves but ZooKeeper itself
            RollCall still = patience.await(plan, began, limit, found -> still(plan, epoch, found));
            Map<PlannedServer, Reading> read = Parallel.ask(plan.servers(), executor, this::read);
            List<String> problems = problems(plan, read);
            if (problems.isEmpty()) {
                return new CheckEnsemble.Answer(true, seen(plan, read), facts(still, read));
            }
            boolean moved = !patience.call(plan).zxids().equals(still.zxids()) || sessionsLeft(plan, read);
            if (!moved || patience.now().isAfter(limit)) {
                throw new EnsembleUnprovenException(
                        String.join("; ", problems), "the ensemble stays closed; its servers do not hold the snapshot");
            }
            patience.rest(String.join("; ", problems));
        }
    }

    /** By the time that the longest has passed since the last start, every session of the snapshot is over. */
    private static void awaitSessions(RestorePlan plan, Instant since, Patience patience) {
        if (plan.expected().kept().sessions() == 0) {
            return;
        }
        Instant end = since.plus(plan.expected().kept().longestTimeout());
        while (patience.now().isBefore(end)) {
            patience.rest("the sessions of the snapshot end by " + end);
        }
    }

    private static Duration removal(Expectation expected) {
        long removable = expected.nodesAfterSessions() - expected.lasting().nodes();
        return TICKS.plus(Duration.ofMinutes(1).multipliedBy(removable).dividedBy(REMOVED_IN_A_MINUTE));
    }

    private Optional<String> still(RestorePlan plan, long epoch, RollCall found) {
        Expectation expected = plan.expected();
        return found.standingStill(expected.nodesHeld(), epoch)
                .or(() -> found.withoutEphemerals(expected.nodesAfterSessions()))
                .or(() -> intruders.inQuorum(plan));
    }

    private void requireMembership(RestorePlan plan) {
        List<String> problems = new ArrayList<>();
        Parallel.ask(plan.servers(), executor, probe::membership).forEach((server, membership) -> {
            if (!membership.isEmpty() && !Membership.same(plan.members(), membership)) {
                problems.add(server + " serves another membership in /zookeeper/config than its zoo.cfg: "
                        + membership.replace("\n", " "));
            }
        });
        if (!problems.isEmpty()) {
            throw new EnsembleUnprovenException(
                    String.join("; ", problems),
                    "the ensemble stays closed: clients would follow what it says; see that zoo.cfg is the same on all hosts");
        }
    }

    /** What one server holds, or why it is wrong whatever it holds. */
    private record Reading(Held held, long mismatches) {}

    private Reading read(PlannedServer planned) {
        AdminServer server = servers.at(planned.admin());
        long mismatches = server.digestMismatches();
        try (AdminServer.Download download = server.openSnapshot()) {
            return new Reading(examiner.examineTree(download.body(), Optional.of(download.startZxid())), mismatches);
        } catch (IOException e) {
            throw new EnsembleNotReadyException(
                    planned + " broke off while its tree was read: " + e.getMessage(),
                    "the same check may be made again",
                    e);
        }
    }

    private static List<String> problems(RestorePlan plan, Map<PlannedServer, Reading> read) {
        List<String> problems = new ArrayList<>();
        read.forEach((server, reading) -> {
            if (reading.mismatches() != 0) {
                problems.add(server + " counts " + reading.mismatches() + " digest mismatches");
            } else if (!isWhole(plan.expected(), reading.held()) && !isWhatStays(plan.expected(), reading.held())) {
                problems.add(different(plan, server, reading.held()));
            }
        });
        long trees = read.values().stream()
                .map(reading -> reading.held().examination().treeDigest())
                .distinct()
                .count();
        if (problems.isEmpty() && trees != 1) {
            problems.add("the servers hold " + trees + " different trees: " + read.keySet());
        }
        if (problems.isEmpty() && sessionsLeft(plan, read)) {
            problems.add("sessions of the snapshot have not ended yet");
        }
        return problems;
    }

    private static boolean isWhole(Expectation expected, Held held) {
        return held.examination().treeDigest().equals(Optional.of(expected.treeDigest()))
                && held.examination().content().nodes() == expected.nodes();
    }

    private static boolean isWhatStays(Expectation expected, Held held) {
        return expected.lasting().nodes() < expected.nodes()
                && SOUND.contains(held.examination().verdict())
                && held.lasting().equals(expected.lasting())
                && held.examination().content().ephemerals() == 0
                && held.examination().content().nodes() <= expected.nodesAfterSessions();
    }

    private static boolean sessionsLeft(RestorePlan plan, Map<PlannedServer, Reading> read) {
        return plan.expected().kept().sessions() > 0
                && read.values().stream()
                        .anyMatch(reading ->
                                reading.held().examination().content().sessions() > 0);
    }

    private static String different(RestorePlan plan, PlannedServer server, Held held) {
        return server + " holds " + held.examination().content().nodes() + " znodes with digest "
                + held.examination().treeDigest().orElse("none") + ", the snapshot "
                + plan.expected().nodes() + " with "
                + plan.expected().treeDigest() + " ("
                + held.examination().reason() + ")";
    }

    private static List<ServerFacts> facts(RollCall still, Map<PlannedServer, Reading> read) {
        Map<Integer, String> digests = new HashMap<>();
        read.forEach((server, reading) ->
                reading.held().examination().treeDigest().ifPresent(digest -> digests.put(server.id(), digest)));
        return still.facts().stream()
                .map(facts -> Optional.ofNullable(digests.get(facts.server()))
                        .map(facts::with)
                        .orElse(facts))
                .toList();
    }

    private static String seen(RestorePlan plan, Map<PlannedServer, Reading> read) {
        Held held = read.values().iterator().next().held();
        long ended = plan.expected().nodes() - held.examination().content().nodes();
        return "all " + read.size() + " servers hold "
                + held.examination().content().nodes() + " znodes with digest "
                + held.examination().treeDigest().orElse("none")
                + (ended == 0 ? "" : "; " + ended + " others have ended by themselves, as they had to");
    }
}
