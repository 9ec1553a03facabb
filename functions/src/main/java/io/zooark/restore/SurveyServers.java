package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Parallel;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.error.RequestRefusedException;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerNotServingException;
import io.zooark.error.ServerUnreachableException;
import io.zooark.restore.Situation.Loss;
import io.zooark.restore.Situation.ServerSeen;
import io.zooark.snapshot.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Asks the servers of a plan how they are, before a person decides about it; silence is an answer too. */
final class SurveyServers {
    /** Below it one permission bit is enough to restore (CVE-2025-58457), and a snapshot changes the tree. */
    private static final String OLDEST_SAFE = "3.9.4";

    /** What the objects of one znode take in a server's heap beyond its bytes. */
    private static final long OBJECTS_OF_A_ZNODE = 350;

    private final AdminServers servers;
    private final Ensemble ensemble;
    private final RootAccess rootAccess;
    private final Executor executor;
    private final Pause clock;

    SurveyServers(AdminServers servers, Ensemble ensemble, RootAccess rootAccess, Executor executor, Pause clock) {
        this.rootAccess = requireNonNull(rootAccess, "rootAccess is null");
        this.servers = requireNonNull(servers, "servers is null");
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.executor = requireNonNull(executor, "executor is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Returns what they say.
     *
     * @throws RequestRefusedException if one runs an older version than the configuration allows, or is there although it
     *     was to be left out
     */
    Situation survey(RestorePlan plan) {
        Map<PlannedServer, ServerSeen> seen = Parallel.ask(plan.servers(), executor, this::ask);
        Instant now = clock.now();
        List<ServerSeen> found = List.copyOf(seen.values());
        refuseOld(found);
        refuseIntruders(plan);
        Loss loss = loss(plan, found, now);
        return new Situation(now, List.of(who(found), loss.words()), found, loss, warnings(plan, found));
    }

    private ServerSeen ask(PlannedServer planned) {
        AdminServer server = servers.at(planned.admin());
        try {
            ServerStatus status = server.status();
            return seen(planned, true, Optional.of(status), heap(server), Optional.empty());
        } catch (ServerUnreachableException e) {
            return seen(planned, false, Optional.empty(), Optional.empty(), Optional.of(firstLine(e)));
        } catch (ServerNotServingException e) {
            return seen(planned, true, Optional.empty(), heap(server), Optional.of(firstLine(e)));
        } catch (RestoreException e) {
            return seen(planned, true, Optional.empty(), Optional.empty(), Optional.of(firstLine(e)));
        }
    }

    private static Optional<Long> heap(AdminServer server) {
        try {
            return server.heapBytes();
        } catch (RestoreException e) {
            return Optional.empty();
        }
    }

    private static ServerSeen seen(
            PlannedServer planned,
            boolean reachable,
            Optional<ServerStatus> status,
            Optional<Long> heap,
            Optional<String> problem) {
        return new ServerSeen(
                planned.id(),
                planned.instance(),
                planned.admin().toString(),
                reachable,
                status.filter(ServerStatus::broadcasting).map(s -> s.role().toString()),
                status.map(ServerStatus::lastZxid),
                status.map(ServerStatus::nodes),
                status.map(ServerStatus::version).filter(version -> !version.isBlank()),
                heap,
                problem.or(() -> status.filter(s -> !s.broadcasting()).map(s -> "it is not in the quorum")));
    }

    private void refuseOld(Collection<ServerSeen> found) {
        String oldest = ensemble.backups().oldestVersion();
        for (ServerSeen server : found) {
            if (server.version()
                    .filter(version -> Versions.below(version, oldest))
                    .isPresent()) {
                throw new RequestRefusedException(
                        "server " + server.id() + " runs ZooKeeper "
                                + server.version().orElse("") + ", older than " + oldest,
                        "upgrade it; or, knowing that before " + OLDEST_SAFE
                                + " one permission bit is enough to restore (CVE-2025-58457), set backups.oldestVersion and"
                                + " deploy again; nothing was changed");
            }
        }
    }

    private void refuseIntruders(RestorePlan plan) {
        Intruders intruders = new Intruders(servers);
        intruders.answering(plan).or(() -> intruders.inQuorum(plan)).ifPresent(problem -> {
            throw new RequestRefusedException(
                    problem,
                    "stop its instance, or see to its Systems Manager agent and restore it with the others: it would bring"
                            + " its old data, or an empty tree, into the quorum; nothing was changed");
        });
    }

    private static String who(Collection<ServerSeen> found) {
        long serving =
                found.stream().filter(server -> server.role().isPresent()).count();
        return serving + " of " + found.size() + " servers serve now";
    }

    /** Counters go on within an epoch only: where elections lie between, nobody knows how far the earlier one came. */
    private static Loss loss(RestorePlan plan, Collection<ServerSeen> found, Instant now) {
        Duration since = Duration.between(plan.snapshot().takenAt(), now);
        long minutes = Math.max(0, since.toMinutes());
        Zxid kept = plan.expected().zxid();
        Optional<Zxid> furthest = found.stream()
                .filter(server -> server.role().isPresent())
                .flatMap(server -> server.zxid().stream())
                .max(Comparator.naturalOrder());
        String begin = "lost is what was written in the last " + BriefRestore.age(since) + ": ";
        if (furthest.isEmpty()) {
            return new Loss(
                    minutes,
                    Optional.empty(),
                    begin + "how many transactions is unknown, for no server serves; their data is set aside and kept");
        }
        if (furthest.get().epoch() != kept.epoch()) {
            return new Loss(
                    minutes,
                    Optional.empty(),
                    begin + "how many transactions is unknown, for there were elections between " + kept + " and "
                            + furthest.get());
        }
        long transactions = furthest.get().value() - kept.value();
        return transactions < 0
                ? new Loss(
                        minutes,
                        Optional.empty(),
                        "the servers, at " + furthest.get() + ", are behind the snapshot, at " + kept)
                : new Loss(
                        minutes,
                        Optional.of(transactions),
                        begin + String.format(Locale.ROOT, "%,d transactions, up to %s", transactions, furthest.get()));
    }

    private List<String> warnings(RestorePlan plan, Collection<ServerSeen> found) {
        long tree = plan.expected().bytes() + plan.expected().nodes() * OBJECTS_OF_A_ZNODE;
        List<String> warnings = new ArrayList<>();
        rootAccess.warning(plan).ifPresent(warnings::add);
        for (ServerSeen server : found) {
            String name = "server " + server.id();
            server.problem().ifPresent(warnings::add);
            server.version()
                    .filter(version -> Versions.below(version, OLDEST_SAFE))
                    .ifPresent(version -> warnings.add(name + " runs ZooKeeper " + version + ": before " + OLDEST_SAFE
                            + " one permission bit is enough to restore (CVE-2025-58457)"));
            server.heapBytes()
                    .filter(heap -> heap < 2 * tree)
                    .ifPresent(heap -> warnings.add(name + " has a heap of " + heap + " bytes, less than twice the "
                            + tree + " that the tree takes: raise it with -Xmx"));
        }
        return warnings;
    }

    private static String firstLine(RestoreException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no answer");
    }
}
